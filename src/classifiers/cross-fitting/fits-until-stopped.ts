/** Fits of an ensemble that may be stopped: what is done by then is kept. */
import type { ClassifierEntry } from '../classifier-entry.js';
import type { LearningProblem } from '../learning-classifier.js';
import { type FitObserver, runFits } from './fit-runner.js';
import type { FoldFit, FoldFitResult } from './fold-fit.js';

/** The results in the order of the fits, undefined for those that were not done when the signal was aborted. */
export async function fitsUntilStopped(
  entries: readonly ClassifierEntry[],
  problem: LearningProblem,
  fits: readonly FoldFit[],
  observer: FitObserver,
): Promise<(FoldFitResult | undefined)[]> {
  const { signal, onResult } = observer;
  const results: (FoldFitResult | undefined)[] = new Array(fits.length).fill(undefined);
  try {
    await runFits(entries, problem, fits, {
      ...observer,
      onResult: (index, result) => {
        results[index] = result;
        onResult?.(index, result);
      },
    });
  } catch (error) {
    if (!signal?.aborted || error !== signal.reason) throw error;
  }
  return results;
}
