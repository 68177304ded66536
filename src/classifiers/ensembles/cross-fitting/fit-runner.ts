/** Where the fits of an ensemble are done: one after the other in this thread, or as `runFitsBy` says. */
import { timeSlices } from '../../../event-loop.js';
import type { ClassifierEntry } from '../../contract/classifier-entry.js';
import type { LearningProblem } from '../../contract/learning-classifier.js';
import { type FoldFit, type FoldFitResult, fitFold } from './fold-fit.js';

export interface FitControl {
  readonly signal?: AbortSignal;
  /** Called once for each fit, in any order, with its index. */
  readonly onResult: (index: number, result: FoldFitResult) => void;
  /** Asked when a fit begins, of which `atOnce` run at a time: `FoldFit.seconds`. Default: no limit. */
  readonly secondsFor?: (index: number, atOnce: number) => number | undefined;
}

/** Does all `fits` of a problem. Rejects with the signal's reason when it is aborted. */
export type FitRunner = (
  entries: readonly ClassifierEntry[],
  problem: LearningProblem,
  fits: readonly FoldFit[],
  control: FitControl,
) => Promise<void>;

let runner: FitRunner = runFitsHere;

/** Makes `chosen` do all fits of ensembles from now on. */
export function runFitsBy(chosen: FitRunner): void {
  runner = chosen;
}

export interface FitObserver {
  readonly signal?: AbortSignal;
  /** Called after each fit with how many are done. */
  readonly onDone?: (done: number) => void;
  readonly onResult?: FitControl['onResult'];
  readonly secondsFor?: FitControl['secondsFor'];
}

/**
 * The results in the order of the fits, undefined for those that were not done when the signal was aborted.
 *
 * @param entries those that the fits name
 */
export async function runFits(
  entries: readonly ClassifierEntry[],
  problem: LearningProblem,
  fits: readonly FoldFit[],
  { signal, onDone, onResult, secondsFor }: FitObserver = {},
): Promise<(FoldFitResult | undefined)[]> {
  const results: (FoldFitResult | undefined)[] = new Array(fits.length).fill(undefined);
  let done = 0;
  try {
    await runner(entries, problem, fits, {
      signal,
      secondsFor,
      onResult: (index, result) => {
        results[index] = result;
        onResult?.(index, result);
        onDone?.(++done);
      },
    });
  } catch (error) {
    if (!signal?.aborted || error !== signal.reason) throw error;
  }
  return results;
}

/** In this thread; the event loop gets its turn between two fits. */
export async function runFitsHere(
  entries: readonly ClassifierEntry[],
  problem: LearningProblem,
  fits: readonly FoldFit[],
  { signal, onResult, secondsFor }: FitControl,
): Promise<void> {
  const slices = timeSlices();
  for (const [index, fit] of fits.entries()) {
    if (slices.due()) await slices.pause();
    signal?.throwIfAborted();
    const entry = entries.find(({ name }) => name === fit.classifier);
    if (entry === undefined) throw new Error(`there is no entry of ${fit.classifier}`);
    onResult(index, await fitFold(entry, { ...fit, seconds: secondsFor?.(index, 1) }, problem, signal));
  }
}
