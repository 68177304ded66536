/** Reads ordered levels as numbers. */
import { countOf, listNames, quote } from '../../../text/name-list.js';
import { canonicalNumber } from '../../../text/number-text.js';
import type { Column } from '../../table.js';
import { cellsFromWords } from '../numeric-cells.js';
import type { Remark } from '../remarks.js';
import { unreadCells } from '../unread-cells.js';
import { countWords } from '../word-counts.js';
import { rangeMiddle } from './ranges.js';
import { type Levels, levelSpelling, MOST_LEVELS } from './word-scales.js';

/**
 * The number of a level: its index in `levels`, or the middle of a range; NaN for other words. Levels match exactly,
 * else by `levelSpelling`, if all are different by that too.
 */
export function levelReader(levels: Levels | undefined): (word: string) => number {
  if (levels === undefined) return rangeMiddle;
  const exact = new Map<string, number>();
  const loose = new Map<string, number>();
  levels.forEach((spellings, rank) => {
    for (const word of spellings) {
      exact.set(word.trim().normalize(), rank);
      // Two levels of one spelling are told apart by their exact words only.
      loose.set(levelSpelling(word), (loose.get(levelSpelling(word)) ?? rank) === rank ? rank : Number.NaN);
    }
  });
  return (word) => exact.get(word.trim().normalize()) ?? loose.get(levelSpelling(word)) ?? Number.NaN;
}

/** One number per row, NaN if missing. Words of `rows` that are not levels are missing too, with a remark. */
export function ordinalCells(
  levels: Levels | undefined,
  column: Column,
  rows: Int32Array,
  isMissing: (word: string) => boolean,
): { readonly cells: Float32Array | Float64Array; readonly remarks: Remark[]; readonly unread: number } {
  if (column.kind === 'numeric' && levels === undefined)
    return { cells: column.values, remarks: [], unread: 0 };
  const read = levelReader(levels);
  const cells =
    column.kind === 'text'
      ? cellsFromWords(column, read)
      : Float64Array.from(column.values, (value) =>
          Number.isNaN(value) ? value : read(canonicalNumber(value)),
        );
  const { count, texts } = unreadCells(column, cells, rows, isMissing);
  const what = levels === undefined ? 'not a range or number' : 'not one of its ordered levels';
  const remark: Remark = {
    about: `levels of ${column.name}`,
    counts: [count],
    examples: texts,
    text: ({ counts: [unread], examples }) =>
      unread > 0
        ? `column ${quote(column.name)}: ${countOf(unread, 'cell')} with a word that is ${what}, treated as missing: ` +
          listNames(examples)
        : undefined,
  };
  return { cells, unread: count, remarks: [remark] };
}

/**
 * The most frequent word of each level that occurs in `rows`, from the lowest; undefined for a column of numbers, and for
 * more than `MOST_LEVELS` levels.
 */
export function levelWords(
  levels: Levels | undefined,
  column: Column,
  rows: Int32Array,
): string[] | undefined {
  if (column.kind === 'numeric') return undefined;
  const read = levelReader(levels);
  const { words, counts } = countWords(column, rows);
  const found = new Map<number, { readonly word: string; readonly count: number }>();
  words.forEach((word, i) => {
    const rank = read(word);
    const known = found.get(rank);
    if (!Number.isNaN(rank) && (known === undefined || counts[i] > known.count)) {
      found.set(rank, { word, count: counts[i] });
    }
  });
  if (found.size > MOST_LEVELS) return undefined;
  return [...found].sort(([one], [other]) => one - other).map(([, { word }]) => word);
}
