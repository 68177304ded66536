/** Import this for the fits of ensembles to be done in worker threads, one a core. */
import { availableParallelism } from 'node:os';
import { type FitRunner, runFitsBy, runFitsHere } from '../../classifiers/cross-fitting/fit-runner.js';
import type { FoldFitResult } from '../../classifiers/cross-fitting/fold-fit.js';
import { withThreadPool } from '../thread-pool.js';

/** The results are those of one thread: a fit depends on nothing but itself and the problem. */
const runFitsInThreads: FitRunner = async (entries, problem, fits, control) => {
  const threads = Math.min(availableParallelism(), fits.length);
  if (threads <= 1) return runFitsHere(entries, problem, fits, control);
  const { signal, onResult } = control;
  signal?.throwIfAborted();
  const script = new URL('./fit-worker.js', import.meta.url);
  await withThreadPool({ script, threads, workerData: problem }, async (pool) => {
    const aborted = new Promise<never>((_, reject) => {
      signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
    });
    const done = fits.map(async (fit, index) => onResult(index, (await pool.run(fit)) as FoldFitResult));
    await Promise.race([Promise.all(done), aborted]);
  });
};

runFitsBy(runFitsInThreads);
