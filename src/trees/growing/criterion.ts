/** Split criteria with the rows' targets. Arrays are indexed by the row of the binned matrix. */

/**
 * scikit-learn's classification criteria: the split with the largest decrease of
 *
 *     gini:     1 - sum_k p_k^2        entropy: -sum_k p_k ln p_k     (p_k: weighted share of class k)
 *
 * A node's value is its class shares.
 */
export interface ClassCriterion {
  readonly kind: 'gini' | 'entropy';
  /** Class index of each row. */
  readonly y: Int32Array;
  readonly classes: number;
  /** Positive for every row that is given to `growTree`; default 1. */
  readonly weights?: Float64Array;
}

/**
 * scikit-learn's `friedman_mse` (Friedman, "Greedy function approximation", 2001, equation 35): the largest
 *
 *     w_l w_r / (w_l + w_r) * (mean_l - mean_r)^2
 *
 * A node's value is its weighted mean.
 */
export interface FriedmanCriterion {
  readonly kind: 'friedman-mse';
  readonly target: Float32Array | Float64Array;
  /** Positive for every row that is given to `growTree`; default 1. */
  readonly weights?: Float64Array;
}

/**
 * XGBoost's second-order criterion (Chen & Guestrin, "XGBoost", 2016) with G and H the sums of first and
 * second derivatives and T(G) = sign(G) max(|G| - alpha, 0):
 *
 *     gain = T(G_l)^2 / (H_l + lambda) + T(G_r)^2 / (H_r + lambda) - T(G)^2 / (H + lambda)
 *
 * without the paper's factor 1/2, as the library computes it and compares it with gamma. A node's value is
 * -eta T(G) / (H + lambda).
 */
export interface GradientCriterion {
  readonly kind: 'gradient';
  readonly gradients: Float32Array | Float64Array;
  /** Not negative. */
  readonly hessians: Float32Array | Float64Array;
  readonly lambda: number;
  readonly alpha: number;
  /** Least gain of a split. */
  readonly gamma: number;
  /** Least H of a child. */
  readonly minChildWeight: number;
  readonly eta: number;
}

export type MomentCriterion = FriedmanCriterion | GradientCriterion;
export type Criterion = ClassCriterion | MomentCriterion;
