/** Matrices of few rows. */
import { type FeatureMatrix, floatsLike } from '../matrix.js';

/** Values of a block. */
const BLOCK_VALUES = 4096;
/** A larger part of a block is worth memory of its own. */
const MOST_PARTS = 16;

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
    const length = rows * this.#template.columns;
    if (length * MOST_PARTS > BLOCK_VALUES) return this.empty(rows);
    if (this.#at + length > this.#block.length) {
      this.#block = floatsLike(this.#template.data, BLOCK_VALUES);
      this.#at = 0;
    }
    const data = this.#block.subarray(this.#at, this.#at + length);
    this.#at += length;
    return { ...this.#template, data, rows };
  }
}
