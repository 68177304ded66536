/** The type of one column, from its cells and its name: rules 2 to 7 of `typeColumns`. */
import type { InputError } from '../../errors.js';
import { quote } from '../../text/name-list.js';
import type { NumericColumn, TextColumn } from '../table.js';
import { isBooleanPair } from './boolean-words.js';
import type { ColumnType, DroppedType } from './column-kinds.js';
import type { ColumnOverrides } from './column-overrides.js';
import { type DetectedDate, detectDate } from './dates/date-format.js';
import {
  areNumberedNames,
  codesOf,
  isIdentifierName,
  longIntegerReason,
  numericIdentifierReason,
  textIdentifierReason,
} from './identifiers.js';
import { withMissingWords } from './missing-words.js';
import { isConstant } from './moments.js';
import type { DecimalSigns } from './numbers/decimal-signs.js';
import type { NumberSigns } from './numbers/find-number-format.js';
import { mistakesError } from './numbers/numbers-of-text.js';
import { readPoints, readText } from './numbers/point-thousands.js';
import { cellsFromWords, gatherPresent, numbersIn, readNumber } from './numeric-cells.js';
import { rangeOf } from './numeric-step.js';
import { numberedAnswers } from './ordinals/numbered-answers.js';
import { findScale, type Levels, MOST_LEVELS } from './ordinals/word-scales.js';
import { detectList } from './texts/list/list-format.js';
import { detectText } from './texts/text/text-format.js';
import {
  codeNotice,
  dateNotice,
  kindNotice,
  numberNotices,
  rangesNotice,
  scaleNotice,
} from './type-notices.js';
import { countWords } from './word-counts.js';

/** A type with what is said about it. */
export interface Typed {
  readonly type: ColumnType;
  readonly notices?: readonly string[];
}

/** What columns are typed with. */
export interface Typing {
  /** The rows to infer from, and all rows of the table. */
  readonly rows: Int32Array;
  readonly everyRow: Int32Array;
  readonly source: string;
  readonly overrides: ColumnOverrides;
  readonly isMissing: (word: string) => boolean;
  /** Words that only the option `keepWords` makes values. */
  readonly isKept: (word: string) => boolean;
  readonly scratch: Float64Array;
  readonly signsOf: (name: string) => NumberSigns;
  /** Those of the whole table, found when they are needed. */
  readonly decimalSigns: () => DecimalSigns;
  readonly onMistakes: (name: string, error: InputError) => void;
}

export function typeNumbers(column: NumericColumn, typing: Typing): Typed {
  const { name } = column;
  const { format, notices: read } = readPoints(column, typing.signsOf(name), typing.decimalSigns);
  const values = numbersIn(column, format);
  const { type, notices = [] } = typeValues({ kind: 'numeric', name, values }, typing);
  if (type.kind !== 'numeric') return { type, notices };
  return { type: format === undefined ? type : { ...type, format }, notices: [...notices, ...read] };
}

function typeValues(column: NumericColumn, typing: Typing): Typed {
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

export function typeText(column: TextColumn, typing: Typing): Typed {
  const { name } = column;
  const { rows, everyRow, overrides, isMissing } = typing;
  const known = withMissingWords(column, isMissing);
  const answers = answerLevels(known, typing);
  if (answers !== undefined) {
    return {
      type: { name, kind: 'ordinal', forced: false, levels: answers },
      notices: [scaleNotice(name, countWords(column, rows), answers)],
    };
  }
  const { found, notices: doubts } = readText(known, typing);
  if (found?.kind === 'numbers') {
    const { format } = found;
    const reason = format === undefined ? longIntegerReason(countWords(known, rows)) : undefined;
    if (reason !== undefined) return { type: { name, kind: 'identifier', reason } };
    const values = cellsFromWords(column, (word) => readNumber(word, { format }) ?? Number.NaN);
    const { type, notices = [] } = typeValues({ kind: 'numeric', name, values }, typing);
    const isNumeric = type.kind === 'numeric';
    return {
      type: isNumeric ? { ...type, format } : type,
      notices: [...notices, ...(isNumeric ? [...numberNotices(column, found, rows, typing), ...doubts] : [])],
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

/** The levels of numbered answers in the whole table, if the rows have at least two of them. */
function answerLevels(column: TextColumn, { rows, everyRow }: Typing): Levels | undefined {
  // Unused and missing words may be in the dictionary too.
  if (column.dictionary.length > 2 * MOST_LEVELS || countWords(column, rows).words.length < 2)
    return undefined;
  return numberedAnswers(column.name, countWords(column, everyRow).words);
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
