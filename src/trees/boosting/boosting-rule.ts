/** The rules that differ between kinds of boosting: how nodes are split, and the values of leaves. */

/** Sums of the first and second derivatives over the rows of a node. */
export interface DerivativeSums {
  readonly G: number;
  readonly H: number;
}

/** A leaf with its training rows. */
export interface GrownLeaf extends DerivativeSums {
  readonly node: number;
  readonly rows: Int32Array;
}

export interface BoostingRule {
  /**
   * The second derivatives are this times w p (1 - p); if 0, they are the weights w, and the criterion is the
   * reduction of squared error (scikit-learn's `friedman_mse`).
   */
  readonly hessianScale: number;
  /** L2 and L1 regularisation of the leaves. */
  readonly lambda: number;
  readonly alpha: number;
  /** Least sum of second derivatives of a child. */
  readonly minChildWeight: number;
  /** Least gain of a split; with `prune` the tree is grown without it and pruned by it. */
  readonly gamma: number;
  readonly prune: boolean;
  readonly maxDepth: number;
  readonly minSamplesSplit: number;
  readonly minSamplesLeaf: number;
  /** The value that a leaf adds to the margins of its rows; `pairs` (first, second derivative) are indexed by row. */
  leafValue(leaf: GrownLeaf, pairs: Float32Array | Float64Array): number;
}

/** XGBoost's kRtEps: a split must gain more than this. */
const LEAST_GAIN = 1e-6;

/** Whether a split with this gain, of a node of weight H, is made while growing. */
export function gainsEnough(gain: number, H: number, { hessianScale, gamma, prune }: BoostingRule): boolean {
  // As in scikit-learn, nodes whose variance is only rounding error are not split.
  if (hessianScale === 0) return gain > Number.EPSILON * H;
  return gain > LEAST_GAIN && (prune || gain >= gamma);
}

/**
 * T(G)^2 / (H + lambda) with T(G) = sign(G) max(|G| - alpha, 0): twice the decrease of the loss by the node's value.
 */
export function nodeScore({ G, H }: DerivativeSums, { alpha, lambda }: BoostingRule): number {
  const kept = shrink(G, alpha);
  return kept === 0 ? 0 : (kept * kept) / (H + lambda);
}

/** T(G) = sign(G) max(|G| - alpha, 0). */
export function shrink(G: number, alpha: number): number {
  return G - Math.max(-alpha, Math.min(alpha, G));
}
