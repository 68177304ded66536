/** Progress of a `fit`, reported after each epoch, boosting round or tree. Fields that do not apply are absent. */
export interface FitProgress {
  /** The stage of a training that is counted, such as `training` or `grid search`; absent if there is one. */
  readonly stage?: string;
  /** The unit counted: default `epoch`; others are `round`, `tree` and `iteration`. */
  readonly unit?: string;
  /** 1-based. */
  readonly epoch: number;
  /** Upper bound of the number of epochs. */
  readonly epochs: number;
  /** In the second training of a network, on all rows: the epochs of the first one, which all counts include. */
  readonly earlier?: number;
  /** Mean training loss of the epoch. */
  readonly loss?: number;
  /** Weighted macro F1 on the validation rows. */
  readonly validationMacroF1?: number;
  /** Best of `validationMacroF1` so far. */
  readonly bestMacroF1?: number;
  /** The best epoch so far by the classifier's own rule; the last one if it has none. */
  readonly bestEpoch: number;
  /** Learning rate of the epoch's last step. */
  readonly learningRate?: number;
  readonly secondsElapsed: number;
  /** The time left, where steps differ too much for the mean of the past ones; estimated from measured steps. */
  readonly secondsLeft?: number;
  /** Whether `secondsLeft` is without some steps of which nothing was measured yet. */
  readonly isAtLeast?: boolean;
}

/**
 * Reports the steps of a fit without intermediate scores, each as the best so far; time starts with this call.
 *
 * @param unit the unit counted, in the singular
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

/** Names the stage in each report. */
export function inStage(
  stage: string,
  onProgress: ((progress: FitProgress) => void) | undefined,
): ((progress: FitProgress) => void) | undefined {
  return onProgress && ((progress) => onProgress({ stage, ...progress }));
}

/** Curves of the reports of `fit`, one entry per epoch, round or tree; null if the classifier has no value. */
export interface EpochCurve {
  readonly loss: readonly (number | null)[];
  readonly validationMacroF1: readonly (number | null)[];
}

/** The curve of the reports, with each number rounded by `rounded`. */
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
