/** The rows at or above each distinct score: what curves, areas and scores at k are made of. */
import { InputError } from '../errors.js';

/** One entry for each distinct score, from the highest. */
export interface ThresholdCounts {
  readonly thresholds: readonly number[];
  /** Positive rows of this score or a higher one; sums of their weights if there are any. */
  readonly truePositives: readonly number[];
  /** Rows of this score or a higher one, likewise. */
  readonly called: readonly number[];
  /** All positive rows, likewise. */
  readonly positives: number;
}

/**
 * @param positive whether a row is of the positive class
 * @param scores larger for rows more likely positive
 * @param weights what each row counts; 1 if absent
 * @throws InputError for different lengths, and scores that are not finite.
 */
export function thresholdCounts(
  positive: ArrayLike<boolean>,
  scores: ArrayLike<number>,
  weights?: Float64Array,
): ThresholdCounts {
  const n = scores.length;
  if (positive.length !== n) {
    throw new InputError(`positive has ${positive.length} rows, but scores has ${n}`);
  }
  for (let i = 0; i < n; i++) {
    if (!Number.isFinite(scores[i])) {
      throw new InputError(`scores is ${scores[i]} at ${i}: give finite scores`);
    }
  }
  return weights === undefined ? countRows(positive, scores) : sumWeights(positive, scores, weights);
}

/** Merges the sorted scores of both classes, which is many times faster than sorting rows. */
function countRows(positive: ArrayLike<boolean>, scores: ArrayLike<number>): ThresholdCounts {
  const n = scores.length;
  const sorted = new Float64Array(n);
  // Loops: methods of typed arrays are several times slower, and this runs for every class.
  let positives = 0;
  for (let row = 0; row < n; row++) if (positive[row]) sorted[positives++] = scores[row];
  let end = positives;
  for (let row = 0; row < n; row++) if (!positive[row]) sorted[end++] = scores[row];
  const yes = sorted.subarray(0, positives).sort();
  const no = sorted.subarray(positives).sort();
  const [thresholds, truePositives, called]: number[][] = [[], [], []];
  let i = positives - 1;
  let j = n - positives - 1;
  while (i >= 0 || j >= 0) {
    const score = i < 0 ? no[j] : j < 0 ? yes[i] : Math.max(yes[i], no[j]);
    while (i >= 0 && yes[i] === score) i--;
    while (j >= 0 && no[j] === score) j--;
    thresholds.push(score);
    truePositives.push(positives - 1 - i);
    called.push(n - 2 - i - j);
  }
  return { thresholds, truePositives, called, positives };
}

function sumWeights(
  positive: ArrayLike<boolean>,
  scores: ArrayLike<number>,
  weights: Float64Array,
): ThresholdCounts {
  const order = Array.from({ length: scores.length }, (_, i) => i).sort((a, b) => scores[b] - scores[a]);
  const [thresholds, truePositives, called]: number[][] = [[], [], []];
  let [positives, total] = [0, 0];
  order.forEach((i, place) => {
    total += weights[i];
    if (positive[i]) positives += weights[i];
    if (place + 1 < order.length && scores[order[place + 1]] === scores[i]) return;
    thresholds.push(scores[i]);
    truePositives.push(positives);
    called.push(total);
  });
  return { thresholds, truePositives, called, positives };
}
