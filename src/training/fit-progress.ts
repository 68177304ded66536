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

/**
 * Reports the steps of a fit that has no score on the way, each being the best so far; time counts from this call.
 *
 * @param unit what is counted, in the singular
 */
export function stepProgress(
  unit: string,
  onProgress: ((progress: FitProgress) => void) | undefined,
): (step: number, steps: number) => void {
  const started = performance.now();
  return (step, steps) =>
    onProgress?.({
      unit,
      epoch: step,
      epochs: steps,
      bestEpoch: step,
      secondsElapsed: (performance.now() - started) / 1000,
    });
}

/** What `fit` reported, one entry an epoch (or round, or tree); null where the classifier has none. */
export interface EpochCurve {
  readonly loss: readonly (number | null)[];
  readonly validationMacroF1: readonly (number | null)[];
}

/** The curve of reports in their order, each number as `rounded` gives it. */
export function epochCurve(
  reports: readonly FitProgress[],
  rounded: (value: number) => number = (value) => value,
): EpochCurve {
  const entry = (value: number | undefined) => (value === undefined ? null : rounded(value));
  return {
    loss: reports.map(({ loss }) => entry(loss)),
    validationMacroF1: reports.map(({ validationMacroF1 }) => entry(validationMacroF1)),
  };
}
