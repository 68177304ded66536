/** Writes single cells into a matrix, without a table: the values that `writeColumn` gives a table of that cell alone. */
import { InputError } from '../../errors.js';
import type { Column } from '../table.js';
import { numberFinder, textFinder, writeCategory } from './categorical-step.js';
import { columnScale, outputNames, writeColumn } from './column-steps.js';
import { dateReader } from './dates/date-column.js';
import type { CellForm } from './destination.js';
import type { FittedCategorical, FittedNumeric, FittedOrdinal, KeptColumn } from './fitted-columns.js';
import { writeImputedCell } from './imputed-cells.js';
import { type MissingCells, withoutMissingCells } from './missing-words.js';
import { Notations } from './numbers/notations.js';
import { readNumber } from './numeric-cells.js';
import { isFarOutside } from './numeric-step.js';
import { noticesOf } from './remarks.js';
import { type Cell, columnFromCells } from './table-from-columns.js';

/** What became of a cell; of several cells, the largest counts. */
export const CELL = {
  written: 0,
  /** Written, and a table of this cell may have a notice. */
  unusual: 1,
  /** Not written: a table of this cell cannot be prepared, or other cells of its column decide how it is read. */
  refused: 2,
} as const;

export type CellState = (typeof CELL)[keyof typeof CELL];

/** Writes a cell to the columns of a matrix row from `data[at]`, which are zeros. */
export type WriteCell = (cell: Cell, data: Float32Array | Float64Array, at: number) => CellState;

/** How the cells of all columns are read and written. */
export interface CellContext extends CellForm {
  /** Words of the user for missing cells, in every column. */
  readonly missing: MissingCells;
  /** Words for missing cells in columns of numbers, dates and ordered levels. */
  readonly isMissing: (word: string) => boolean;
}

/** The writer of a column. */
export function cellWriter(fitted: KeptColumn, context: CellContext): WriteCell {
  switch (fitted.kind) {
    case 'numeric':
      return numberWriter(fitted, context, (text, write) => {
        const value = readNumber(text, { format: fitted.format, isMissing: context.isMissing });
        // Whether other cells of the column are numbers decides how this one is read.
        return value === undefined ? CELL.refused : write(value);
      });
    case 'ordinal': {
      const write = rememberingWriter(fitted, context);
      if (fitted.levels !== undefined) return write;
      return numberWriter(fitted, context, (text, _, data, at) => write(text, data, at));
    }
    case 'categorical':
      return categoryWriter(fitted, context);
    default:
      return rememberingWriter(fitted, context);
  }
}

type WriteText = (
  text: string,
  write: (value: number) => CellState,
  data: Float32Array | Float64Array,
  at: number,
) => CellState;

/** @param writeText writes strings and booleans, as a number by `write` */
function numberWriter(
  fitted: FittedNumeric | FittedOrdinal,
  context: CellContext,
  writeText: WriteText,
): WriteCell {
  const { range, indicator } = fitted;
  const { numbers, texts } = context.missing;
  const column = { ...fitted, scale: columnScale(fitted) };
  // Notices about numbers that are written otherwise than in training.
  const hasFormat = fitted.kind === 'numeric' && fitted.format !== undefined;
  const writeNumber = (value: number, data: Float32Array | Float64Array, at: number): CellState => {
    writeImputedCell(column, value, data, at, context);
    if (Number.isNaN(value)) return indicator ? CELL.written : CELL.unusual;
    return hasFormat || isFarOutside(value, range) ? CELL.unusual : CELL.written;
  };
  return (cell, data, at) => {
    if (typeof cell === 'number' && !numbers.has(cell)) return writeNumber(cell, data, at);
    if (typeof cell !== 'string' && typeof cell !== 'boolean') return writeNumber(Number.NaN, data, at);
    const text = String(cell);
    if (texts.has(text.trim())) return writeNumber(Number.NaN, data, at);
    return writeText(text, (value) => writeNumber(value, data, at), data, at);
  };
}

function categoryWriter(fitted: FittedCategorical, { missing }: CellContext): WriteCell {
  const findText = textFinder(fitted);
  const findNumber = numberFinder(fitted);
  return (cell, data, at) => {
    const isText = typeof cell === 'string' || typeof cell === 'boolean';
    const text = isText ? String(cell) : '';
    const absent = isText
      ? missing.texts.size > 0 && missing.texts.has(text.trim())
      : cell === null || cell === undefined || Number.isNaN(cell) || missing.numbers.has(cell);
    if (absent) {
      writeCategory(fitted, 'missing', data, at);
      return fitted.missing ? CELL.written : CELL.unusual;
    }
    const found = isText ? findText(text) : findNumber(cell as number);
    writeCategory(fitted, found, data, at);
    return found === undefined || found.respelled !== undefined ? CELL.unusual : CELL.written;
  };
}

/** Distinct texts, and distinct numbers, of a column that are remembered. */
const MOST_REMEMBERED = 500;
/** Characters of a text that is remembered. */
const LONGEST_REMEMBERED = 100;

interface WrittenValues {
  readonly values: Float32Array | Float64Array;
  readonly state: CellState;
}

/** Writes a cell as a table of one row, and remembers what that gave. */
function rememberingWriter(fitted: KeptColumn, context: CellContext): WriteCell {
  const texts = new Map<string, WrittenValues>();
  const numbers = new Map<number, WrittenValues>();
  return (cell, data, at) => {
    const isText = typeof cell === 'string' || typeof cell === 'boolean';
    const text = isText ? String(cell) : '';
    const number = isText ? 0 : ((cell as number | null | undefined) ?? Number.NaN);
    let written = isText ? texts.get(text) : numbers.get(number);
    if (written === undefined) {
      written = writtenAlone(fitted, cell, context);
      if (written === undefined) return CELL.refused;
      if (!isText) remember(numbers, number, written);
      else if (text.length <= LONGEST_REMEMBERED) remember(texts, text, written);
    }
    const { values, state } = written;
    for (let i = 0; i < values.length; i++) data[at + i] = values[i];
    return state;
  };
}

function remember<Key>(known: Map<Key, WrittenValues>, key: Key, written: WrittenValues): void {
  if (known.size >= MOST_REMEMBERED) known.clear();
  known.set(key, written);
}

const ONLY_ROW = Int32Array.of(0);

/** Undefined for a cell that a table may not have. */
function writtenAlone(fitted: KeptColumn, cell: Cell, context: CellContext): WrittenValues | undefined {
  const columns = outputNames(fitted).length;
  const values = context.form === 'scaled' ? new Float32Array(columns) : new Float64Array(columns);
  const { isMissing } = context;
  try {
    const { remarks, outside, newlyMissing } = writeColumn(
      fitted,
      columnOfCell(fitted.name, cell, context),
      ONLY_ROW,
      { source: 'row', firstRow: 0, isMissing, readDates: dateReader(isMissing), notations: new Notations() },
      { ...context, data: values, columns, offset: 0 },
    );
    const isUnusual = noticesOf(remarks).length > 0 || outside > 0 || newlyMissing > 0;
    return { values, state: isUnusual ? CELL.unusual : CELL.written };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return undefined;
  }
}

/** A column of one row. */
export function columnOfCell(name: string, cell: Cell, { missing }: CellContext): Column {
  return withoutMissingCells(columnFromCells(name, [cell], 'row'), missing);
}
