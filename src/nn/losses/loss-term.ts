/** What a loss needs of a batch, and what it leaves behind. */

/** Addresses that the training loop fills before each step. */
export interface BatchTargets {
  /** One class index a row (32-bit integers). */
  readonly labels: number;
  /** One weight a row (floats) that sum to 1 over the batch: 1 / rows unless samples are weighted. */
  readonly weights: number;
}

/**
 * One term of a loss. A loss has no forward step: its backward step computes value and gradient
 * together, and `value` is the term of the last `Program.backward`, before `scale`.
 */
export interface LossTerm {
  value: number;
}
