/** Reads the numbers of a new table as those of training, and notices if they are plainly written otherwise. */
import { countOf, quote } from '../../../text/name-list.js';
import { isNumber, parseNumber } from '../../../text/number-text.js';
import type { Column } from '../../table.js';
import { booleanValue, isBooleanPair } from '../boolean-words.js';
import type { FittedNumeric } from '../fitted-columns.js';
import { cellsFromWords, numericCells, readNumber } from '../numeric-cells.js';
import type { ReadingContext } from '../reading-context.js';
import type { Remark } from '../remarks.js';
import { presentText } from '../unread-cells.js';
import { countWords } from '../word-counts.js';

export interface ReadNumbers {
  readonly cells: Float32Array | Float64Array;
  readonly remarks: Remark[];
}

/**
 * One number per row, NaN if missing (`numericCells`). Where the format of training does not read them all, plain numbers
 * with decimal points are read plainly, and true and false as the 1 and 0 of a column between 0 and 1.
 */
export function numbersAsTrained(
  fitted: FittedNumeric,
  column: Column,
  rows: Int32Array,
  { source, firstRow, isMissing, notations }: ReadingContext,
): ReadNumbers {
  const { name, format } = fitted;
  const isRead = (word: string) => readNumber(word, { format }) !== undefined;
  const notation = notations.of(fitted.name, {
    words: () =>
      column.kind === 'text' ? countWords(column, rows).words.filter((word) => !isMissing(word)) : undefined,
    hasNumbers: () => column.kind === 'numeric' && rows.some((row) => !Number.isNaN(column.values[row])),
    isRead,
    isOtherwise: (word) => parseNumber(word) !== readNumber(word, { format }),
    mayHavePoints: mayHavePoints(fitted),
    mayBeBoolean: mayBeBoolean(fitted),
    place: `${source}: column ${quote(name)}`,
  });
  if (notation.kind !== 'trained' && column.kind === 'text') {
    const example = quote(notation.example);
    return notation.kind === 'points'
      ? {
          cells: cellsFromWords(column, (word) => readNumber(word, {}) ?? Number.NaN),
          remarks: [
            fixedRemark(
              name,
              `column ${quote(name)}: numbers such as ${example} read with a decimal point, because not all of them ` +
                'are numbers with a decimal comma as in training',
            ),
          ],
        }
      : {
          cells: cellsFromWords(column, booleanValue),
          remarks: [
            fixedRemark(
              name,
              `column ${quote(name)}: ${example} and the like read as 0 and 1, as in training`,
            ),
          ],
        };
  }
  const cells = numericCells(column, rows, source, { format, isMissing }, firstRow);
  return {
    cells,
    remarks: [...thousandsRemark(fitted, column, cells, rows), ...percentRemark(fitted, column, cells, rows)],
  };
}

function fixedRemark(name: string, text: string): Remark {
  return { about: `notation of ${name}`, counts: [], examples: [], text: () => text };
}

/** Whether `numbersAsTrained` reads a text if all other cells are written alike. */
export function acceptsNumber(
  fitted: FittedNumeric,
  text: string,
  isMissing: (word: string) => boolean,
): boolean {
  if (readNumber(text, { format: fitted.format, isMissing }) !== undefined) return true;
  return (mayHavePoints(fitted) && isNumber(text)) || (mayBeBoolean(fitted) && isBooleanPair([text]));
}

function mayHavePoints({ format }: FittedNumeric): boolean {
  return format?.decimal === ',';
}

function mayBeBoolean({ range }: FittedNumeric): boolean {
  return range?.least === 0 && range.greatest === 1;
}

const THREE_DECIMALS = /\.\d{3}$/;

/** Says so if `18.490` is read as 18.49, where training has 18490, with a separator or in a new CSV file without one. */
function thousandsRemark(
  { name, format, range }: FittedNumeric,
  column: Column,
  cells: Float32Array | Float64Array,
  rows: Int32Array,
): Remark[] {
  const { decimal = '.', thousands = 'none' } = format ?? {};
  if (decimal !== '.' || range === undefined) return [];
  const { least, greatest } = range;
  const inRange = (value: number) => value >= least && value <= greatest;
  const inTraining =
    thousands === 'none'
      ? `the numbers of training are between ${least} and ${greatest}`
      : `training has ${quote(thousands)} between thousands`;
  let present = 0;
  let fitting = 0;
  let others = 0;
  const examples: string[] = [];
  const mayBeGroups =
    thousands !== 'none' || (column.kind === 'numeric' && column.pointedIntegers !== undefined);
  for (const row of rows) {
    const cell = cells[row];
    if (Number.isNaN(cell)) continue;
    present++;
    const isThousands =
      column.kind === 'text'
        ? mayBeGroups && THREE_DECIMALS.test(column.dictionary[column.codes[row]].trim())
        : mayBeGroups
          ? hasThreeDecimals(cell)
          : Number.isInteger(cell);
    if (!isThousands) {
      others++;
      break;
    }
    if (!Number.isInteger(cell) && examples.length === 0) examples.push(presentText(column, row)!);
    if (inRange(cell * 1000) && !inRange(cell)) fitting++;
  }
  return [
    {
      about: `thousands of ${name}`,
      counts: [present, fitting, others],
      examples,
      text: ({ counts: [all, fits, unlike], examples: [example] }) =>
        unlike > 0 || example === undefined || fits * 2 <= all
          ? undefined
          : `column ${quote(name)}: ${countOf(all, 'number')} such as ${quote(String(example))} read with a decimal ` +
            `point; ${inTraining}, so they may be meant 1000 times larger`,
    },
  ];
}

/** The spelling of a numeric column is lost: `18.490` is 18.49. */
function hasThreeDecimals(value: number): boolean {
  return Math.abs(value) < 1000 && Math.abs(value * 1000 - Math.round(value * 1000)) < 1e-3;
}

/** Says so if `0.45` is read as 0.45 %, where training has 45 % as `45%`. */
function percentRemark(
  { name, format, range }: FittedNumeric,
  column: Column,
  cells: Float32Array | Float64Array,
  rows: Int32Array,
): Remark[] {
  if (!format?.percent || range === undefined || (range.greatest <= 1 && range.least >= -1)) return [];
  let present = 0;
  let others = 0;
  const examples: string[] = [];
  for (const row of rows) {
    if (Number.isNaN(cells[row])) continue;
    const text = presentText(column, row)!;
    if (Math.abs(cells[row]) > 1 || /[%\uff05]|percent|pct/i.test(text)) {
      others++;
      break;
    }
    present++;
    if (cells[row] !== 0 && examples.length === 0) examples.push(text);
  }
  return [
    {
      about: `percentages of ${name}`,
      counts: [present, others],
      examples,
      text: ({ counts: [all, unlike], examples: [example] }) =>
        unlike > 0 || example === undefined
          ? undefined
          : `column ${quote(name)}: ${countOf(all, 'number')} such as ${quote(String(example))} without the percent sign ` +
            'that training has, read as percentages: if they are fractions, multiply them by 100',
    },
  ];
}
