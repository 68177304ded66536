/** t-SNE: an embedding of rows in the plane that keeps neighbours together. */
import { checkFinite, checkShape } from '../check-matrix.js';
import { timeSlices } from '../event-loop.js';
import type { Matrix } from '../matrix.js';
import { jointAffinities } from './affinities.js';
import { descend } from './descent.js';
import { initialLayout } from './initial-layout.js';
import { LayoutGradient } from './layout-gradient.js';
import {
  NEIGHBOURS_PER_PERPLEXITY,
  perplexityFor,
  resolveOptions,
  type TsneOptions,
} from './tsne-options.js';

export interface TsneResult {
  /** rows x 2 */
  readonly embedding: Matrix;
  /** The perplexity used. */
  readonly perplexity: number;
  /** Set if the default perplexity was lowered. */
  readonly notice: string | undefined;
  /** KL(P || Q) at the last report of progress, without exaggeration; NaN if the fit was stopped before the first. */
  readonly divergence: number;
  /** Iterations done. */
  readonly iterations: number;
  /** Whether the signal stopped it; the embedding is then the layout so far. */
  readonly aborted: boolean;
}

/**
 * Barnes-Hut t-SNE (van der Maaten, "Accelerating t-SNE using tree-based algorithms", 2014): joint probabilities P of
 * the rows from their 3 x perplexity nearest neighbours, Q of the points of the plane by Student's t with one degree
 * of freedom, and gradient descent on KL(P || Q). Defaults are those of `sklearn.manifold.TSNE`, but it always does
 * all iterations. The cost is not convex: another seed or perplexity gives another map, and distances between
 * separate clusters mean little. Equal seeds give equal bits.
 *
 * Columns should be on one scale (standardised); with hundreds of columns about 50 principal components are faster
 * and as good.
 *
 * @throws InputError for an X that is empty or not finite or has fewer than 4 rows, a perplexity that needs more
 *   rows, other options out of range, and a descent that diverged.
 */
export async function tsne(X: Matrix, options: TsneOptions = {}): Promise<TsneResult> {
  checkShape(X);
  checkFinite(X);
  const { perplexity, notice } = perplexityFor(X.rows, options.perplexity);
  const { search, theta, initialisation, seed, ...descent } = resolveOptions(X.rows, options);
  const { onProgress, signal } = options;
  const slices = timeSlices();
  const layout = await initialLayout(X, initialisation, seed, slices);
  let done = 0;
  let divergence = Number.NaN;
  try {
    const k = Math.min(X.rows - 1, Math.floor(NEIGHBOURS_PER_PERPLEXITY * perplexity + 1));
    const affinities = await jointAffinities(await search(X, k, signal), perplexity, slices, signal);
    const gradient = new LayoutGradient(affinities, theta);
    ({ done, divergence } = await descend(layout, gradient, { ...descent, onProgress, signal }));
  } catch (error) {
    // Stopped before the first iteration: return the initial layout.
    if (!(signal?.aborted && error === signal.reason)) throw error;
  }
  return {
    embedding: { data: Float32Array.from(layout), rows: X.rows, columns: 2 },
    perplexity,
    notice,
    divergence,
    iterations: done,
    aborted: done < descent.iterations,
  };
}
