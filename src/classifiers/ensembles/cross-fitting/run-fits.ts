/** Runs the fits of an ensemble on an executor. */
import type { Executor, ExecutorOption, Job, RunTask } from '../../../jobs/executor.js';
import { inThisThread } from '../../../jobs/in-thread.js';
import type { ClassifierEntry } from '../../contract/classifier-entry.js';
import type { LearningProblem } from '../../contract/fitted-model.js';
import { sharedRows, type TransformedRows, useRows } from './feature-transform.js';
import { fitMember, type MemberFit, type MemberFitResult } from './member-fit.js';

export interface FitsControl extends ExecutorOption {
  readonly signal?: AbortSignal;
  /** Called after each fit with the number finished. */
  readonly onDone?: (done: number) => void;
  /** Called once for each fit, in any order, with its index. */
  readonly onResult?: (index: number, result: MemberFitResult) => void;
  /**
   * Gives `MemberFit.seconds` when a fit starts, or `skip` for one that is not to start; `atOnce` fits run at a time.
   * Default: no limit.
   */
  readonly secondsFor?: (index: number, atOnce: number) => number | 'skip' | undefined;
  /**
   * Whether a fit that fails for any other reason than its input, such as a thread that is out of memory, has a `failure`
   * as its result. Default: it ends all.
   */
  readonly tolerant?: boolean;
}

/**
 * The results in the order of the fits, undefined for those skipped or not finished when the signal was aborted. They do not
 * depend on the executor: a fit depends only on its task and the problem.
 *
 * @param entries of the classifiers that the fits name
 */
export async function runFits(
  entries: readonly ClassifierEntry[],
  problem: LearningProblem,
  fits: readonly MemberFit[],
  { executor = inThisThread, signal, onDone, onResult, secondsFor, tolerant }: FitsControl = {},
): Promise<(MemberFitResult | undefined)[]> {
  const results: (MemberFitResult | undefined)[] = new Array(fits.length).fill(undefined);
  const job: Job<SharedProblem, MemberFit, MemberFitResult> = {
    kind: 'ensemble-fits',
    shared: sharedProblem(problem, fits, executor),
    open: (shared) => openFits(entries, shared),
  };
  const atOnce = Math.min(executor.concurrency, fits.length);
  const begun: number[] = [];
  function* tasks() {
    for (const [index, fit] of fits.entries()) {
      const seconds = secondsFor?.(index, atOnce);
      if (seconds === 'skip') continue;
      begun.push(index);
      yield { ...fit, seconds };
    }
  }
  let done = 0;
  const take = (task: number, result: MemberFitResult) => {
    const index = begun[task];
    results[index] = result;
    onResult?.(index, result);
    onDone?.(++done);
  };
  try {
    await executor.run(job, tasks(), {
      signal,
      onResult: take,
      ...(tolerant && { onFailure: (task, error) => take(task, { failure: failureText(error) }) }),
    });
  } catch (error) {
    if (!signal?.aborted || error !== signal.reason) throw error;
  } finally {
    executor.release(job);
  }
  return results;
}

function failureText(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}

/** What the fits share. */
export interface SharedProblem {
  readonly problem: LearningProblem;
  /** Rows of the problem as transforms give them, where threads share memory. */
  readonly rows: TransformedRows;
}

/** Several threads get rows in memory that they share, in all forms that the fits need. */
function sharedProblem(
  problem: LearningProblem,
  fits: readonly MemberFit[],
  { sharesMemory, concurrency }: Executor,
): SharedProblem {
  if (!sharesMemory || concurrency === 1) return { problem, rows: {} };
  const { X, rows } = sharedRows(problem.X, new Set(fits.map(({ transform }) => transform)));
  // The form of the rows is that of the problem's.
  return { problem: { ...problem, X } as LearningProblem, rows };
}

/** Runs fits of the problem, for the classifiers in `entries`. */
export function openFits(
  entries: readonly ClassifierEntry[],
  { problem, rows }: SharedProblem,
): RunTask<MemberFit, MemberFitResult> {
  useRows(problem.X, rows);
  return (fit, { signal }) => {
    const entry = entries.find(({ name }) => name === fit.classifier);
    if (entry === undefined) throw new Error(`there is no entry of ${fit.classifier}`);
    return fitMember(entry, fit, problem, signal);
  };
}
