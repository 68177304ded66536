/**
 * Weights of a mixture of predictions: the most probable ones, given the rows, under a Dirichlet prior around equal
 * weights (stacking with log loss, as Yao, Vehtari, Simpson & Gelman, "Using stacking to average Bayesian predictive
 * distributions", 2018). The problem is convex, so the result does not depend on a seed; the prior keeps a lucky
 * candidate from dominating on a small table.
 */

import { type ConvexObjective, newtonMinimum } from '../../../decision/calibration/newton.js';
import { log } from '../../../engine/random/portable-math.js';
import type { Matrix } from '../../../matrix.js';

/** Rows that each candidate counts as having predicted best beforehand. */
const PRIOR_ROWS = 0.3;
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
  const size = predictions.length;
  if (size === 1) return [1];
  // A row's probabilities of its class are side by side.
  const given = new Float64Array(y.length * size);
  predictions.forEach(({ data, columns }, k) => {
    for (let row = 0; row < y.length; row++) {
      given[row * size + k] = Math.max(SMALLEST_PROBABILITY, data[row * columns + y[row]]);
    }
  });
  const found = newtonMinimum(mixtureLoss(given, size, rowWeights), new Float64Array(size).fill(1 / size));
  const total = found.reduce((sum, weight) => sum + weight, 0);
  return Array.from(found, (weight) => weight / total);
}

/**
 * The negative log posterior of positive weights w that need not sum to 1:
 *
 *     -sum_i c_i log(sum_k w_k p_ik) - a sum_k log w_k + (sum_i c_i + a K) sum_k w_k
 *
 * where c_i is what row i counts and a is `PRIOR_ROWS`. The last term makes the minimum one with a sum of 1, so that no
 * constraint is needed.
 *
 * @param given p, rows x size
 */
function mixtureLoss(
  given: Float64Array,
  size: number,
  rowWeights: ArrayLike<number> | undefined,
): ConvexObjective {
  const rows = given.length / size;
  let total = PRIOR_ROWS * size;
  for (let row = 0; row < rows; row++) total += rowWeights ? rowWeights[row] : 1;
  return {
    size,
    evaluate(weights, gradient, hessian) {
      if (!weights.every((weight) => weight > 0)) return Number.POSITIVE_INFINITY;
      gradient.fill(total);
      hessian.fill(0);
      let loss = 0;
      weights.forEach((weight, k) => {
        loss += total * weight - PRIOR_ROWS * log(weight);
        gradient[k] -= PRIOR_ROWS / weight;
        hessian[k * size + k] = PRIOR_ROWS / (weight * weight);
      });
      for (let row = 0; row < rows; row++) {
        const at = row * size;
        let mixed = 0;
        for (let k = 0; k < size; k++) mixed += weights[k] * given[at + k];
        const count = rowWeights ? rowWeights[row] : 1;
        loss -= count * log(mixed);
        const first = count / mixed;
        const second = first / mixed;
        for (let k = 0; k < size; k++) {
          const p = given[at + k];
          gradient[k] -= first * p;
          const scaled = second * p;
          for (let l = 0; l <= k; l++) hessian[k * size + l] += scaled * given[at + l];
        }
      }
      return loss;
    },
  };
}
