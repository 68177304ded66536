import * as z from 'zod';
import type { Matrix } from '../../matrix.js';
import type { Calibration } from './calibration.js';

export const savedNoCalibration = z.strictObject({ kind: z.literal('none') });

/** Probabilities as the classifier gives them. */
export class NoCalibration implements Calibration {
  readonly kind = 'none';

  /** The same matrix. */
  transform(probabilities: Matrix): Matrix {
    return probabilities;
  }

  argmaxLogWeights(classes: number): Float64Array {
    return new Float64Array(classes);
  }

  toJSON(): z.output<typeof savedNoCalibration> {
    return { kind: this.kind };
  }
}
