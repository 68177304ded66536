/**
 * scikit-learn's rule: least-squares trees on the residuals, with leaf values by a Newton step (Friedman, "Greedy
 * function approximation: a gradient boosting machine", 2001, algorithm 6).
 */
import type { BoostingRule } from './boosting-rule.js';

export interface LeastSquaresOptions {
  readonly learningRate: number;
  readonly maxDepth: number;
  readonly minSamplesSplit: number;
  readonly minSamplesLeaf: number;
}

/** scikit-learn treats smaller denominators of a Newton step as zero. */
const SMALLEST_DENOMINATOR = 1e-150;

/**
 * With the residuals r = y - p of a leaf's rows, its value is eta sum(w r) / sum(w |r| (1 - |r|)), times (classes -
 * 1) / classes for more than two classes.
 */
export function leastSquaresRule(
  { learningRate, maxDepth, minSamplesSplit, minSamplesLeaf }: LeastSquaresOptions,
  classes: number,
): BoostingRule {
  const scale = classes === 2 ? learningRate : (learningRate * (classes - 1)) / classes;
  return {
    hessianScale: 0,
    lambda: 0,
    alpha: 0,
    minChildWeight: 0,
    gamma: 0,
    prune: false,
    maxDepth,
    minSamplesSplit,
    minSamplesLeaf,
    leafValue({ G, rows }, pairs) {
      let denominator = 0;
      for (let i = 0; i < rows.length; i++) {
        const weight = pairs[2 * rows[i] + 1];
        const gradient = Math.abs(pairs[2 * rows[i]]);
        denominator += gradient * (1 - gradient / weight);
      }
      return denominator < SMALLEST_DENOMINATOR ? 0 : (-scale * G) / denominator;
    },
  };
}
