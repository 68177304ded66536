/**
 * Logits of softmax regression in 64 bits, one block of rows at a time in the memory of the kernels. The coefficients
 * are (columns + 1) x classes: the last row, the intercepts, is multiplied by a column of ones.
 */
import type { Engine } from '../engine/engine.js';
import type { Matrix } from '../matrix.js';

/** Doubles of X in a block: 64 KB, to fit into the second-level cache together with their logits. */
const BLOCK_DOUBLES = 8192;
/** Whole tiles of six and four rows. */
const ROW_STEP = 12;
const MOST_ROWS = 192;

export class SoftmaxBlock {
  /** Most rows of a block. */
  readonly rows: number;
  /** Classes, rounded up to an even number: the row stride of logits and coefficients. */
  readonly ld: number;
  /** (columns + 1) x ld; padded with zeros. */
  readonly coefficients: number;
  /** rows x ld */
  readonly logits: number;
  /** rows x (columns + 1): the block's X, with a one appended to each row. */
  readonly wide: number;
  readonly #narrow: number;

  constructor(
    readonly engine: Engine,
    readonly columns: number,
    readonly classes: number,
  ) {
    const fitting = Math.floor(BLOCK_DOUBLES / (columns + 1) / ROW_STEP) * ROW_STEP;
    this.rows = Math.min(MOST_ROWS, Math.max(ROW_STEP, fitting));
    this.ld = classes + (classes % 2);
    this.coefficients = engine.allocateDoubles((columns + 1) * this.ld);
    this.logits = engine.allocateDoubles(this.rows * this.ld);
    this.wide = engine.allocateDoubles(this.rows * (columns + 1));
    this.#narrow = engine.allocateFloats(this.rows * columns);
  }

  /** Computes the logits of `rows` rows of X from row `start` on. */
  load(X: Matrix, start: number, rows: number): void {
    const { engine, columns, ld } = this;
    const { kernels } = engine;
    const block = X.data.subarray(start * columns, (start + rows) * columns);
    engine.floats(this.#narrow, rows * columns).set(block);
    kernels.widenRows(rows, columns, this.#narrow, this.wide, columns + 1);
    const { wide, coefficients, logits } = this;
    kernels.gemmF64(false, rows, ld, columns + 1, wide, columns + 1, coefficients, ld, logits, ld, false);
  }

  /**
   * Sets the coefficients from `vectors`, each of `columns + 1`: one per class, or for two classes only that of the
   * second, with zeros for the first.
   */
  setVectors(vectors: Float64Array): void {
    const into = this.engine.doubles(this.coefficients, (this.columns + 1) * this.ld);
    this.#forEach((at, from) => {
      into[at] = vectors[from];
    });
  }

  /** Reads vectors from a matrix laid out like the coefficients. */
  readVectors(address: number, vectors: Float64Array): void {
    const from = this.engine.doubles(address, (this.columns + 1) * this.ld);
    this.#forEach((at, to) => {
      vectors[to] = from[at];
    });
  }

  #forEach(pair: (inMatrix: number, inVectors: number) => void): void {
    const first = this.classes === 2 ? 1 : 0;
    const width = this.columns + 1;
    for (let c = first; c < this.classes; c++) {
      for (let j = 0; j < width; j++) pair(j * this.ld + c, (c - first) * width + j);
    }
  }
}
