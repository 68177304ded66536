/** Predictions of candidates as they enter a mixture: each calibrated on its own. */
import type { Calibration } from '../../../decision/calibration/calibration.js';
import { chooseCalibration, crossCalibratedSteps } from '../../../decision/calibration/choose-calibration.js';
import { runInSlices, timeSlices } from '../../../event-loop.js';
import type { Matrix } from '../../../matrix.js';
import type { TrainingData } from '../../../training/training-data.js';

export interface CalibratedPredictions {
  /** Undefined: none, because rows count differently or there was no time. */
  readonly calibrations: readonly (Calibration | undefined)[];
  /** Each row calibrated by what was fitted on other rows. */
  readonly cross: readonly Matrix[];
}

/**
 * Rows of unequal weight are not calibrated: calibrations count each row once. Nor is anything after the deadline.
 *
 * @param predictions of each candidate for the same rows, made without them
 * @param deadline in `performance.now()` time; default none
 */
export async function calibratedPredictions(
  predictions: readonly Matrix[],
  { y, weights, split }: Pick<TrainingData, 'y' | 'weights' | 'split'>,
  deadline = Number.POSITIVE_INFINITY,
): Promise<CalibratedPredictions> {
  const countedOnce = weights === undefined || weights.every((weight) => weight === weights[0]);
  const slices = timeSlices();
  const calibrations: (Calibration | undefined)[] = [];
  const cross: Matrix[] = [];
  for (const probabilities of predictions) {
    if (slices.due()) await slices.pause();
    const { calibration } =
      countedOnce && performance.now() < deadline
        ? chooseCalibration({ probabilities, y, split })
        : { calibration: undefined };
    calibrations.push(calibration);
    cross.push(
      calibration === undefined || calibration.kind === 'none'
        ? probabilities
        : await runInSlices(crossCalibratedSteps(calibration.kind, { probabilities, y, split })),
    );
  }
  return { calibrations, cross };
}
