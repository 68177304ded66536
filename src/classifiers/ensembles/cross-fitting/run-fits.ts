/** Runs the fits of an ensemble on an executor. */
import type { ExecutorOption, Job, RunTask } from '../../../jobs/executor.js';
import { inThisThread } from '../../../jobs/in-thread.js';
import type { ClassifierEntry } from '../../contract/classifier-entry.js';
import type { LearningProblem } from '../../contract/fitted-model.js';
import { fitMember, type MemberFit, type MemberFitResult } from './member-fit.js';

export interface FitsControl extends ExecutorOption {
  readonly signal?: AbortSignal;
  /** Called after each fit with the number finished. */
  readonly onDone?: (done: number) => void;
  /** Called once for each fit, in any order, with its index. */
  readonly onResult?: (index: number, result: MemberFitResult) => void;
  /** Gives `MemberFit.seconds` when a fit starts; `atOnce` fits run at a time. Default: no limit. */
  readonly secondsFor?: (index: number, atOnce: number) => number | undefined;
}

/**
 * The results in the order of the fits, undefined for those not finished when the signal was aborted. They do not
 * depend on the executor: a fit depends only on its task and the problem.
 *
 * @param entries of the classifiers that the fits name
 */
export async function runFits(
  entries: readonly ClassifierEntry[],
  problem: LearningProblem,
  fits: readonly MemberFit[],
  { executor = inThisThread, signal, onDone, onResult, secondsFor }: FitsControl = {},
): Promise<(MemberFitResult | undefined)[]> {
  const results: (MemberFitResult | undefined)[] = new Array(fits.length).fill(undefined);
  const job: Job<LearningProblem, MemberFit, MemberFitResult> = {
    kind: 'ensemble-fits',
    shared: problem,
    open: (shared) => openFits(entries, shared),
  };
  const atOnce = Math.min(executor.concurrency, fits.length);
  function* tasks() {
    for (const [index, fit] of fits.entries()) yield { ...fit, seconds: secondsFor?.(index, atOnce) };
  }
  let done = 0;
  try {
    await executor.run(job, tasks(), {
      signal,
      onResult: (index, result) => {
        results[index] = result;
        onResult?.(index, result);
        onDone?.(++done);
      },
    });
  } catch (error) {
    if (!signal?.aborted || error !== signal.reason) throw error;
  } finally {
    executor.release(job);
  }
  return results;
}

/** Runs fits of the problem, for the classifiers in `entries`. */
export function openFits(
  entries: readonly ClassifierEntry[],
  problem: LearningProblem,
): RunTask<MemberFit, MemberFitResult> {
  return (fit, { signal }) => {
    const entry = entries.find(({ name }) => name === fit.classifier);
    if (entry === undefined) throw new Error(`there is no entry of ${fit.classifier}`);
    return fitMember(entry, fit, problem, signal);
  };
}
