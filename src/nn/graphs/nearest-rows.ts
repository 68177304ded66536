/** The nearest of a fixed set of rows, for rows that come block by block. */
import type { Engine } from '../../engine/engine.js';
import type { Matrix } from '../../matrix.js';

/** Rows whose products with all fixed rows are held at once: with 2048 of them, a share of the second-level cache. */
const BLOCK_ROWS = 32;

export interface NearestRows {
  /**
   * Writes for each of `rows` rows of x (an address) the indices of its k nearest fixed rows by Euclidean
   * distance, nearest first, the lower index first among equals. With `own`, x holds the fixed rows
   * themselves and none is its own neighbour. A row's result does not depend on the rows beside it.
   */
  find(rows: number, x: number, k: number, own: boolean, indices: number): void;
}

/** `address` holds the fixed rows. */
export function nearestRows(
  engine: Engine,
  address: number,
  { data, rows: fixed, columns }: Matrix,
): NearestRows {
  const { kernels, bytesPerFloat } = engine;
  const packed = engine.allocateFloats(kernels.packedBFloats(fixed, columns));
  const products = engine.allocateFloats(BLOCK_ROWS * fixed);
  const scratch = engine.allocateFloats(fixed + 4);
  const squares = engine.allocateFloats(fixed);
  const lengths = engine.floats(squares, fixed);
  for (let i = 0; i < fixed; i++) {
    let sum = 0;
    for (let p = i * columns; p < (i + 1) * columns; p++) sum += data[p] * data[p];
    lengths[i] = sum;
  }
  kernels.packB(true, fixed, columns, address, columns, packed);
  return {
    find(rows, x, k, own, indices) {
      for (let start = 0; start < rows; start += BLOCK_ROWS) {
        const block = Math.min(BLOCK_ROWS, rows - start);
        const from = x + start * columns * bytesPerFloat;
        kernels.gemmPacked(block, fixed, columns, from, columns, packed, products, fixed, 0);
        const to = indices + 4 * start * k;
        kernels.nearestCandidates(block, fixed, k, squares, products, fixed, own ? start : -1, scratch, to);
      }
    },
  };
}
