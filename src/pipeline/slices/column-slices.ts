/** Divides the rows of a table into slices by the cells of one column. */
import type { ColumnType } from '../../tables/preparation/column-kinds.js';
import { typeColumns } from '../../tables/preparation/column-types.js';
import { dateCells } from '../../tables/preparation/dates/date-format.js';
import type { FittedColumn } from '../../tables/preparation/fitted-columns.js';
import { isKept } from '../../tables/preparation/fitted-columns.js';
import { missingWordTest, withMissingWords } from '../../tables/preparation/missing-words.js';
import type { NumberFormat } from '../../tables/preparation/numbers/number-format.js';
import { cellsFromWords, numbersIn, readNumber } from '../../tables/preparation/numeric-cells.js';
import { levelReader } from '../../tables/preparation/ordinals/ordinal-cells.js';
import { type Column, cellText, type Table } from '../../tables/table.js';
import { countOf } from '../../text/name-list.js';
import { datePeriods } from './date-periods.js';
import { type NumberSlices, numberRanges, type SliceKind } from './number-ranges.js';

export interface ColumnSlices {
  readonly column: string;
  readonly kind: SliceKind;
  /** One a slice; without a slice that has no rows. */
  readonly names: readonly string[];
  /** The slice of each row of the table. */
  readonly codes: Int32Array;
}

/** The name of the slice of missing cells. */
export const MISSING = '(missing)';

/** Of a column of more levels, those of the most rows are slices, and all others together are one. */
const MOST_LEVELS = 20;

/**
 * The slices of a column: its levels, the 20 of most rows apart if there are more; ranges between quintiles for more than 10 distinct
 * numbers; hours, days, months or years for dates. Missing cells are a slice of their own, the last one.
 *
 * @param fitted the column as the model takes it, if it does; otherwise the cells tell what the column holds
 */
export function columnSlices(table: Table, column: Column, fitted: FittedColumn | undefined): ColumnSlices {
  const isMissing = missingWordTest({});
  const kind =
    fitted !== undefined && isKept(fitted) ? fitted : kindOfCells({ ...table, columns: [column] }, column);
  switch (kind.kind) {
    case 'numeric':
      return fromNumbers(column.name, numbersOf(column, kind.format), numberRanges);
    case 'date': {
      const { format } = kind;
      const dates = dateCells(withMissingWords(column, isMissing), format);
      return fromNumbers(column.name, dates, (values) => datePeriods(values, format));
    }
    case 'ordinal': {
      const read = levelReader(kind.levels);
      const rank = (name: string) => (Number.isNaN(read(name)) ? Number.POSITIVE_INFINITY : read(name));
      return fromLevels(table, withMissingWords(column, isMissing), rank);
    }
    default:
      if (column.kind === 'numeric' && kind.kind !== 'categorical' && kind.kind !== 'boolean') {
        return fromNumbers(column.name, column.values, numberRanges);
      }
      return fromLevels(table, column);
  }
}

/** What a column that the model does not use holds. */
function kindOfCells(table: Table, column: Column): ColumnType {
  const { types } = typeColumns(table, { onMistakes: () => {} });
  return types.find(({ name }) => name === column.name) ?? types[0];
}

function numbersOf(column: Column, format: NumberFormat | undefined): ArrayLike<number> {
  if (column.kind === 'numeric') return numbersIn(column, format);
  return cellsFromWords(column, (word) => readNumber(word, { format }) ?? Number.NaN);
}

function fromNumbers(
  column: string,
  values: ArrayLike<number>,
  divide: (present: Float64Array) => NumberSlices,
): ColumnSlices {
  const present = Float64Array.from(values).filter((value) => !Number.isNaN(value));
  const { kind, names, sliceOf } = divide(present.sort());
  const codes = Int32Array.from(values, (value) => (Number.isNaN(value) ? names.length : sliceOf(value)));
  return { column, kind, names: withMissing(names, present.length < values.length), codes };
}

/** @param rank the order of the levels; default: by number if all are numbers, else by their rows, most first */
function fromLevels(table: Table, column: Column, rank?: (name: string) => number): ColumnSlices {
  const counts = new Map<string, number>();
  const texts = Array.from({ length: table.rows }, (_, row) => cellText(table, column, row));
  for (const text of texts) if (text !== undefined) counts.set(text, (counts.get(text) ?? 0) + 1);
  const frequent = [...counts].sort(([one, rows], [other, more]) => more - rows || (one < other ? -1 : 1));
  const shown = frequent.slice(0, MOST_LEVELS).map(([name]) => name);
  const others = frequent.length - shown.length;
  const numeric = column.kind === 'numeric' ? Number : undefined;
  const order = rank ?? numeric;
  if (order !== undefined) shown.sort((one, other) => order(one) - order(other));
  const names = others > 0 ? [...shown, `(${countOf(others, 'other level')})`] : shown;
  const index = new Map(shown.map((name, i) => [name, i]));
  const codes = Int32Array.from(texts, (text) =>
    text === undefined ? names.length : (index.get(text) ?? shown.length),
  );
  const isAnyMissing = texts.includes(undefined);
  return { column: column.name, kind: 'levels', names: withMissing(names, isAnyMissing), codes };
}

function withMissing(names: readonly string[], isAnyMissing: boolean): string[] {
  return isAnyMissing ? [...names, MISSING] : [...names];
}
