/** What a running `fit` reports, once an epoch (or boosting round, or tree). */
export interface FitProgress {
  /** 1-based. */
  readonly epoch: number;
  readonly epochs: number;
  /** Mean training loss of the epoch. */
  readonly loss: number;
  /** Macro F1 on the rows that choose the checkpoint. */
  readonly validationMacroF1: number;
  /** Best of `validationMacroF1` so far and the epoch that reached it. */
  readonly bestMacroF1: number;
  readonly bestEpoch: number;
  /** Learning rate of the epoch's last step. */
  readonly learningRate: number;
  readonly secondsElapsed: number;
}
