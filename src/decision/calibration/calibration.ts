/** What every calibration of probabilities is, once fitted. */
import type { Matrix } from '../../matrix.js';

export const CALIBRATION_KINDS = ['none', 'temperature', 'platt', 'beta', 'isotonic'] as const;
export type CalibrationKind = (typeof CALIBRATION_KINDS)[number];
/** What can be asked for: one of the kinds, or the best of them. */
export const CALIBRATIONS = ['auto', ...CALIBRATION_KINDS] as const;

export interface Calibration {
  readonly kind: CalibrationKind;
  /**
   * The calibrated probabilities, rows x classes. Each row sums to 1 and, but for `none`, no probability is 0.
   * Each row is calibrated for itself.
   */
  transform(probabilities: Matrix): Matrix;
  /**
   * ln w_c under which the largest w_c p_c, after calibration, is the class that was the most probable before; undefined
   * if there are no such weights.
   */
  argmaxLogWeights(classes: number): Float64Array | undefined;
  /** Plain JSON for `reviveCalibration`. */
  toJSON(): unknown;
}
