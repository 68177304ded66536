import type { Matrix } from '../matrix.js';
import { NearestNeighbours } from '../neighbours/nearest-neighbours.js';

/** Nearest rows of each row, itself left out. */
export interface RowNeighbours {
  readonly k: number;
  /** rows x k row numbers, the nearest first. */
  readonly indices: Int32Array;
  /** rows x k squared Euclidean distances. */
  readonly squared: Float64Array;
}

/**
 * Finds the k nearest other rows of each row of X, k from 1 to rows - 1. May throw the signal's reason when it
 * is aborted.
 */
export type NeighbourSearch = (X: Matrix, k: number, signal?: AbortSignal) => Promise<RowNeighbours>;

/** By comparing all pairs of rows. Of equally near rows the lower one is first. */
export const exactNeighbours: NeighbourSearch = async (X, k, signal) => {
  const search = await NearestNeighbours.create(X);
  const found = await search.nearest(X, k + 1, signal).finally(() => search.release());
  const indices = new Int32Array(X.rows * k);
  const squared = new Float64Array(X.rows * k);
  for (let row = 0; row < X.rows; row++) {
    const first = row * found.k;
    // Among many equal rows a row may not be one of its own k + 1 nearest: then the last is one too many.
    const own = found.indices.subarray(first, first + found.k).indexOf(row);
    for (let n = 0; n < k; n++) {
      const at = first + n + (own >= 0 && n >= own ? 1 : 0);
      indices[row * k + n] = found.indices[at];
      squared[row * k + n] = found.distances[at] ** 2;
    }
  }
  return { k, indices, squared };
};

/** Of the rows of `data` that start at `a` and `b`. */
export function squaredDistance(data: Float32Array, a: number, b: number, columns: number): number {
  let sum = 0;
  for (let c = 0; c < columns; c++) {
    const difference = data[a + c] - data[b + c];
    sum += difference * difference;
  }
  return sum;
}
