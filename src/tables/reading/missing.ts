/**
 * Which cells count as missing. The words of delimited text are the common part of the default `na_values` of
 * pandas.read_csv, plus `?` as the UCI repository writes it. JSON and Parquet are typed and have a null, so only the
 * words that the caller gives have a special meaning there.
 */
import { InputError } from '../../errors.js';
import { quote } from '../../text/name-list.js';
import { parseNumber } from '../../text/number-text.js';
import type { Column } from '../table.js';

/** Case matters; spaces and tabs around the word do not. A quoted word is a text, but a quoted empty cell is missing. */
export const MISSING_WORDS: readonly string[] = ['', 'NA', 'N/A', 'NaN', 'nan', 'null', 'NULL', 'None', '?'];

export interface MissingOptions {
  /**
   * Further words for missing cells, in every format and also if quoted; a number such as `-999` means every cell of that
   * value. Default: none.
   */
  readonly missing?: readonly string[];
  /** Words that are not missing, such as `None`. Default: none. */
  readonly keepWords?: readonly string[];
}

export class MissingWords {
  readonly #given: ReadonlySet<string>;
  readonly #givenNumbers: ReadonlySet<number>;
  /** Words as strings of bytes; true if a quoted one is missing too. */
  readonly #words = new Map<string, boolean>();
  readonly #found = new Set<string>();
  readonly #foundNumbers = new Set<number>();
  readonly #isInitial = new Uint8Array(256);
  #longest = 0;

  /** Throws `InputError` for words that are not texts, are empty, or are in both lists. */
  constructor(options: MissingOptions = {}) {
    const given = checkWords('missing', options.missing);
    const kept = new Set(checkWords('keepWords', options.keepWords));
    const both = given.find((word) => kept.has(word));
    if (both !== undefined) {
      throw new InputError(
        `${quote(both)} is in missing (--missing) and in keepWords (--keep-words): drop it from one of them`,
      );
    }
    this.#given = new Set(given);
    this.#givenNumbers = new Set(given.map(parseNumber).filter((value) => !Number.isNaN(value)));
    const words = [...MISSING_WORDS.filter((word) => word !== '' && !kept.has(word)), ...given];
    for (const word of words) {
      const bytes = bytesOf(word);
      this.#words.set(bytes, this.#given.has(word));
      this.#isInitial[bytes.charCodeAt(0)] = 1;
      this.#longest = Math.max(this.#longest, bytes.length);
    }
  }

  /** Whether the cell `bytes[start, end)` of delimited text, without surrounding blanks, is missing. */
  has(bytes: Uint8Array, start: number, end: number, isQuoted: boolean): boolean {
    if (start === end) return true;
    if (end - start > this.#longest || this.#isInitial[bytes[start]] === 0) return false;
    let word = '';
    for (let i = start; i < end; i++) word += String.fromCharCode(bytes[i]);
    const quotedToo = this.#words.get(word);
    if (quotedToo) this.#found.add(word);
    return quotedToo !== undefined && (quotedToo || !isQuoted);
  }

  /** The caller's words for missing cells that none of the cells looked at by `has` and `mark` was. */
  notFound(): string[] {
    return [...this.#given].filter(
      (word) => !this.#found.has(bytesOf(word)) && !this.#foundNumbers.has(parseNumber(word)),
    );
  }

  /** Makes the cells missing that the caller's own words stand for; the arrays of the columns are changed. */
  mark(columns: readonly Column[]): void {
    if (this.#given.size === 0) return;
    for (const column of columns) {
      if (column.kind === 'text') {
        const isGiven = column.dictionary.map((word) => this.#given.has(word.trim()));
        if (!isGiven.includes(true)) continue;
        const { codes } = column;
        for (let row = 0; row < codes.length; row++) {
          if (!isGiven[codes[row]]) continue;
          this.#found.add(bytesOf(column.dictionary[codes[row]].trim()));
          codes[row] = -1;
        }
      } else if (this.#givenNumbers.size > 0) {
        const { values } = column;
        for (let row = 0; row < values.length; row++) {
          if (!this.#givenNumbers.has(values[row])) continue;
          this.#foundNumbers.add(values[row]);
          values[row] = Number.NaN;
        }
      }
    }
  }
}

/** The UTF-8 bytes of a word, as a string of one character each. */
function bytesOf(word: string): string {
  return String.fromCharCode(...new TextEncoder().encode(word));
}

function checkWords(option: string, words: readonly string[] = []): string[] {
  const list: readonly unknown[] = Array.isArray(words) ? words : [words];
  return list.map((word) => {
    const trimmed = typeof word === 'string' ? word.trim() : '';
    if (trimmed !== '') return trimmed;
    throw new InputError(
      `${option} holds ${JSON.stringify(word)}: give words, each a text that is not empty`,
      { optionNames: [option] },
    );
  });
}
