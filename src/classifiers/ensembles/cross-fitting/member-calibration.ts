/** What an ensemble does to the probabilities of a member before it takes their mean. */
import type { Calibration } from '../../../decision/calibration/calibration.js';
import { reviveCalibration } from '../../../decision/calibration/calibration-kinds.js';
import { PriorCorrection } from '../../../decision/calibration/prior-correction.js';
import { InputError } from '../../../errors.js';
import type { Matrix } from '../../../matrix.js';
import { damaged, requireBetween } from '../../contract/saved-classifier.js';

export interface MemberCalibration {
  /** For the list of an ensemble's parts. */
  readonly remark: string;
  transform(probabilities: Matrix): Matrix;
  toJSON(): unknown;
}

/** A fitted calibration as a member's; undefined for the kind `none`. */
export function memberCalibration(calibration: Calibration): MemberCalibration | undefined {
  if (calibration.kind === 'none') return undefined;
  return {
    remark: `${calibration.kind} calibration`,
    transform: (probabilities) => calibration.transform(probabilities),
    toJSON: () => calibration.toJSON(),
  };
}

interface SavedAdjustment {
  readonly calibration?: unknown;
  /** Of version 0.1.0: p_c f_c^-a, where f_c is the class's frequency in training. */
  readonly correction?: number;
  readonly frequencies?: readonly number[];
}

/** Probabilities divided by less would overflow. Row weights can make a class's share very small. */
const SMALLEST_FREQUENCY = 1e-30;

/**
 * The calibration that a member was saved with.
 *
 * @throws InputError if it is damaged.
 */
export function reviveMemberCalibration(
  { calibration, correction = 0, frequencies = [] }: SavedAdjustment,
  classes: number,
  name: string,
): MemberCalibration | undefined {
  const isCorrected = typeof calibration === 'object' && calibration !== null && 'factors' in calibration;
  try {
    if (isCorrected) return priorCorrection(PriorCorrection.revive(calibration, classes));
    if (calibration !== undefined) return memberCalibration(reviveCalibration(calibration, classes));
  } catch (error) {
    throw error instanceof InputError ? damaged(name, error.message) : error;
  }
  if (correction === 0) return undefined;
  if (frequencies.length !== classes) {
    throw damaged(name, `it has ${frequencies.length} class frequencies for ${classes} classes`);
  }
  requireBetween(frequencies, SMALLEST_FREQUENCY, 1, 'frequencies', name);
  const powers = frequencies.map((frequency) => frequency ** correction);
  return priorCorrection(
    PriorCorrection.between(
      powers,
      powers.map(() => 1),
    ),
  );
}

function priorCorrection(correction: PriorCorrection): MemberCalibration {
  return {
    remark: 'prior correction',
    transform: (probabilities) => correction.transform(probabilities),
    toJSON: () => correction.toJSON(),
  };
}
