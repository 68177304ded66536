/** How the levels of category columns become codes that fit in a byte. */
import { InputError } from '../../errors.js';
import type { FeatureMatrix } from '../../matrix.js';

/** Most codes of a column: with one for unknown levels, the sets of a split have at most 256 members. */
export const MOST_LEVEL_CODES = 255;

const BITS_A_WORD = 32;

/** The arrays of `LevelGroups`, as they are saved. */
export interface LevelGroupArrays {
  /** Levels of each column, 0 for a column of numbers. */
  readonly levels: Int32Array;
  /** The code of every level of the columns with more than `MOST_LEVEL_CODES` levels, one column after the other. */
  readonly groups: Int32Array;
}

/**
 * A level of a column with up to 255 levels is its own code. Of more levels, the 254 most frequent of the training
 * rows have a code each, and all others share one. A value that is not a level has the code `codes(column)`.
 */
export class LevelGroups {
  /** Where the codes of a column begin in `groups`; -1 for a column whose levels are the codes. */
  readonly #begin: Int32Array;

  constructor(readonly arrays: LevelGroupArrays) {
    let begin = 0;
    this.#begin = arrays.levels.map((levels) => {
      if (levels <= MOST_LEVEL_CODES) return -1;
      begin += levels;
      return begin - levels;
    });
  }

  /**
   * The groups of the category columns of X, undefined if it has none.
   *
   * @throws InputError for a value that is not a code of a level
   */
  static of(X: FeatureMatrix): LevelGroups | undefined {
    const { categories } = X;
    if (categories === undefined || categories.every((levels) => levels === null)) return undefined;
    const groups: Int32Array[] = [];
    categories.forEach((levels, column) => {
      if (levels === null) return;
      const rowsOf = countRows(X, column, levels);
      if (levels > MOST_LEVEL_CODES) groups.push(mostFrequent(rowsOf));
    });
    return new LevelGroups({
      levels: Int32Array.from(categories, (levels) => levels ?? 0),
      groups: Int32Array.from(groups.flatMap((codes) => [...codes])),
    });
  }

  has(column: number): boolean {
    return this.arrays.levels[column] > 0;
  }

  /** Number of codes of a category column. */
  codes(column: number): number {
    return Math.min(this.arrays.levels[column], MOST_LEVEL_CODES);
  }

  /** The code of a value of a category column. */
  code(column: number, value: number): number {
    const { levels, groups } = this.arrays;
    if (!(value >= 0 && value < levels[column] && Number.isInteger(value))) return this.codes(column);
    const begin = this.#begin[column];
    return begin < 0 ? value : groups[begin + value];
  }

  /** Length of a set of codes of a column, with a bit for unknown levels. */
  words(column: number): number {
    return wordsFor(this.codes(column));
  }

  /** Why saved arrays are not valid for this many columns; undefined if they are. */
  static defect({ levels, groups }: LevelGroupArrays, columns: number): string | undefined {
    if (levels.length !== columns) return `there are levels of ${levels.length} columns, not of ${columns}`;
    if (levels.some((count) => count < 0)) return 'a column has less than 0 levels';
    const grouped = levels.reduce((sum, count) => sum + (count > MOST_LEVEL_CODES ? count : 0), 0);
    if (grouped !== groups.length) return `there are groups of ${groups.length} levels, not of ${grouped}`;
    const bad = groups.find((code) => code < 0 || code >= MOST_LEVEL_CODES);
    return bad === undefined ? undefined : `a level is in group ${bad} of ${MOST_LEVEL_CODES}`;
  }
}

/** Number of words of a set of codes and the one for unknown levels. */
export function wordsFor(codes: number): number {
  return Math.ceil((codes + 1) / BITS_A_WORD);
}

/** Whether the set that begins at a word has this code. */
export function inSet(sets: Int32Array, at: number, code: number): boolean {
  return ((sets[at + (code >> 5)] >>> (code & 31)) & 1) === 1;
}

function countRows({ data, rows, columns }: FeatureMatrix, column: number, levels: number): Int32Array {
  const counts = new Int32Array(levels);
  for (let row = 0; row < rows; row++) {
    const level = data[row * columns + column];
    if (!(level >= 0 && level < levels && Number.isInteger(level))) {
      throw new InputError(
        `X is ${level} at row ${row}, column ${column}, which has categories: give codes from 0 to ${levels - 1}`,
      );
    }
    counts[level]++;
  }
  return counts;
}

/** The most frequent levels, of ties the first, have a code each in their order, the others the last code. */
function mostFrequent(rowsOf: Int32Array): Int32Array {
  const rest = MOST_LEVEL_CODES - 1;
  const order = Array.from(rowsOf.keys()).sort((a, b) => rowsOf[b] - rowsOf[a] || a - b);
  const codes = new Int32Array(rowsOf.length).fill(rest);
  order
    .slice(0, rest)
    .sort((a, b) => a - b)
    .forEach((level, code) => {
      codes[level] = code;
    });
  return codes;
}
