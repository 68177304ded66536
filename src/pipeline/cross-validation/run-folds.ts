/** Runs the fits of a cross-validation with an executor. */
import type { ExecutorOption, Job } from '../../jobs/executor.js';
import { inThisThread } from '../../jobs/in-thread.js';
import type { FoldFit, FoldOutcome, FoldWork } from './fold-fit.js';
import { openJob } from './fold-job.js';

export interface FoldControl extends ExecutorOption {
  /** Cancels all fits: `runFolds` rejects with its reason. */
  readonly signal?: AbortSignal;
  /** Called when a fit begins, for a signal that cancels this fit; its failure is then the message of the reason. */
  readonly fitSignal?: (fit: number) => AbortSignal | undefined;
  /** Called once for each fit, in any order. */
  readonly onOutcome: (fit: number, outcome: FoldOutcome) => void;
}

/**
 * Starts the fits in order. The predictions do not depend on the executor: a fit depends only on its own description
 * and the table. Rejects with the signal's reason, and for defects.
 */
export async function runFolds(
  work: FoldWork,
  fits: readonly FoldFit[],
  { executor = inThisThread, signal, fitSignal, onOutcome }: FoldControl,
): Promise<void> {
  const job: Job<FoldWork, FoldFit, FoldOutcome> = { kind: 'fold-fits', shared: work, open: openJob };
  const signals = new Map<number, AbortSignal | undefined>();
  try {
    await executor.run(job, fits, {
      signal,
      taskSignal: (index) => {
        const own = fitSignal?.(index);
        signals.set(index, own);
        return own;
      },
      onResult: onOutcome,
      onFailure: (index, error) => {
        const own = signals.get(index);
        if (!own?.aborted) throw error;
        onOutcome(index, { failure: (own.reason as Error).message });
      },
    });
  } finally {
    executor.release(job);
  }
}
