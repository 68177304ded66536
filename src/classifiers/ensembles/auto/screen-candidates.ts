/** Drops candidates of a large table that are not worth their time, after the first of their folds. */
import { timeSlices } from '../../../event-loop.js';
import type { Matrix } from '../../../matrix.js';
import { LEAST_PROBABILITY } from '../../../metrics/log-loss.js';
import { rulesAt } from '../../../tables/split/split-rules.js';
import type { TrainingData } from '../../../training/training-data.js';
import { calibratedPredictions } from './calibrated-predictions.js';
import { mixtureWeights } from './mixture-weights.js';

type Rows = Pick<TrainingData, 'y' | 'weights' | 'split'>;

/** Of fewer rows all fits together are fast, and one fold says little. */
const FEWEST_ROWS = 10_000;
/** Held-out rows of the first fold that are not of the most frequent class. */
const FEWEST_RARE_ROWS = 50;
/** Candidates are left out as long as the log loss of the mixture of the others rises by no larger share in all. */
const MOST_RISE = 0.001;
/** More than the best one alone: a fold can be wrong about which is the best. */
const FEWEST_CANDIDATES = 3;

/** Whether there are enough rows to drop candidates after the first of `folds` folds. */
export function isScreened({ y }: Rows, folds: number): boolean {
  if (y.length < FEWEST_ROWS) return false;
  const counts = new Map<number, number>();
  for (const c of y) counts.set(c, (counts.get(c) ?? 0) + 1);
  const rare = y.length - Math.max(...counts.values());
  return rare >= folds * FEWEST_RARE_ROWS;
}

/**
 * The candidates worth fitting on the other folds, the largest weight first. By backward elimination: the one whose
 * absence costs the mixture of calibrated predictions (`mixtureWeights`) least is left out, as long as the log loss
 * of the held-out rows is at most 0.1 % above that of all, and three are left.
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
  const rows = {
    y: heldOut.map((row) => y[row]),
    weights: weights && Float64Array.from(heldOut, (row) => weights[row]),
    split: split && rulesAt(split, heldOut),
  };
  const { cross } = await calibratedPredictions(
    fitted.map((i) => predictions[i] as Matrix),
    rows,
  );
  const mixtureOf = (members: readonly number[]) => mixture(members, cross, rows.y, rows.weights);
  let best = mixtureOf([...fitted.keys()]);
  const most = (1 + MOST_RISE) * best.logLoss;
  const slices = timeSlices();
  while (best.members.length > FEWEST_CANDIDATES) {
    if (slices.due()) await slices.pause();
    const { members } = best;
    const without = members.map((left) => mixtureOf(members.filter((k) => k !== left)));
    const cheapest = without.reduce((one, other) => (other.logLoss < one.logLoss ? other : one));
    if (cheapest.logLoss > most) break;
    best = cheapest;
  }
  const { members, shares } = best;
  return [...members.keys()].sort((a, b) => shares[b] - shares[a]).map((k) => fitted[members[k]]);
}

function mixture(
  members: readonly number[],
  cross: readonly Matrix[],
  y: Int32Array,
  weights: Float64Array | undefined,
) {
  const own = members.map((k) => cross[k]);
  const shares = members.length === 0 ? [] : mixtureWeights(own, y, weights);
  let [sum, total] = [0, 0];
  y.forEach((c, row) => {
    const weight = weights?.[row] ?? 1;
    const p = own.reduce((mean, { data, columns }, k) => mean + shares[k] * data[row * columns + c], 0);
    sum -= weight * Math.log(Math.max(LEAST_PROBABILITY, p));
    total += weight;
  });
  return { members, shares, logLoss: sum / total };
}
