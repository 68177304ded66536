/**
 * Infers the type of each column, which pandas leaves to dtypes and scikit-learn to the user's ColumnTransformer. In
 * doubt the rules keep a column, or ask by an error.
 */

import type { InputError } from '../../errors.js';
import { countOf, listNames, quote } from '../../text/name-list.js';
import type { Column, Table, TextColumn } from '../table.js';
import type { ColumnType } from './column-kinds.js';
import { type ColumnOverrides, numberSigns, resolveOverrides } from './column-overrides.js';
import { columnsByName, matchColumns } from './columns-by-name.js';
import { type Typed, type Typing, typeNumbers, typeText } from './infer-type.js';
import { keptWordTest, missingWordTest, withMissingWords, withoutWords } from './missing-words.js';
import { mixedUnits } from './mixed-units.js';
import { type DecimalSigns, decimalSignsOf } from './numbers/decimal-signs.js';
import { resolveRows, rowRange } from './resolve-rows.js';
import { typeByOverride } from './type-by-override.js';
import {
  categoryNotices,
  keptWordNotice,
  typeNotices,
  unitsNotice,
  unknownWordNotices,
} from './type-notices.js';
import { countWords } from './word-counts.js';

export interface TypingOptions {
  /** The rows to infer the types from; default all. */
  readonly rows?: Int32Array;
  /** Name of the target column, which is skipped. */
  readonly target?: string;
  readonly overrides?: ColumnOverrides;
  /**
   * Called for a column of numbers with a few mistakes (rule 6) and one that is forced to be numeric and is not, which are
   * then `numeric`; by default the error is thrown.
   */
  readonly onMistakes?: (name: string, error: InputError) => void;
}

export interface ColumnTypes {
  /** One per column in the table's order, without the target. */
  readonly types: readonly ColumnType[];
  readonly notices: readonly string[];
}

/**
 * Infers the type of every feature column, on `rows` alone, by the first rule that applies. Texts that the option
 * `missing` lists are missing cells in all rules; the usual missing words (`missingWordTest`) where a rule says so.
 *
 * 1. An override decides; a column forced to be numeric must hold only numbers and missing words in the whole table.
 * 2. No value at all: `empty`, dropped.
 * 3. A numeric column is `constant` (one value up to rounding, `isConstant`, none missing; dropped), a `date` if it is
 *    named so and holds epochs or yyyymmdd (`detectDate`), an `identifier`
 *    (`numericIdentifierReason`; dropped), `categorical` if it is named as a code and holds integers (`codesOf`),
 *    else `numeric`, even with only two values.
 * 4. A text column of numbered answers (`numberedAnswers`) and missing words, in the whole table, is `ordinal`.
 *    A text column of numbers of one format (`findNumberFormat`) and missing words, in the whole table, is treated as
 *    a numeric one, or as an identifier (`longIntegerReason`); leading zeros show codes, which are categories.
 * 5. A text column of ranges of numbers (`areRanges`) and missing words, in the whole table, is `ordinal`.
 * 6. If at least 90 % of the cells, without missing words, are numbers in the whole table, the others are mistakes:
 *    `InputError`.
 * 7. A text column with one value and none missing is `constant`; of one pair of boolean words `boolean`; of dates and
 *    missing words a `date` (`detectDate`); of usual words for levels (`findScale`) and missing words `ordinal`; of
 *    lists a `list` (`detectList`); of mostly distinct texts whose words repeat `text` (`detectText`), unless it is named
 *    as an identifier; of other mostly distinct words an `identifier` (`textIdentifierReason`); else `categorical`,
 *    with any number of categories.
 */
