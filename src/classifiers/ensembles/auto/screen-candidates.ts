/** Drops candidates of a large table that are not worth their time, after the first of their folds. */
import type { Matrix } from '../../../matrix.js';
import { rulesAt } from '../../../tables/split/split-rules.js';
import type { TrainingData } from '../../../training/training-data.js';
import { calibratedPredictions } from './calibrated-predictions.js';
import { mixtureWeights } from './mixture-weights.js';

type Rows = Pick<TrainingData, 'y' | 'weights' | 'split'>;

/** Of fewer rows all fits together are fast, and one fold says little. */
const FEWEST_ROWS = 10_000;
/** Held-out rows of the first fold that are not of the most frequent class. */
const FEWEST_RARE_ROWS = 50;
/** A candidate of less weight in the mixture hardly changes its probabilities. */
const LEAST_WEIGHT = 0.05;

/** Whether there are enough rows to drop candidates after the first of `folds` folds. */
export function isScreened({ y }: Rows, folds: number): boolean {
  if (y.length < FEWEST_ROWS) return false;
  const counts = new Map<number, number>();
  for (const c of y) counts.set(c, (counts.get(c) ?? 0) + 1);
  const rare = y.length - Math.max(...counts.values());
  return rare >= folds * FEWEST_RARE_ROWS;
}

/**
 * The candidates worth fitting on the other folds, the largest weight first: those whose share of the mixture of the
 * calibrated predictions (`mixtureWeights`) is at least 0.05, or the best one.
 *
 * @param predictions of each candidate for the rows `heldOut`, undefined for one that was not fitted
 * @param rows all training rows
 */
export async function screenCandidates(
  predictions: readonly (Matrix | undefined)[],
  heldOut: Int32Array,
  { y, weights, split }: Rows,
): Promise<number[]> {
  const fitted = [...predictions.keys()].filter((i) => predictions[i] !== undefined);
  if (fitted.length < 2) return fitted;
  const rows = {
    y: heldOut.map((row) => y[row]),
    weights: weights && Float64Array.from(heldOut, (row) => weights[row]),
    split: split && rulesAt(split, heldOut),
  };
  const { cross } = await calibratedPredictions(
    fitted.map((i) => predictions[i] as Matrix),
    rows,
  );
  const shares = mixtureWeights(cross, rows.y, rows.weights);
  const least = Math.min(LEAST_WEIGHT, Math.max(...shares));
  return [...fitted.keys()]
    .filter((k) => shares[k] >= least)
    .sort((a, b) => shares[b] - shares[a])
    .map((k) => fitted[k]);
}
