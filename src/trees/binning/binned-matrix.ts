/** A matrix encoded as small integers, for growing trees. */
import type { LevelGroups } from './level-groups.js';

/** Codes of one column; the width is the same for all columns. */
export type Codes = Uint8Array | Uint16Array | Uint32Array;

/** Values of one column, in the precision of the matrix. */
export type Values = Float32Array | Float64Array;

/**
 * Every value is encoded as the index of its bin; bins are in ascending order. A missing value (NaN) has the code
 * `bins[column]`, one above the last bin. The codes of a category column are those of `categories`, without an order.
 */
export class BinnedMatrix {
  #rowMajor: Codes | undefined;

  constructor(
    readonly rows: number,
    readonly columns: number,
    /** Column-major: the code of (row, column) is `codes[column * rows + row]`. */
    readonly codes: Codes,
    /** Number of bins of each column, missing values not counted. */
    readonly bins: Int32Array,
    /** Whether a column has a missing value. */
    readonly hasMissing: Uint8Array,
    /** Smallest and largest value in each bin of each column. */
    readonly lowest: readonly Values[],
    readonly highest: readonly Values[],
    /** Undefined if all columns are numbers. */
    readonly categories?: LevelGroups,
  ) {}

  /** The same codes, row-major (computed on first use): for passes over all columns of few rows. */
  rowMajorCodes(): Codes {
    if (this.#rowMajor !== undefined) return this.#rowMajor;
    const { rows, columns, codes } = this;
    const turned = codes.slice();
    for (let c = 0; c < columns; c++) {
      for (let r = 0; r < rows; r++) turned[r * columns + c] = codes[c * rows + r];
    }
    this.#rowMajor = turned;
    return turned;
  }

  /**
   * The threshold between bin `code` and the next occupied bin `next` of a column: the midpoint of the neighbouring
   * values. For 32-bit values it is rounded down to 32 bits, so that comparisons give the same result as with the
   * exact midpoint; the two bins are always separated. The largest float of the precision if all non-missing values
   * go left.
   */
  threshold(column: number, code: number, next: number): number {
    const highest = this.highest[column];
    const single = highest instanceof Float32Array;
    if (next >= this.bins[column]) return single ? LARGEST_FLOAT32 : Number.MAX_VALUE;
    return middleOf(highest[code], this.lowest[column][next], single);
  }
}

/**
 * The midpoint of two values, which `x <= midpoint` separates; with `single` rounded down to 32 bits, so that comparisons
 * of 32-bit values give the same result as with the exact midpoint.
 */
export function middleOf(below: number, above: number, single: boolean): number {
  const middle = below / 2 + above / 2;
  if (single) return floorToFloat32(middle);
  // There is no number between adjacent 64-bit floats.
  return middle >= below && middle < above ? middle : below;
}

/** The largest finite float: infinity could not be saved. */
export const LARGEST_FLOAT32 = (2 - 2 ** -23) * 2 ** 127;

const single = new Float32Array(1);
const bits = new Int32Array(single.buffer);

/** The largest 32-bit float that is not above x. */
function floorToFloat32(x: number): number {
  single[0] = x;
  if (single[0] <= x) return single[0];
  // The neighbour below: one step in the bits, away from zero for a negative number; below zero is -2^-149.
  if (single[0] === 0) bits[0] = 0x80000001 | 0;
  else bits[0] += single[0] > 0 ? -1 : 1;
  return single[0];
}
