/** A smooth function of many variables, with its gradient: the input of the minimisers. */
export interface Objective {
  /** Number of variables. */
  readonly size: number;
  /** The value at `point`; writes its gradient. Rejects with `signal.reason` once the signal is aborted. */
  evaluate(point: Float64Array, gradient: Float64Array, signal?: AbortSignal): Promise<number>;
}
