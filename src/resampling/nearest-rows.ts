/** Exact nearest neighbours of a row among some rows of a matrix, by Euclidean distance in 64 bits. */
import type { Matrix } from '../matrix.js';

/** So many squared differences are added between two looks at whether the row is too far already. */
const STRIDE = 16;

/**
 * The `k` nearest of `candidates` (row numbers of X) to the candidate at position `own`, which is no
 * neighbour of itself; nearest first, of equal distances the earlier candidate first. Fewer than `k` where
 * there are no more.
 */
export function nearestRows(X: Matrix, candidates: Int32Array, own: number, k: number): Int32Array {
  const wanted = Math.min(k, candidates.length - 1);
  const nearest = new Int32Array(wanted);
  const distances = new Float64Array(wanted).fill(Number.POSITIVE_INFINITY);
  const from = candidates[own] * X.columns;
  let found = 0;
  candidates.forEach((row, position) => {
    if (position === own) return;
    const distance = squaredDistance(X, from, row * X.columns, distances[wanted - 1]);
    if (found === wanted && distance >= distances[wanted - 1]) return;
    let at = Math.min(found, wanted - 1);
    for (; at > 0 && distances[at - 1] > distance; at--) {
      distances[at] = distances[at - 1];
      nearest[at] = nearest[at - 1];
    }
    distances[at] = distance;
    nearest[at] = row;
    if (found < wanted) found++;
  });
  return nearest;
}

/** Exact up to `limit`; some number that is not below it where the distance is not. */
function squaredDistance({ data, columns }: Matrix, a: number, b: number, limit: number): number {
  let sum = 0;
  for (let start = 0; start < columns && sum <= limit; start += STRIDE) {
    const end = Math.min(columns, start + STRIDE);
    for (let c = start; c < end; c++) {
      const difference = data[a + c] - data[b + c];
      sum += difference * difference;
    }
  }
  return sum;
}
