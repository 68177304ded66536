/** Import this for the fits of ensembles to be done in worker threads, one a core. */
import { availableParallelism } from 'node:os';
import { Tinypool } from 'tinypool';
import { type FitRunner, runFitsBy, runFitsHere } from '../../classifiers/cross-fitting/fit-runner.js';
import type { FoldFitResult } from '../../classifiers/cross-fitting/fold-fit.js';

/** The results are those of one thread: a fit depends on nothing but itself and the problem. */
const runFitsInThreads: FitRunner = async (entries, problem, fits, control) => {
  const wanted = Math.min(availableParallelism(), fits.length);
  if (wanted <= 1) return runFitsHere(entries, problem, fits, control);
  const { signal, onResult } = control;
  signal?.throwIfAborted();
  const pool = new Tinypool({
    filename: new URL('./fit-worker.js', import.meta.url).href,
    minThreads: wanted,
    maxThreads: wanted,
    workerData: problem,
  });
  try {
    const aborted = new Promise<never>((_, reject) => {
      signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
    });
    const done = fits.map(async (fit, index) => onResult(index, (await pool.run(fit)) as FoldFitResult));
    await Promise.race([Promise.all(done), aborted]);
  } finally {
    await pool.destroy();
  }
};

runFitsBy(runFitsInThreads);
