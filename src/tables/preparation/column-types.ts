/**
 * Infers the type of each column, which pandas leaves to dtypes and scikit-learn to the user's ColumnTransformer. In
 * doubt the rules keep a column, or ask by an error.
 */

import { InputError } from '../../errors.js';
import { quote } from '../../text/name-list.js';
import type { Column, NumericColumn, Table, TextColumn } from '../table.js';
import { isBooleanPair } from './boolean-words.js';
import {
  type ColumnOverride,
  type ColumnOverrides,
  numberSigns,
  resolveOverrides,
} from './column-overrides.js';
import { columnsByName, matchColumns } from './columns-by-name.js';
import { type DateFormat, type DetectedDate, detectDate } from './dates/date-format.js';
import {
  areNumberedNames,
  codesOf,
  isIdentifierName,
  numericIdentifierReason,
  textIdentifierReason,
} from './identifiers.js';
import { missingWordTest, withMissingWords, withoutWords } from './missing-words.js';
import { isConstant } from './moments.js';
import type { NumberSigns } from './numbers/find-number-format.js';
import type { NumberFormat } from './numbers/number-format.js';
import { mistakesError, numbersOfText } from './numbers/numbers-of-text.js';
import { cellsFromWords, gatherPresent, numericCells, readNumber } from './numeric-cells.js';
import { rangeOf } from './numeric-step.js';
import { givenLevels } from './ordinals/given-levels.js';
import { findScale, type Levels, MOST_LEVELS } from './ordinals/word-scales.js';
import { resolveRows, rowRange } from './resolve-rows.js';
import { detectList, mostFrequentDelimiter } from './texts/list/list-format.js';
import { LIST_DELIMITERS, type ListDelimiter } from './texts/list/list-members.js';
import { detectText } from './texts/text/text-format.js';
import type { TokenKind } from './texts/text/tokens.js';
import {
  codeNotice,
  dateNotice,
  keptWordNotice,
  kindNotice,
  numberNotices,
  rangesNotice,
  scaleNotice,
  typeNotices,
  unknownWordNotices,
} from './type-notices.js';
import { presentText } from './unread-cells.js';
import { countWords } from './word-counts.js';

export type KeptKind = KeptType['kind'];
/** `empty` has no value in the training rows; `excluded` was dropped by the user. */
export type DroppedKind = 'identifier' | 'constant' | 'empty' | 'excluded';

/** A kept column, with what its detection found. `forced`: the user asked for this kind, even if it looks useless. */
export type KeptType = { readonly name: string; readonly forced: boolean } & (
  | {
      readonly kind: 'numeric';
      /** How the numbers of a text column are written, unless plainly. */
      readonly format?: NumberFormat;
    }
  | {
      readonly kind: 'ordinal';
      /** The levels of a column of words, from the lowest; absent for ranges of numbers. */
      readonly levels?: Levels;
    }
  | { readonly kind: 'boolean' | 'categorical' }
  | { readonly kind: 'date'; readonly format: DateFormat }
  | { readonly kind: 'list'; readonly delimiter: ListDelimiter }
  | { readonly kind: 'text'; readonly tokens: TokenKind }
);

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
  /** Called for a column of numbers with a few mistakes (rule 6), which is then `numeric`; by default the error is thrown. */
  readonly onMistakes?: (name: string, error: InputError) => void;
}

export interface ColumnTypes {
  /** One per column in the table's order, without the target. */
  readonly types: readonly ColumnType[];
  readonly notices: readonly string[];
}

/** A type with what is said about it. */
interface Typed {
  readonly type: ColumnType;
  readonly notices?: readonly string[];
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
 * 4. A text column of numbers of one format (`findNumberFormat`) and missing words, in the whole table, is treated as
 *    a numeric one; leading zeros show codes, which are categories.
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
  const typing: Typing = {
    rows,
    everyRow: rowRange(table.rows),
    source: table.source,
    overrides,
    isMissing: missingWordTest(overrides),
    scratch: new Float64Array(rows.length),
    signsOf: numberSigns(given, overrides),
    onMistakes: options.onMistakes ?? throwMistakes,
  };
  const typed: Typed[] = [];
  for (const [name, column] of columnsByName(table)) {
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
      ...typed.flatMap(({ notices = [] }) => notices),
    ],
  };
}

