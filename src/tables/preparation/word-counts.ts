/** Counts of the strings of a text column, for its type and categories. */
import type { TextColumn } from '../table.js';

export interface WordCounts {
  /** The distinct strings that occur, in dictionary order. */
  readonly words: readonly string[];
  /** The number of cells with each of `words`. */
  readonly counts: readonly number[];
  /** Cells with and without a value. */
  readonly present: number;
  readonly missing: number;
}

/** Counts the cells of `column` at `rows`; unused dictionary entries are dropped. */
export function countWords(column: TextColumn, rows: Int32Array): WordCounts {
  const cells = new Int32Array(column.dictionary.length);
  let missing = 0;
  for (let i = 0; i < rows.length; i++) {
    const code = column.codes[rows[i]];
    if (code < 0) missing++;
    else cells[code]++;
  }
  const words: string[] = [];
  const counts: number[] = [];
  for (let code = 0; code < cells.length; code++) {
    if (cells[code] === 0) continue;
    words.push(column.dictionary[code]);
    counts.push(cells[code]);
  }
  return { words, counts, present: rows.length - missing, missing };
}

/** The counts without the words that stand for a missing cell. */
export function presentWords(all: WordCounts, isMissing: (word: string) => boolean): WordCounts {
  const isPresent = all.words.map((word) => !isMissing(word));
  if (!isPresent.includes(false)) return all;
  const counts = all.counts.filter((_, i) => isPresent[i]);
  const present = counts.reduce((sum, count) => sum + count, 0);
  return {
    words: all.words.filter((_, i) => isPresent[i]),
    counts,
    present,
    missing: all.missing + all.present - present,
  };
}
