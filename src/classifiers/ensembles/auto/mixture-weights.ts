/**
 * Weights of a mixture of predictions: the most probable ones, given the rows, under a Dirichlet prior around equal
 * weights (stacking with log loss, as Yao, Vehtari, Simpson & Gelman, "Using stacking to average Bayesian predictive
 * distributions", 2018; found by expectation maximisation). The problem is convex, so the result does not depend on a
 * seed; the prior keeps a lucky candidate from dominating on a small table.
 */
import type { Matrix } from '../../../matrix.js';

/** Rows that each candidate counts as having predicted best beforehand. */
const PRIOR_ROWS = 0.3;
const MOST_STEPS = 200;
/** Stops when no weight changes by more. */
const TOLERANCE = 1e-5;
/** A certain mistake must not outweigh all other rows. */
const SMALLEST_PROBABILITY = 1e-7;

/**
 * One weight per candidate, summing to 1.
 *
 * @param predictions of each candidate for the same rows, rows x classes
 * @param y class index of each row
 * @param rowWeights what each row counts, default 1
 */
export function mixtureWeights(
  predictions: readonly Matrix[],
  y: Int32Array,
  rowWeights?: ArrayLike<number>,
): number[] {
  if (predictions.length === 1) return [1];
  const given = predictions.map(({ data, columns }) =>
    Float64Array.from(y, (c, row) => Math.max(SMALLEST_PROBABILITY, data[row * columns + c])),
  );
  let weights = given.map(() => 1 / given.length);
  for (let step = 0; step < MOST_STEPS; step++) {
    const shares = new Float64Array(given.length).fill(PRIOR_ROWS);
    for (let row = 0; row < y.length; row++) {
      const total = given.reduce((sum, of, k) => sum + weights[k] * of[row], 0);
      const count = (rowWeights ? rowWeights[row] : 1) / total;
      for (let k = 0; k < given.length; k++) shares[k] += count * weights[k] * given[k][row];
    }
    const total = shares.reduce((sum, share) => sum + share, 0);
    const next = Array.from(shares, (share) => share / total);
    const change = Math.max(...next.map((weight, k) => Math.abs(weight - weights[k])));
    weights = next;
    if (change < TOLERANCE) break;
  }
  return weights;
}
