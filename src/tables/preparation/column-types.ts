/**
 * Infers the type of each column, which pandas leaves to dtypes and scikit-learn to the user's ColumnTransformer. In
 * doubt the rules keep a column, or ask by an error.
 */
import { InputError } from '../../errors.js';
import { countOf, listNames, quote } from '../../text/name-list.js';
import { hasLeadingZero, isNumber, parseNumber } from '../../text/number-text.js';
import type { Table, TextColumn } from '../table.js';
import { isBooleanPair } from './boolean-words.js';
import { type ColumnOverrides, resolveOverrides } from './column-overrides.js';
import { columnsByName } from './columns-by-name.js';
import { numericIdentifierReason, textIdentifierReason } from './identifiers.js';
import { isConstant } from './moments.js';
import { cellsFromWords, firstRefused, gatherPresent, numericCells } from './numeric-cells.js';
import { resolveRows, rowRange } from './resolve-rows.js';
import { countWords } from './word-counts.js';

/** From this share of numbers, the other cells of a text column are considered mistakes. */
const MOSTLY_NUMBERS = 0.9;

export type KeptKind = 'numeric' | 'boolean' | 'categorical';
/** `empty` has no value in the training rows; `excluded` was dropped by the user. */
export type DroppedKind = 'identifier' | 'constant' | 'empty' | 'excluded';

export interface KeptType {
  readonly name: string;
  readonly kind: KeptKind;
  /** The user asked for this kind: the column is kept even if it looks useless. */
  readonly forced: boolean;
}

export interface DroppedType {
  readonly name: string;
  readonly kind: DroppedKind;
  /** Why it is dropped, as text after a colon. */
  readonly reason: string;
}

export type ColumnType = KeptType | DroppedType;

export interface TypingOptions {
  /** The rows to infer the types from; default all. */
  readonly rows?: Int32Array;
  /** Name of the target column, which is skipped. */
  readonly target?: string;
  readonly overrides?: ColumnOverrides;
}

export interface ColumnTypes {
  /** One per column in the table's order, without the target. */
  readonly types: readonly ColumnType[];
  readonly notices: readonly string[];
}

/**
 * Infers the type of every feature column, on `rows` alone:
 *
 * 1. An override decides; a column forced to be numeric must hold only numbers in the whole table.
 * 2. No value at all: `empty`, dropped.
 * 3. A numeric column is `constant` (one value up to rounding, `isConstant`, none missing; dropped), an `identifier`
 *    (`numericIdentifierReason`; dropped), else `numeric`, even with only two values.
 * 4. A text column of numbers only is `numeric`, unless a leading zero shows codes. If at least 90 %
 *    of its cells in the whole table are numbers, the others are mistakes: `InputError`.
 * 5. A text column of one pair of boolean words is `boolean`; with one value and none missing it is
 *    `constant`; with too many distinct values an `identifier` (`textIdentifierReason`); else
 *    `categorical`.
 */
export function typeColumns(table: Table, options: TypingOptions = {}): ColumnTypes {
  const rows = resolveRows(table, options.rows);
  const overrides = resolveOverrides(table, options.target, options.overrides ?? {});
  const everyRow = rowRange(table.rows);
  const scratch = new Float64Array(rows.length);
  const types: ColumnType[] = [];
  for (const [name, column] of columnsByName(table)) {
    if (name === options.target) continue;
    const override = overrides.get(name);
    if (override === 'drop') {
      types.push({ name, kind: 'excluded', reason: 'dropped by the user' });
    } else if (override !== undefined) {
      if (override === 'numeric') numericCells(column, everyRow, table.source);
      types.push({ name, kind: override, forced: true });
    } else if (column.kind === 'numeric') {
      types.push(typeNumbers(name, column.values, rows, table.rows, scratch));
    } else {
      types.push(
        holdsNumbers(column, everyRow, table.source)
          ? typeNumbers(name, cellsFromWords(column, parseNumber), rows, table.rows, scratch)
          : typeText(column, rows),
      );
    }
  }
  return { types, notices: typeNotices(table, types) };
}

