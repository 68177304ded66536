/** Ranks the values of columns among their distinct values, by radix sort if there are many. */
import { isConstant } from '../../tables/preparation/moments.js';
import type { Values } from './binned-matrix.js';

/** From this many rows on, counting 2^16 digits is faster than comparing. */
const RADIX_ROWS = 8192;
const DIGITS = 65536;

/** Keeps the memory that sorting needs from column to column. */
export class ColumnRanker {
  readonly #order: Int32Array;
  readonly #spare: Int32Array;
  /** The words of the values, most significant first, as unsigned integers in the order of the values. */
  readonly #words: readonly Uint32Array[];
  readonly #counts = new Uint32Array(DIGITS);

  /** @param like an array in the precision of the columns */
  constructor(
    readonly rows: number,
    like: Values,
  ) {
    const length = rows >= RADIX_ROWS ? rows : 0;
    this.#order = new Int32Array(length);
    this.#spare = new Int32Array(length);
    const words = like instanceof Float64Array ? 2 : 1;
    this.#words = Array.from({ length: words }, () => new Uint32Array(length));
  }

  /**
   * Writes the rank of each value among the distinct ones, which are returned ascending; that of NaN is their number. Of 64-bit
   * values that are constant up to rounding (`isConstant`) only the smallest counts, and all have rank 0.
   */
  rank(values: Values, ranks: Uint32Array): Values {
    return this.rows >= RADIX_ROWS ? this.#byRadix(values, ranks) : byComparison(values, ranks);
  }

  #byRadix(values: Values, ranks: Uint32Array): Values {
    const order = this.#sort(values);
    let present = values.length;
    while (present > 0 && Number.isNaN(values[order[present - 1]])) present--;
    const distinct = values.slice(0, present) as Values;
    const constant =
      present > 0 && isConstantUpToRounding(values[order[0]], values[order[present - 1]], values);
    let count = 0;
    for (let i = 0; i < present; i++) {
      const row = order[i];
      const value = values[row];
      if (count === 0 || (!constant && value > distinct[count - 1])) distinct[count++] = value;
      ranks[row] = count - 1;
    }
    for (let i = present; i < values.length; i++) ranks[order[i]] = count;
    return distinct.slice(0, count) as Values;
  }

  /** The rows in the order of their values, NaN last. */
  #sort(values: Values): Int32Array {
    writeWords(values, this.#words);
    let [order, spare] = [this.#order, this.#spare];
    for (let i = 0; i < order.length; i++) order[i] = i;
    // The least significant digit first: each pass keeps the order of the passes before.
    for (const words of this.#words.toReversed()) {
      for (const shift of [0, 16]) {
        if (!this.#countDigits(words, shift)) continue;
        const starts = this.#counts;
        for (let i = 0; i < order.length; i++) {
          const row = order[i];
          spare[starts[(words[row] >>> shift) & 0xffff]++] = row;
        }
        [order, spare] = [spare, order];
      }
    }
    return order;
  }

  /** Writes where the rows of each digit begin; false if all rows have the same one. */
  #countDigits(words: Uint32Array, shift: number): boolean {
    const counts = this.#counts.fill(0);
    for (let i = 0; i < words.length; i++) counts[(words[i] >>> shift) & 0xffff]++;
    if (counts[(words[0] >>> shift) & 0xffff] === words.length) return false;
    let start = 0;
    for (let digit = 0; digit < DIGITS; digit++) {
      const count = counts[digit];
      counts[digit] = start;
      start += count;
    }
    return true;
  }
}

/**
 * Unsigned integers in the order of the floats: positive ones with the sign bit set, negative ones with all bits turned.
 * NaN is largest, whatever its sign.
 */
function writeWords(values: Values, words: readonly Uint32Array[]): void {
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length * words.length);
  const last = words.length - 1;
  for (let i = 0; i < values.length; i++) {
    const isMissing = Number.isNaN(values[i]);
    // Little-endian: the most significant word is the last one.
    const high = bits[i * words.length + last];
    const turned = high >>> 31 === 1;
    words[0][i] = isMissing ? 0xffffffff : turned ? ~high : high | 0x80000000;
    if (last === 1) words[1][i] = isMissing ? 0xffffffff : turned ? ~bits[2 * i] : bits[2 * i];
  }
}

function isConstantUpToRounding(smallest: number, largest: number, like: Values): boolean {
  return like instanceof Float64Array && isConstant(smallest, largest);
}

/** Sorts a copy and looks each value up. */
function byComparison(values: Values, ranks: Uint32Array): Values {
  const sorted = values.slice().sort() as Values;
  let present = sorted.length;
  while (present > 0 && Number.isNaN(sorted[present - 1])) present--;
  const constant = present > 0 && isConstantUpToRounding(sorted[0], sorted[present - 1], values);
  const distinct = constant
    ? sorted.slice(0, 1)
    : sorted.subarray(0, present).filter((value, i) => i === 0 || value > sorted[i - 1]);
  for (let r = 0; r < values.length; r++) {
    const x = values[r];
    let low = 0;
    let high = distinct.length - 1;
    if (Number.isNaN(x)) low = high = distinct.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (distinct[middle] < x) low = middle + 1;
      else high = middle;
    }
    ranks[r] = Math.max(0, low);
  }
  return distinct as Values;
}
