/** XGBoost's rule: second-order boosting with regularised leaves (Chen & Guestrin, "XGBoost", 2016). */
import { type BoostingRule, shrink } from './boosting-rule.js';

export interface SecondOrderOptions {
  readonly learningRate: number;
  readonly lambda: number;
  readonly alpha: number;
  readonly gamma: number;
  readonly minChildWeight: number;
  readonly maxDepth: number;
  /** Grow on all distinct values and prune by gamma afterwards, as the library's `exact` method. */
  readonly exact: boolean;
}

/**
 * Leaves are -eta T(G) / (H + lambda), T(G) = sign(G) max(|G| - alpha, 0). The second derivatives are p (1 - p) for
 * two classes and, as in the library, 2 p (1 - p) for softmax.
 */
export function secondOrderRule(
  { learningRate, lambda, alpha, gamma, minChildWeight, maxDepth, exact }: SecondOrderOptions,
  classes: number,
): BoostingRule {
  return {
    hessianScale: classes === 2 ? 1 : 2,
    lambda,
    alpha,
    minChildWeight,
    gamma,
    prune: exact,
    maxDepth,
    minSamplesSplit: 2,
    minSamplesLeaf: 1,
    leafValue({ G, H }) {
      const kept = shrink(G, alpha);
      if (H < minChildWeight || kept === 0) return 0;
      return Math.fround(-kept / (H + lambda)) * Math.fround(learningRate);
    },
  };
}