export function typeColumns(given: Table, options: TypingOptions = {}): ColumnTypes {
  const rows = resolveRows(given, options.rows);
  const { overrides = {} } = options;
  const target =
    options.target && (matchColumns(given, [options.target]).get(options.target)?.name ?? options.target);
  const decided = resolveOverrides(given, target, overrides);
  const table = withoutWords(given, overrides.missing ?? []);
  const isMissing = missingWordTest(overrides);
  let decimalSigns: DecimalSigns | undefined;
  const typing: Typing = {
    rows,
    everyRow: rowRange(table.rows),
    source: table.source,
    overrides,
    isMissing,
    isKept: keptWordTest(overrides),
    scratch: new Float64Array(rows.length),
    signsOf: numberSigns(given, overrides),
    decimalSigns: () => {
      decimalSigns ??= decimalSignsOf(table, isMissing);
      return decimalSigns;
    },
    onMistakes: options.onMistakes ?? throwMistakes,
  };
  const typed: Typed[] = [];
  const columns = columnsByName(table);
  for (const [name, column] of columns) {
    if (name === target) continue;
    const override = decided.get(name);
    if (override !== undefined) typed.push(typeByOverride(column, override, typing));
    else if (column.kind === 'numeric') typed.push(typeNumbers(column, typing));
    else {
      const found = typeText(column, typing);
      const kept = keptWordNotices(column, found.type, typing);
      typed.push({ ...found, notices: [...(found.notices ?? []), ...kept] });
    }
  }
  const types = typed.map(({ type }) => type);
  return {
    types,
    notices: [
      ...typeNotices(types, columnsByName(table)),
      ...unknownWordNotices(given, overrides),
      ...collectedNotices(typed),
      ...types.flatMap((type) => wordNotices(columns.get(type.name)!, type, typing)),
    ],
  };
}

function throwMistakes(_name: string, error: InputError): void {
  throw error;
}

/** Of columns that are read in the same way, this many are told of one by one. */
const MOST_ALIKE = 5;

/** The notices of all columns; columns of which only the reading is told are named together from the sixth of a reading. */
function collectedNotices(typed: readonly Typed[]): string[] {
  const notices: string[] = [];
  const byReading = new Map<string, string[]>();
  for (const { type, notices: own = [] } of typed) {
    const { name, ...reading } = type;
    const key = own.length === 1 ? JSON.stringify(reading) : undefined;
    const alike = (key !== undefined && byReading.get(key)) || [];
    if (key !== undefined) byReading.set(key, [...alike, name]);
    if (alike.length < MOST_ALIKE) notices.push(...own);
  }
  for (const alike of byReading.values()) {
    const others = alike.slice(MOST_ALIKE);
    if (others.length === 0) continue;
    notices.push(`${countOf(others.length, 'column')} read like ${quote(alike[0])}: ${listNames(others)}`);
  }
  return notices;
}

/** Tells of amounts that are not read as numbers, and of categories that look alike. */
function wordNotices(column: Column, type: ColumnType, { rows, isMissing }: Typing): string[] {
  const isCategorical = type.kind === 'categorical';
  if (column.kind === 'numeric' || !(isCategorical || type.kind === 'identifier')) return [];
  const isForced = isCategorical && type.forced;
  const amounts = isForced
    ? undefined
    : mixedUnits(countWords(withMissingWords(column, isMissing), rows).words);
  if (amounts !== undefined) return [unitsNotice(type.name, amounts)];
  return isCategorical ? categoryNotices(type.name, countWords(column, rows)) : [];
}

/** Tells of a column that the option `keepWords` turns into another kind. */
function keptWordNotices(column: TextColumn, { name, kind }: ColumnType, typing: Typing): string[] {
  const { missing, keepWords = [] } = typing.overrides;
  if (keepWords.length === 0) return [];
  const usual = missingWordTest({ missing });
  const kept = countWords(column, typing.rows).words.filter(typing.isKept);
  if (kept.length === 0) return [];
  const { type } = typeText(column, { ...typing, isMissing: usual, onMistakes: () => {} });
  return type.kind === kind ? [] : [keptWordNotice(name, kind, kept, type.kind)];
}
