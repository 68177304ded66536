/** Import this for the fits of ensembles to be done in worker threads, one a core. */
import {
  type FitRunner,
  runFitsBy,
  runFitsHere,
} from '../../classifiers/ensembles/cross-fitting/fit-runner.js';
import type { FoldFitResult } from '../../classifiers/ensembles/cross-fitting/fold-fit.js';
import { affordableThreads } from '../../platform/node/threads/affordable-threads.js';
import { ThreadJob } from '../../platform/node/threads/thread-pool.js';

/** The results are those of one thread: a fit depends on nothing but itself and the problem. */
const runFitsInThreads: FitRunner = async (entries, problem, fits, control) => {
  const threads = Math.min(affordableThreads(), fits.length);
  if (threads <= 1) return runFitsHere(entries, problem, fits, control);
  const { signal, onResult, secondsFor } = control;
  const job = new ThreadJob('ensemble-fits', problem, threads);
  const waiting = fits.entries();
  const slot = async () => {
    for (const [index, fit] of waiting) {
      const task = { ...fit, seconds: secondsFor?.(index, threads) };
      onResult(index, (await job.run(task, { signal })) as FoldFitResult);
    }
  };
  try {
    await Promise.all(Array.from({ length: threads }, slot));
  } finally {
    job.close();
  }
};

runFitsBy(runFitsInThreads);
