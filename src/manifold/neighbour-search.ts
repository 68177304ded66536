import { timeSlices } from '../event-loop.js';
import type { Matrix } from '../matrix.js';

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

/** By comparing all pairs of rows: rows^2 x columns operations. Of equally near rows the lower one is first. */
export const exactNeighbours: NeighbourSearch = async (X, k, signal) => {
  const { data, rows, columns } = X;
  const indices = new Int32Array(rows * k);
  const squared = new Float64Array(rows * k).fill(Number.POSITIVE_INFINITY);
  const slices = timeSlices();
  for (let i = 0; i < rows; i++) {
    if (slices.due()) await slices.pause();
    signal?.throwIfAborted();
    const first = i * k;
    const last = first + k - 1;
    for (let j = 0; j < rows; j++) {
      if (j === i) continue;
      const distance = squaredDistance(data, i * columns, j * columns, columns);
      if (!(distance < squared[last])) continue;
      let at = last;
      for (; at > first && squared[at - 1] > distance; at--) {
        squared[at] = squared[at - 1];
        indices[at] = indices[at - 1];
      }
      squared[at] = distance;
      indices[at] = j;
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
