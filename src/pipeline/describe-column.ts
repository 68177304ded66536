/** Description of one column of a table: its cells as a training would read them. */
import type { ColumnType, KeptType } from '../tables/preparation/column-kinds.js';
import { dateCells, dateText } from '../tables/preparation/dates/date-format.js';
import { withMissingWords } from '../tables/preparation/missing-words.js';
import { cellsFromWords, numbersIn, readNumber } from '../tables/preparation/numeric-cells.js';
import { levelReader, ordinalCells } from '../tables/preparation/ordinals/ordinal-cells.js';
import { rowRange } from '../tables/preparation/resolve-rows.js';
import { unreadCells } from '../tables/preparation/unread-cells.js';
import { countWords } from '../tables/preparation/word-counts.js';
import type { Column, TextColumn } from '../tables/table.js';
import type { ColumnRole } from './column-roles/column-roles.js';

export interface DescribedColumn {
  readonly name: string;
  readonly kind: string;
  /** Whether it becomes features. */
  readonly used: boolean;
  /** How rows are split, counted and identified by it; absent for none. */
  readonly roles?: readonly ColumnRole[];
  /** Why it is not used. */
  readonly reason?: string;
  /** Why a training refuses the table. */
  readonly problem?: string;
  /** Cells without a value, or with a word that the kind reads as missing. */
  readonly missing: number;
  /** Number of distinct values. */
  readonly distinct: number;
  /** Smallest and largest number, also of numbers in text; absent for other kinds and if all cells are missing. */
  readonly range?: readonly [number, number];
  /** First and last date or time, such as `2022-01-31`, `2022-01-31 08:30` and `08:30`, in UTC. */
  readonly dates?: readonly [string, string];
  /** The levels of an ordinal column that occur, from the lowest. */
  readonly levels?: readonly string[];
  /** The first distinct values, at most three. */
  readonly examples: readonly (number | string)[];
}

const MOST_EXAMPLES = 3;

/** `isMissing`: the words that are missing cells in columns of numbers, dates and ordered levels. */
export function describeColumn(
  type: ColumnType,
  column: Column,
  isMissing: (word: string) => boolean,
  problem?: string,
): DescribedColumn {
  const { name, kind } = type;
  const reason = 'reason' in type ? type.reason : undefined;
  return {
    name,
    kind,
    used: reason === undefined && problem === undefined,
    ...(reason !== undefined && { reason }),
    ...(problem !== undefined && { problem }),
    ...describeCells(type, column, isMissing),
  };
}

type DescribedCells = Omit<DescribedColumn, 'name' | 'kind' | 'used' | 'roles' | 'reason' | 'problem'>;

function describeCells(
  type: ColumnType,
  column: Column,
  isMissing: (word: string) => boolean,
): DescribedCells {
  switch (type.kind) {
    case 'date':
      return describeDates(column, type.format, isMissing);
    case 'ordinal':
      return describeLevels(column, type.levels, isMissing);
    case 'numeric': {
      const { format } = type;
      if (column.kind === 'numeric') return describeNumbers(numbersIn(column, format));
      const values = cellsFromWords(column, (word) => readNumber(word, { format }) ?? Number.NaN);
      const described = describeNumbers(values);
      // Cells that a training refuses are not missing.
      const refused = unreadCells(column, values, rowRange(values.length), isMissing).count;
      return { ...described, missing: described.missing - refused };
    }
    default:
      return column.kind === 'numeric' ? describeNumbers(column.values) : describeTexts(column);
  }
}

/** The distinct numbers, ascending, and the cells that are NaN. */
function countNumbers(values: Float32Array | Float64Array): { distinct: number[]; missing: number } {
  const present = values.filter((value) => !Number.isNaN(value)).sort();
  const distinct: number[] = [];
  for (const value of present) if (value !== distinct.at(-1)) distinct.push(value);
  return { distinct, missing: values.length - present.length };
}

function describeNumbers(values: Float32Array | Float64Array): DescribedCells {
  const { distinct, missing } = countNumbers(values);
  const examples = new Set<number>();
  for (let row = 0; row < values.length && examples.size < Math.min(distinct.length, MOST_EXAMPLES); row++) {
    if (!Number.isNaN(values[row])) examples.add(values[row]);
  }
  return {
    missing,
    distinct: distinct.length,
    ...(distinct.length > 0 && { range: [distinct[0], distinct[distinct.length - 1]] as const }),
    examples: [...examples],
  };
}

function describeDates(
  column: Column,
  format: Extract<KeptType, { kind: 'date' }>['format'],
  isMissing: (word: string) => boolean,
): DescribedCells {
  const { distinct, missing } = countNumbers(dateCells(withMissingWords(column, isMissing), format));
  const ends = [distinct[0], distinct[distinct.length - 1]];
  return {
    missing,
    distinct: distinct.length,
    ...(distinct.length > 0 && { dates: dateText(ends, format) as [string, string] }),
    examples: examplesOf(column, isMissing),
  };
}

function describeLevels(
  column: Column,
  levels: Extract<KeptType, { kind: 'ordinal' }>['levels'],
  isMissing: (word: string) => boolean,
): DescribedCells {
  const rows = rowRange((column.kind === 'numeric' ? column.values : column.codes).length);
  const { cells } = ordinalCells(levels, column, rows, isMissing);
  const { distinct, missing } = countNumbers(cells);
  const read = levelReader(levels);
  const words = column.kind === 'text' ? countWords(column, rows).words : (levels ?? []).flat();
  const ranked = words
    .map((word) => ({ word, rank: read(word) }))
    .filter(({ rank }) => distinct.includes(rank))
    .sort((one, other) => one.rank - other.rank);
  return {
    missing,
    distinct: distinct.length,
    levels: ranked.map(({ word }) => word),
    examples: examplesOf(column, isMissing),
  };
}

function examplesOf(column: Column, isMissing: (word: string) => boolean): (number | string)[] {
  const { examples } =
    column.kind === 'numeric'
      ? describeNumbers(column.values)
      : describeTexts(withMissingWords(column, isMissing) as TextColumn);
  return [...examples];
}

function describeTexts(column: TextColumn): DescribedCells {
  const { words, missing } = countWords(column, rowRange(column.codes.length));
  return { missing, distinct: words.length, examples: words.slice(0, MOST_EXAMPLES) };
}