function typeNumbers(
  name: string,
  cells: Float32Array | Float64Array,
  rows: Int32Array,
  tableRows: number,
  scratch: Float64Array,
): ColumnType {
  const values = gatherPresent(cells, rows, scratch);
  if (values.length === 0) return emptyType(name);
  const least = values.reduce((low, value) => Math.min(low, value));
  const greatest = values.reduce((high, value) => Math.max(high, value));
  if (values.length === rows.length && isConstant(least, greatest)) {
    return constantType(name, least === greatest ? String(least) : `${least} up to rounding`);
  }
  const reason = numericIdentifierReason(name, values, rows.length, tableRows);
  if (reason !== undefined) return { name, kind: 'identifier', reason };
  return { name, kind: 'numeric', forced: false };
}

function typeText(column: TextColumn, rows: Int32Array): ColumnType {
  const { name } = column;
  const { words, present, missing } = countWords(column, rows);
  if (present === 0) return emptyType(name);
  if (words.length === 1 && missing === 0) return constantType(name, quote(words[0]));
  if (isBooleanPair(words)) return { name, kind: 'boolean', forced: false };
  const reason = textIdentifierReason(words.length, present);
  if (reason !== undefined) return { name, kind: 'identifier', reason };
  return { name, kind: 'categorical', forced: false };
}

/** True if all cells of a text column are numbers; throws if all but a few are. */
function holdsNumbers(column: TextColumn, everyRow: Int32Array, source: string): boolean {
  const { words, counts, present } = countWords(column, everyRow);
  let numbers = 0;
  let codes = false;
  words.forEach((word, i) => {
    if (!isNumber(word)) return;
    numbers += counts[i];
    codes ||= hasLeadingZero(word);
  });
  if (codes || numbers === 0 || numbers < MOSTLY_NUMBERS * present) return false;
  const refused = firstRefused(column, everyRow, isNumber);
  if (refused === undefined) return true;
  throw new InputError(
    `${source}: column ${quote(column.name)} holds numbers in ${numbers} of ${present} cells, but data row ` +
      `${refused.row + 1} holds ${quote(refused.text)}: correct the cell or leave it empty, or pass ` +
      `--categorical ${column.name} or --drop ${column.name}`,
  );
}

function emptyType(name: string): DroppedType {
  return { name, kind: 'empty', reason: 'no value in the training rows' };
}

function constantType(name: string, value: string): DroppedType {
  return { name, kind: 'constant', reason: `always ${value} in the training rows` };
}

function typeNotices(table: Table, types: readonly ColumnType[]): string[] {
  const notices: string[] = [];
  for (const type of types) {
    if (type.kind !== 'identifier') continue;
    notices.push(
      `column ${quote(type.name)} dropped: it looks like an identifier or free text (${type.reason}); ` +
        `--categorical ${type.name} keeps it`,
    );
  }
  for (const kind of ['constant', 'empty'] as const) {
    const names = types.filter((type) => type.kind === kind).map((type) => type.name);
    if (names.length === 0) continue;
    const what = kind === 'constant' ? 'one value only' : 'no value at all';
    notices.push(
      `${countOf(names.length, 'column')} dropped with ${what} in the training rows: ${listNames(names)}`,
    );
  }
  const kinds = new Map(types.map((type) => [type.name, type]));
  const spelled = table.columns.filter((column) => {
    const type = kinds.get(column.name);
    return column.kind === 'text' && type?.kind === 'numeric' && !type.forced;
  });
  if (spelled.length > 0) {
    notices.push(
      `${countOf(spelled.length, 'text column')} read as numbers, because all cells are numbers: ` +
        `${listNames(spelled.map((column) => column.name))}; --categorical NAME makes a column categorical`,
    );
  }
  return notices;
}
