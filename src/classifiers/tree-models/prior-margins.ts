/** The margins before the first tree: those of the classes' shares. */
import type { ValuesProblem } from '../contract/fitted-model.js';

/** As in scikit-learn, shares are kept this far from 0 and 1: the 32-bit machine epsilon. */
const CLIP = 2 ** -23;

/** Log-odds of the second of two classes, or the logarithm of each class's share of the weight. */
export function priorMargins({ y, classes, weights }: ValuesProblem): Float32Array {
  const shares = new Float64Array(classes);
  y.forEach((c, row) => {
    shares[c] += weights?.[row] ?? 1;
  });
  const total = shares.reduce((sum, share) => sum + share, 0);
  const clipped = shares.map((share) => Math.max(CLIP, Math.min(1 - CLIP, share / total)));
  if (classes > 2) return Float32Array.from(clipped, Math.log);
  return Float32Array.of(Math.log(clipped[1] / (1 - clipped[1])));
}
