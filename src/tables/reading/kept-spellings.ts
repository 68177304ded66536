/** How the numbers of a column were typed, for output that repeats the text of the input. */
import type { NumberSpellings } from '../table.js';
import { isPadded, spell, VERBATIM } from './spelling.js';

export class KeptSpellings implements NumberSpellings {
  readonly padded: boolean;
  readonly isUniform: boolean;
  /** One code for each row, or the one that all rows have. */
  readonly #codes: number | Uint8Array;
  /** The rows whose code is `VERBATIM`, ascending, and their texts. */
  readonly #verbatimRows: Uint32Array;
  readonly #verbatimTexts: readonly string[];

  constructor(codes: number | Uint8Array, verbatimRows: Uint32Array, verbatimTexts: readonly string[]) {
    this.padded = typeof codes === 'number' ? isPadded(codes) : codes.some(isPadded);
    this.isUniform = typeof codes === 'number' && codes !== VERBATIM;
    this.#codes = codes;
    this.#verbatimRows = verbatimRows;
    this.#verbatimTexts = verbatimTexts;
  }

  textOf(row: number, value: number): string {
    const code = typeof this.#codes === 'number' ? this.#codes : this.#codes[row];
    return code === VERBATIM ? this.#verbatimTexts[this.#verbatimIndex(row)] : spell(value, code);
  }

  #verbatimIndex(row: number): number {
    const rows = this.#verbatimRows;
    let low = 0;
    let high = rows.length - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (rows[middle] < row) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
