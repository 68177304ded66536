/** What tells one kind of boosting from another: how a node is split and what a leaf says. */

/** Sums of the first and second derivatives over the rows of a node. */
export interface DerivativeSums {
  readonly G: number;
  readonly H: number;
}

/** A leaf with the rows that it was made from. */
export interface GrownLeaf extends DerivativeSums {
  readonly node: number;
  readonly rows: Int32Array;
}

export interface BoostingRule {
  /**
   * The second derivatives are this times w p (1 - p); 0: they are the weights w themselves, which makes the
   * criterion the reduction of squared error (scikit-learn's `friedman_mse`).
   */
  readonly hessianScale: number;
  /** L2 and L1 regularisation of the leaves. */
  readonly lambda: number;
  readonly alpha: number;
  /** Least sum of second derivatives of a child. */
  readonly minChildWeight: number;
  /** What a split must gain to be made; with `prune` the tree is grown without it and pruned by it. */
  readonly gamma: number;
  readonly prune: boolean;
  readonly maxDepth: number;
  readonly minSamplesSplit: number;
  readonly minSamplesLeaf: number;
  /** What a leaf adds to the margins of its rows; `pairs` (first, second derivative) are indexed by row. */
  leafValue(leaf: GrownLeaf, pairs: Float32Array | Float64Array): number;
}

/** XGBoost's kRtEps: a split that gains no more than this is none. */
const LEAST_GAIN = 1e-6;

/** Whether a split with this gain of a node of weight H is made while growing. */
export function gainsEnough(gain: number, H: number, { hessianScale, gamma, prune }: BoostingRule): boolean {
  // Squared errors of nothing but rounding: scikit-learn does not split nodes whose variance is that small.
  if (hessianScale === 0) return gain > Number.EPSILON * H;
  return gain > LEAST_GAIN && (prune || gain >= gamma);
}

/** T(G)^2 / (H + lambda) with T(G) = sign(G) max(|G| - alpha, 0): twice what the node's value lowers the loss by. */
export function nodeScore({ G, H }: DerivativeSums, { alpha, lambda }: BoostingRule): number {
  const kept = shrink(G, alpha);
  return kept === 0 ? 0 : (kept * kept) / (H + lambda);
}

/** T(G) = sign(G) max(|G| - alpha, 0). */
export function shrink(G: number, alpha: number): number {
  return G - Math.max(-alpha, Math.min(alpha, G));
}
