/** Matrices of few rows. */
import type { FeatureMatrix } from '../matrix.js';

/** Rows of a block. */
const BLOCK_ROWS = 256;
/** More rows are worth memory of their own. */
const MOST_ROWS = 16;

/**
 * Cuts matrices from blocks of zeros, no part of which is used twice: V8 takes longer to allocate memory for a matrix, and to
 * free it, than a row takes to be prepared. Matrices that are cut one after the other adjoin each other.
 */
export class RowMatrices {
  readonly #template: FeatureMatrix;
  #block: FeatureMatrix['data'];
  #at = 0;

  /** @param empty gives a matrix of zeros, and throws if it would be too large */
  constructor(private readonly empty: (rows: number) => FeatureMatrix) {
    this.#template = empty(0);
    this.#block = this.#template.data;
  }

  /** A matrix of zeros. Throws as `empty` does. */
  take(rows: number): FeatureMatrix {
    if (rows > MOST_ROWS) return this.empty(rows);
    const length = rows * this.#template.columns;
    if (this.#at + length > this.#block.length) {
      this.#block = this.empty(BLOCK_ROWS).data;
      this.#at = 0;
    }
    const data = this.#block.subarray(this.#at, this.#at + length);
    this.#at += length;
    return { ...this.#template, data, rows };
  }
}
