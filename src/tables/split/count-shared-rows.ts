/**
 * Counts test rows that are also training rows, which make scores look better than they are.
 */
import { InputError } from '../../errors.js';
import type { FeatureMatrix } from '../../matrix.js';

/**
 * The number of rows of `test` that equal some row of `train`, bit for bit in every feature. Rows are hashed and
 * equal hashes compared exactly: O(rows * columns) expected. Throws `InputError` if the two differ in width or
 * precision.
 */
export function countSharedRows(train: FeatureMatrix, test: FeatureMatrix): number {
  return rowsAmong(train, test).length;
}

/** The rows of `test` that `countSharedRows` counts, ascending. */
export function rowsAmong(train: FeatureMatrix, test: FeatureMatrix): Int32Array {
  const bytes = train.data.BYTES_PER_ELEMENT;
  if (train.columns !== test.columns || bytes !== test.data.BYTES_PER_ELEMENT) {
    throw new InputError(
      `rows of ${train.columns} columns of ${8 * bytes} bits and of ${test.columns} columns of ` +
        `${8 * test.data.BYTES_PER_ELEMENT} bits cannot be compared: prepare both with the same preparation`,
    );
  }
  const known = new RowSet(train);
  for (let row = 0; row < train.rows; row++) known.add(row);
  const words = bits(test);
  return Int32Array.from({ length: test.rows }, (_, row) => row).filter((row) => known.has(words, row));
}

/** Distinct rows of a matrix in an open-addressing hash table, at most half full. */
class RowSet {
  readonly #words: Uint32Array;
  readonly #width: number;
  /** Row index + 1; 0 is a free slot. */
  readonly #slots: Int32Array;
  readonly #mask: number;

  constructor(matrix: FeatureMatrix) {
    this.#words = bits(matrix);
    this.#width = (matrix.columns * matrix.data.BYTES_PER_ELEMENT) / Uint32Array.BYTES_PER_ELEMENT;
    const size = 2 ** Math.ceil(Math.log2(2 * matrix.rows + 2));
    this.#slots = new Int32Array(size);
    this.#mask = size - 1;
  }

  add(row: number): void {
    const slot = this.#find(this.#words, row);
    if (this.#slots[slot] === 0) this.#slots[slot] = row + 1;
  }

  has(words: Uint32Array, row: number): boolean {
    return this.#slots[this.#find(words, row)] !== 0;
  }

  /** The slot with an equal row, or the free slot for this one. */
  #find(words: Uint32Array, row: number): number {
    const start = row * this.#width;
    let slot = hash(words, start, this.#width) & this.#mask;
    while (this.#slots[slot] !== 0 && !this.#equal((this.#slots[slot] - 1) * this.#width, words, start)) {
      slot = (slot + 1) & this.#mask;
    }
    return slot;
  }

  #equal(own: number, words: Uint32Array, other: number): boolean {
    for (let i = 0; i < this.#width; i++) if (this.#words[own + i] !== words[other + i]) return false;
    return true;
  }
}

/** One word per 32-bit value, two per 64-bit value. */
function bits({ data }: FeatureMatrix): Uint32Array {
  return new Uint32Array(data.buffer, data.byteOffset, data.byteLength / Uint32Array.BYTES_PER_ELEMENT);
}

/** Multiplies and rotates for each word, then mixes: standardised floats differ mostly in low bits. */
function hash(words: Uint32Array, start: number, width: number): number {
  let state = 0x9e3779b9;
  for (let i = start; i < start + width; i++) {
    state = Math.imul(state ^ words[i], 0x85ebca6b);
    state = (state << 13) | (state >>> 19);
  }
  state = Math.imul(state ^ (state >>> 16), 0xc2b2ae35);
  return state ^ (state >>> 15);
}
