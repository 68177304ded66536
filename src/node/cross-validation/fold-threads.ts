/** The fits of a search or a comparison in worker threads, as many at a time as asked for. */
import { availableParallelism } from 'node:os';
import type { FoldOutcome } from '../../pipeline/cross-validation/fold-fit.js';
import { type FoldRunner, runFoldsHere, workOff } from '../../pipeline/cross-validation/run-folds.js';
import { affordableThreads } from '../../platform/node/threads/affordable-threads.js';
import { ThreadJob } from '../../platform/node/threads/thread-pool.js';

/**
 * A runner for `tuning.run` and for comparisons. The table goes to each thread once. The predictions are the same
 * as in one thread: a fit depends on nothing but its own description and the table.
 *
 * @param threads default: one a core
 */
export function foldThreads(threads: number = availableParallelism()): FoldRunner {
  return async (work, fits, control) => {
    const wanted = Math.min(affordableThreads(threads), fits.length);
    if (wanted <= 1) return runFoldsHere(work, fits, control);
    const job = new ThreadJob('fold-fits', work, wanted);
    try {
      await workOff(fits, wanted, control, (fit, signal) => job.run(fit, { signal }) as Promise<FoldOutcome>);
    } finally {
      job.close();
    }
  };
}