interface Typing {
  /** The rows to infer from, and all rows of the table. */
  readonly rows: Int32Array;
  readonly everyRow: Int32Array;
  readonly source: string;
  readonly overrides: ColumnOverrides;
  readonly isMissing: (word: string) => boolean;
  readonly scratch: Float64Array;
  readonly signsOf: (name: string) => NumberSigns;
  readonly onMistakes: (name: string, error: InputError) => void;
}

function throwMistakes(_name: string, error: InputError): void {
  throw error;
}

function typeByOverride(column: Column, override: ColumnOverride, typing: Typing): Typed {
  const { name } = column;
  const { rows, everyRow, source, isMissing, signsOf } = typing;
  switch (override.as) {
    case 'drop':
      return { type: { name, kind: 'excluded', reason: 'dropped by the user' } };
    case 'numeric': {
      const found =
        column.kind === 'text'
          ? numbersOfText(withMissingWords(column, isMissing), everyRow, signsOf(name))
          : undefined;
      const numbers = found?.kind === 'ranges' ? undefined : found;
      numericCells(column, everyRow, source, { format: numbers?.format, isMissing });
      const notices = numbers === undefined ? [] : numberNotices(column, numbers, rows, typing);
      return { type: { name, kind: 'numeric', forced: true, format: numbers?.format }, notices };
    }
    case 'ordinal': {
      const levels = givenLevels(column, override.levels, everyRow, source, isMissing);
      return { type: { name, kind: 'ordinal', forced: true, levels } };
    }
    case 'categorical':
      return { type: { name, kind: 'categorical', forced: true } };
    default:
      return typeByKind(column, override.as, typing);
  }
}

/** A kind whose details are found in the cells. Throws `InputError` if they do not fit it. */
function typeByKind(column: Column, kind: 'date' | 'list' | 'text', typing: Typing): Typed {
  const { name } = column;
  const { rows, source, overrides, isMissing } = typing;
  if (kind === 'text') {
    return { type: { name, kind, forced: true, tokens: detectText(column, rows) ?? 'words' } };
  }
  if (kind === 'list') {
    const delimiter = detectList(column, rows) ?? mostFrequentDelimiter(column, rows);
    if (delimiter !== undefined) return { type: { name, kind, forced: true, delimiter } };
  } else {
    const found = detectDate(withMissingWords(column, isMissing), rows, { ...overrides, isNamed: true });
    if (found) {
      const notices = found.undecided === undefined ? [] : [dateNotice(name, found)];
      return { type: { name, kind, forced: true, format: found.format }, notices };
    }
  }
  const row = rows.find((each) => presentText(column, each) !== undefined);
  const example = row === undefined ? 'no value' : quote(presentText(column, row)!);
  const what =
    kind === 'date'
      ? 'dates or times of one format'
      : `lists with one of the delimiters ${LIST_DELIMITERS.join(' ')}`;
  throw new InputError(
    `${source}: --${kind} names column ${quote(name)}, whose cells are not ${what} (it holds ${example}): ` +
      'leave the option out',
  );
}

function typeNumbers(column: NumericColumn, typing: Typing): Typed {
  const { name } = column;
  const { rows, everyRow, scratch } = typing;
  const values = gatherPresent(column.values, rows, scratch);
  if (values.length === 0) return { type: emptyType(name) };
  const { least, greatest } = rangeOf(values);
  if (values.length === rows.length && isConstant(least, greatest)) {
    return { type: constantType(name, least === greatest ? String(least) : `${least} up to rounding`) };
  }
  const date = detectDate(column, rows);
  if (date !== undefined) return typeDate(name, date);
  const reason = numericIdentifierReason(name, values, rows.length, everyRow.length);
  if (reason !== undefined) return { type: { name, kind: 'identifier', reason } };
  const codes = codesOf(name, values);
  if (codes === undefined) return { type: { name, kind: 'numeric', forced: false } };
  if (codes === 'identifier') {
    return { type: { name, kind: 'identifier', reason: 'by its name and its distinct integers' } };
  }
  return {
    type: { name, kind: 'categorical', forced: false },
    notices: [codeNotice(name)],
  };
}

