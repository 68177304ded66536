/** What a running `fit` reports, once an epoch, boosting round or tree. What does not apply is left out. */
export interface FitProgress {
  /** What is counted: `epoch` where not given; `round`, `tree` and `iteration` are others. */
  readonly unit?: string;
  /** 1-based. */
  readonly epoch: number;
  /** How many there will be, at most. */
  readonly epochs: number;
  /** Mean training loss of the epoch. */
  readonly loss?: number;
  /** Macro F1 on the rows that choose the checkpoint, counted by their weights. */
  readonly validationMacroF1?: number;
  /** Best of `validationMacroF1` so far. */
  readonly bestMacroF1?: number;
  /** The epoch whose state is the best so far by the classifier's own rule; the last one where there is none. */
  readonly bestEpoch: number;
  /** Learning rate of the epoch's last step. */
  readonly learningRate?: number;
  readonly secondsElapsed: number;
}
