import { RandomStream } from '../engine/random/random-stream.js';
import type { TimeSlices } from '../event-loop.js';
import type { Matrix } from '../matrix.js';
import { principalScores } from './principal-scores.js';

/** Small compared with the kernel's width of 1, so that the first forces are almost linear. */
const DEVIATION = 1e-4;
/** With a second component below this share of the first, the points would stay on a line. */
const LEAST_PART = 1e-6;

/**
 * The initial layout (rows x 2), with a standard deviation of 1e-4 along the first axis: `pca`, the first two
 * principal components, which keep the global structure (Kobak & Berens, "The art of using t-SNE for single-cell
 * transcriptomics", 2019), or `random` normal numbers. A component without variance is random too.
 */
export async function initialLayout(
  X: Matrix,
  initialisation: 'pca' | 'random',
  seed: number,
  slices: TimeSlices,
): Promise<Float64Array> {
  const random = new RandomStream(seed, 'tsne');
  const layout = Float64Array.from({ length: 2 * X.rows }, () => DEVIATION * random.normal());
  if (initialisation === 'random') return layout;
  const scores = await principalScores(X, slices);
  const first = deviation(scores, 0);
  for (const axis of [0, 1]) {
    if (!(deviation(scores, axis) > LEAST_PART * first)) continue;
    for (let i = axis; i < layout.length; i += 2) layout[i] = (DEVIATION / first) * scores[i];
  }
  return layout;
}

/** Standard deviation of scores, whose mean is 0. */
function deviation(scores: Float64Array, axis: number): number {
  let squares = 0;
  for (let i = axis; i < scores.length; i += 2) squares += scores[i] ** 2;
  return Math.sqrt(squares / (scores.length / 2));
}
