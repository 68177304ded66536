/** The fits of a search in worker threads, as many at a time as asked for. */
import { availableParallelism } from 'node:os';
import { Tinypool } from 'tinypool';
import type { FoldFit, FoldScore } from '../../pipeline/tuning/fold-score.js';
import { type FoldRunner, runFoldsHere } from '../../pipeline/tuning/grid-search.js';

/**
 * A runner for `tuning.run`. The table goes to each thread once. The scores are the same as in one
 * thread: a fit depends on nothing but its candidate and its fold.
 *
 * @param threads default: one a core
 */
export function foldThreads(threads: number = availableParallelism()): FoldRunner {
  return async (work, fits, control) => {
    const wanted = Math.min(threads, fits.length);
    if (wanted <= 1) return runFoldsHere(work, fits, control);
    const { signal, onScore } = control;
    signal?.throwIfAborted();
    const pool = new Tinypool({
      filename: new URL('./fold-worker.js', import.meta.url).href,
      minThreads: wanted,
      maxThreads: wanted,
      workerData: work,
    });
    try {
      const aborted = new Promise<never>((_, reject) => {
        signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
      });
      const scored = fits.map(async (fit: FoldFit, index) =>
        onScore(index, (await pool.run(fit)) as FoldScore),
      );
      await Promise.race([Promise.all(scored), aborted]);
    } finally {
      await pool.destroy();
    }
  };
}
