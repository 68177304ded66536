/** Input and result of a loss. */

/** Addresses that the training loop fills before each step. */
export interface BatchTargets {
  /** One class index per row (32-bit integers). */
  readonly labels: number;
  /** One weight per row (floats), summing to 1 over the batch: 1 / rows unless samples are weighted. */
  readonly weights: number;
}

/** The factor on the gradient of a term: a number, or a function that is called in each backward step. */
export type LossScale = number | (() => number);

/** The factor of the current step. */
export function currentScale(scale: LossScale): number {
  return typeof scale === 'number' ? scale : scale();
}

/**
 * One term of a loss. A loss has no forward step: its backward step computes value and gradient
 * together, and `value` is the term of the last `Program.backward`, before `scale`.
 */
export interface LossTerm {
  value: number;
}
