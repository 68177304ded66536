import { checkFinite, checkShape } from '../check-matrix.js';
import { InputError } from '../errors.js';
import type { Matrix } from '../matrix.js';
import { exactNeighbours } from '../neighbours/row-neighbours.js';

/**
 * The trustworthiness of an embedding: how far its neighbours are neighbours in X, from 0 to 1 (Venna & Kaski,
 * "Neighborhood preservation in nonlinear projection methods", 2001), as `sklearn.manifold.trustworthiness`:
 *
 *   1 - 2 / (n k (2n - 3k - 1)) sum over rows i and their k nearest j in the map of max(0, r(i,j) - k)
 *
 * with r(i,j) the rank of j by its distance from i in X; ties have the lowest rank.
 *
 * @param k neighbours, below half of the rows; default 5
 * @throws InputError for different numbers of rows, values that are not finite, or a k out of range.
 */
export async function trustworthiness(X: Matrix, embedding: Matrix, k = 5): Promise<number> {
  for (const matrix of [X, embedding]) {
    checkShape(matrix);
    checkFinite(matrix);
  }
  const n = X.rows;
  if (embedding.rows !== n) throw new InputError(`embedding has ${embedding.rows} rows, but X has ${n}`);
  if (!Number.isInteger(k) || k < 1 || k >= n / 2) {
    throw new InputError(`k must be an integer from 1 to less than half of the ${n} rows, but it is ${k}`);
  }
  const { indices } = await exactNeighbours(embedding, k);
  let excess = 0;
  for (let i = 0; i < n; i++) {
    const distances = Float64Array.from({ length: n }, (_, j) =>
      squaredDistance(X.data, i * X.columns, j * X.columns, X.columns),
    );
    distances[i] = Number.POSITIVE_INFINITY;
    const ascending = distances.toSorted();
    for (const j of indices.subarray(i * k, (i + 1) * k)) {
      excess += Math.max(0, firstPlace(ascending, distances[j]) + 1 - k);
    }
  }
  return 1 - (2 / (n * k * (2 * n - 3 * k - 1))) * excess;
}

/** First position of `value` among values in ascending order, by bisection. */
function firstPlace(ascending: Float64Array, value: number): number {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ascending[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Squared distance of the rows of `data` that start at `a` and `b`. */
function squaredDistance(data: Float32Array, a: number, b: number, columns: number): number {
  let sum = 0;
  for (let c = 0; c < columns; c++) {
    const difference = data[a + c] - data[b + c];
    sum += difference * difference;
  }
  return sum;
}
