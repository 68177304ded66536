/** What an abort through the signal makes of a training, in the search for options and in the fit itself. */
import type { Classifier, FitOptions, FitProgress } from '../classifiers/contract/classifier.js';
import type { FeatureMatrix, Label } from '../matrix.js';
import type { TrainingOutcome } from './train-on-table.js';

/** The training was stopped through its signal, whose reason is the `cause`. */
export class TrainingAborted extends Error {
  override readonly name: string = 'TrainingAborted';

  constructor(
    /** The best checkpoint until then as a tested model; undefined when not even one epoch was complete. */
    readonly outcome: TrainingOutcome | undefined,
    reason: unknown,
  ) {
    super('the training was stopped before its end', { cause: reason });
  }
}

/** The search; an abort through the signal leaves no model. */
export async function searchUntilAborted<T>(signal: AbortSignal | undefined, search: Promise<T>): Promise<T> {
  try {
    return await search;
  } catch (error) {
    if (!signal?.aborted || error !== signal.reason) throw error;
    throw new TrainingAborted(undefined, signal.reason);
  }
}

/** Fits; an abort through the signal is a result, any other failure is thrown on. */
export async function fitUntilAborted(
  classifier: Classifier,
  X: FeatureMatrix,
  y: readonly Label[],
  options: FitOptions,
): Promise<{ readonly reports: readonly FitProgress[]; readonly aborted: boolean }> {
  const reports: FitProgress[] = [];
  const onProgress = (progress: FitProgress) => {
    reports.push(progress);
    options.onProgress?.(progress);
  };
  try {
    await classifier.fit(X, y, { ...options, onProgress });
    return { reports, aborted: false };
  } catch (error) {
    if (!options.signal?.aborted || error !== options.signal.reason) throw error;
    return { reports, aborted: true };
  }
}
