/** Calibration and weight of each candidate in the ensemble, and the ensemble's out-of-fold predictions. */
import type { RandomStream } from '../../../engine/random/random-stream.js';
import { timeSlices } from '../../../event-loop.js';
import { type Matrix, rowsAt } from '../../../matrix.js';
import { heldOutFolds } from '../../../tables/split/folds-of-rows.js';
import type { TrainingData } from '../../../training/training-data.js';
import type { OutOfFold } from '../../contract/classifier.js';
import { type MemberCalibration, memberCalibration } from '../cross-fitting/member-calibration.js';
import { calibratedPredictions } from './calibrated-predictions.js';
import type { FittedCandidate } from './fit-candidates.js';
import { mixtureWeights } from './mixture-weights.js';

/** A candidate's weight in the ensemble. */
export interface Share {
  /** Index of the candidate. */
  readonly candidate: number;
  /** Undefined: none. */
  readonly calibration: MemberCalibration | undefined;
  /** Positive; all weights sum to 1. */
  readonly weight: number;
}

type Rows = Pick<TrainingData, 'y' | 'weights' | 'split'>;

/** Folds of the rows for which the weights are chosen without them. */
const FOLDS = 5;
/** Smaller weights are dropped: they hardly change a probability but cost prediction time. */
const SMALLEST_WEIGHT = 0.02;

/**
 * Calibrates the candidates on their out-of-fold predictions and weights them by `mixtureWeights` of the cross-calibrated
 * ones. The ensemble's own out-of-fold predictions are those of weights chosen on the other folds, so that the choice
 * does not flatter them. Equal weights, and no predictions, if the candidates have none.
 *
 * Rows of unequal weight count by it, and nothing is then calibrated: calibrations count each row once. Nor is anything
 * after the deadline.
 *
 * @param deadline in `performance.now()` time; default none
 */
export async function chooseWeights(
  fitted: readonly FittedCandidate[],
  rows: Rows,
  random: RandomStream,
  deadline = Number.POSITIVE_INFINITY,
): Promise<{ readonly shares: readonly Share[]; readonly outOfFold: OutOfFold | undefined }> {
  const { y } = rows;
  const given = fitted.flatMap(({ outOfFold }) => outOfFold ?? []);
  if (given.length < fitted.length) {
    const weight = 1 / fitted.length;
    const shares = fitted.map((_, candidate) => ({ candidate, calibration: undefined, weight }));
    return { shares, outOfFold: undefined };
  }
  const { calibrations: kinds, cross: predictions } = await calibratedPredictions(given, rows, deadline);
  const calibrations = kinds.map((calibration) => calibration && memberCalibration(calibration));
  const chosen = sparse(mixtureWeights(predictions, y, rows.weights));
  const shares = chosen.flatMap((weight, candidate) =>
    weight > 0 ? [{ candidate, calibration: calibrations[candidate], weight }] : [],
  );
  return { shares, outOfFold: { probabilities: await crossWeighted(predictions, rows, random), y } };
}

/** The mixture for each fold's rows, by weights chosen on the other folds. */
async function crossWeighted(
  predictions: readonly Matrix[],
  { y, weights, split }: Rows,
  random: RandomStream,
): Promise<Matrix> {
  const { rows, columns } = predictions[0];
  const data = new Float32Array(rows * columns);
  const { ofRow, count } = heldOutFolds(y, Math.min(FOLDS, rows), random, split);
  const slices = timeSlices();
  for (let fold = 0; fold < count; fold++) {
    if (slices.due()) await slices.pause();
    const others = Array.from(y.keys()).filter((row) => ofRow[row] !== fold);
    const chosen = mixtureWeights(
      predictions.map((P) => rowsAt(P, others)),
      Int32Array.from(others, (row) => y[row]),
      weights && Float64Array.from(others, (row) => weights[row]),
    );
    const kept = sparse(chosen);
    const own = Array.from(y.keys()).filter((row) => ofRow[row] === fold);
    for (const row of own) {
      for (let c = 0; c < columns; c++) {
        const at = row * columns + c;
        data[at] = kept.reduce((sum, weight, k) => sum + weight * predictions[k].data[at], 0);
      }
    }
  }
  return { data, rows, columns };
}

/** The weights with a sum of 1 again after the smallest are dropped. */
function sparse(weights: readonly number[]): number[] {
  const least = Math.min(SMALLEST_WEIGHT, Math.max(...weights));
  const kept = weights.map((weight) => (weight < least ? 0 : weight));
  const total = kept.reduce((sum, weight) => sum + weight, 0);
  return kept.map((weight) => weight / total);
}