function typeText(column: TextColumn, typing: Typing): Typed {
  const { name } = column;
  const { rows, everyRow, overrides, isMissing, signsOf } = typing;
  const known = withMissingWords(column, isMissing);
  const found = numbersOfText(known, everyRow, signsOf(name));
  if (found?.kind === 'numbers') {
    const { format } = found;
    const values = cellsFromWords(column, (word) => readNumber(word, { format }) ?? Number.NaN);
    const { type, notices = [] } = typeNumbers({ kind: 'numeric', name, values }, typing);
    const isNumeric = type.kind === 'numeric';
    return {
      type: isNumeric ? { ...type, format } : type,
      notices: [...notices, ...(isNumeric ? numberNotices(column, found, rows, typing) : [])],
    };
  }
  if (found?.kind === 'ranges') return typeRanges(known, typing);
  if (found?.kind === 'mostly-numbers') {
    typing.onMistakes(name, mistakesError(column, found, everyRow, typing));
    return { type: { name, kind: 'numeric', forced: false, format: found.format } };
  }
  const words = countWords(column, rows);
  if (words.present === 0) return { type: emptyType(name) };
  if (words.words.length === 1 && words.missing === 0)
    return { type: constantType(name, quote(words.words[0])) };
  if (isBooleanPair(words.words)) return { type: { name, kind: 'boolean', forced: false } };
  const date = detectDate(known, rows, overrides);
  if (date !== undefined) return typeDate(name, date);
  const levels = words.words.length > MOST_LEVELS ? undefined : findScale(name, countWords(known, rows));
  if (levels !== undefined) {
    return {
      type: { name, kind: 'ordinal', forced: false, levels },
      notices: [scaleNotice(name, words, levels)],
    };
  }
  const reason = textIdentifierReason(name, words);
  const delimiter = detectList(column, rows);
  if (delimiter !== undefined) {
    return { type: { name, kind: 'list', forced: false, delimiter }, notices: [kindNotice(name, 'lists')] };
  }
  const isName = areNumberedNames(words.words) || (reason !== undefined && isIdentifierName(name));
  const tokens = isName ? undefined : detectText(column, rows);
  if (tokens !== undefined) {
    return { type: { name, kind: 'text', forced: false, tokens }, notices: [kindNotice(name, 'free text')] };
  }
  if (reason !== undefined) return { type: { name, kind: 'identifier', reason } };
  return { type: { name, kind: 'categorical', forced: false } };
}

/** Tells of a column that the option `keepWords` turns into another kind. */
function keptWordNotices(column: TextColumn, { name, kind }: ColumnType, typing: Typing): string[] {
  const { missing, keepWords = [] } = typing.overrides;
  if (keepWords.length === 0) return [];
  const usual = missingWordTest({ missing });
  const kept = countWords(column, typing.rows).words.filter((word) => usual(word) && !typing.isMissing(word));
  if (kept.length === 0) return [];
  const { type } = typeText(column, { ...typing, isMissing: usual, onMistakes: () => {} });
  return type.kind === kind ? [] : [keptWordNotice(name, kind, kept, type.kind)];
}

function typeDate(name: string, found: DetectedDate): Typed {
  return {
    type: { name, kind: 'date', forced: false, format: found.format },
    notices: [dateNotice(name, found)],
  };
}

function typeRanges(column: TextColumn, { rows }: Typing): Typed {
  const { name } = column;
  const { words, missing } = countWords(column, rows);
  if (words.length === 0) return { type: emptyType(name) };
  if (words.length === 1 && missing === 0) return { type: constantType(name, quote(words[0])) };
  return { type: { name, kind: 'ordinal', forced: false }, notices: [rangesNotice(name, words)] };
}

function emptyType(name: string): DroppedType {
  return { name, kind: 'empty', reason: 'no value in the training rows' };
}

function constantType(name: string, value: string): DroppedType {
  return { name, kind: 'constant', reason: `always ${value} in the training rows` };
}
