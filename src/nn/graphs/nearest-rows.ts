/** The nearest of a fixed set of rows, for queries in blocks. */
import type { Engine } from '../../engine/engine.js';
import { packedProduct } from '../../engine/matrix-product.js';
import { timeSlices } from '../../event-loop.js';
import type { Matrix } from '../../matrix.js';

/** Queries per block: their products with 2048 fixed rows fit into the second-level cache. */
const BLOCK_ROWS = 32;

export interface NearestRows {
  /**
   * Writes for each of `rows` rows of x (an address) the indices of its k nearest fixed rows by Euclidean distance,
   * nearest first, of ties the lower index first. A row's result does not depend on other rows.
   */
  find(rows: number, x: number, k: number, indices: number): void;
  /** The same for the fixed rows themselves, excluding each row itself; lets the event loop run. */
  findAmongThemselves(k: number, indices: number): Promise<void>;
}

/** `address` holds the fixed rows. */
export function nearestRows(
  engine: Engine,
  address: number,
  { data, rows: fixed, columns }: Matrix,
): NearestRows {
  const { kernels, bytesPerFloat } = engine;
  const withFixed = packedProduct(engine, { transposeB: true, n: fixed, k: columns });
  const products = engine.allocateFloats(BLOCK_ROWS * fixed);
  const scratch = engine.allocateFloats(4 * (fixed + 4));
  const squares = engine.allocateFloats(fixed);
  const lengths = engine.floats(squares, fixed);
  for (let i = 0; i < fixed; i++) {
    let sum = 0;
    for (let p = i * columns; p < (i + 1) * columns; p++) sum += data[p] * data[p];
    lengths[i] = sum;
  }
  withFixed.pack(address);
  const findBlock = (rows: number, x: number, k: number, own: number, indices: number) => {
    withFixed.multiply(rows, x, products);
    kernels.nearestCandidates(rows, fixed, k, squares, products, fixed, own, scratch, indices);
  };
  const rowBytes = columns * bytesPerFloat;
  return {
    find(rows, x, k, indices) {
      for (let start = 0; start < rows; start += BLOCK_ROWS) {
        const block = Math.min(BLOCK_ROWS, rows - start);
        findBlock(block, x + start * rowBytes, k, -1, indices + 4 * start * k);
      }
    },

    async findAmongThemselves(k, indices) {
      const slices = timeSlices();
      for (let start = 0; start < fixed; start += BLOCK_ROWS) {
        if (slices.due()) await slices.pause();
        const block = Math.min(BLOCK_ROWS, fixed - start);
        findBlock(block, address + start * rowBytes, k, start, indices + 4 * start * k);
      }
    },
  };
}
