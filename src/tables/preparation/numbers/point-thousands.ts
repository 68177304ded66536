/** Columns whose points or commas may be decimal or separate thousands: `1.440` is 1.44 or 1440. */
import { quote } from '../../../text/name-list.js';
import { columnOption } from '../../../text/shell-word.js';
import type { NumericColumn, TextColumn } from '../../table.js';
import type { Typing } from '../infer-type.js';
import { unfitNotice } from '../type-notices.js';
import { countWords } from '../word-counts.js';
import { type DecimalSigns, mayHavePointGroups } from './decimal-signs.js';
import type { NumberSigns } from './find-number-format.js';
import type { NumberFormat } from './number-format.js';
import { type NumbersOfText, numbersOfText } from './numbers-of-text.js';

export interface FoundPoints {
  /** Undefined if the points are decimal. */
  readonly format?: NumberFormat;
  readonly notices: readonly string[];
}

/**
 * How the points of a numeric column are read: as `signs` say, else as thousands if commas are probably decimal in the
 * table (`DecimalSigns`) and cells without a point have at most three digits. Both the guess and the doubt have a notice.
 */
export function readPoints(
  column: NumericColumn,
  signs: NumberSigns,
  decimalSigns: () => DecimalSigns,
): FoundPoints {
  const { name, values, pointedIntegers } = column;
  const { decimal, thousands } = signs;
  const given = givenPoints(column, signs);
  if (given !== undefined) return { format: given, notices: [] };
  const example = firstPointed(column);
  if (example === undefined) return { notices: [] };
  const text = quote(pointedIntegers === undefined ? String(example) : example.toFixed(3));
  if (wantsGroups(signs)) return { notices: [unfitNotice(name, signs, text)] };
  if (pointedIntegers === undefined || decimal !== undefined || thousands !== undefined)
    return { notices: [] };
  const pointed = new Set(pointedIntegers);
  const integers = values.filter((value, row) => Number.isInteger(value) && !pointed.has(row));
  if (!integers.every((value) => Math.abs(value) < 1000)) return { notices: [] };
  const { commas, points } = decimalSigns();
  if (commas) {
    const notice =
      `column ${quote(name)}: numbers such as ${text} read with a point between thousands, because the table seems to ` +
      `have decimal commas; ${columnOption('--decimal', name, '.')} reads them with a decimal point`;
    return { format: { decimal: ',', thousands: '.' }, notices: [notice] };
  }
  // A fixed number of decimals is usual where points are decimal.
  if (points && integers.length === 0) return { notices: [] };
  return { notices: [doubtNotice(name, text)] };
}

/**
 * What a text column holds (`numbersOfText`). Where the user gives no sign, and commas, or points between three digits
 * and three, may be either, the comma is the decimal sign if it probably is in the table (`DecimalSigns`); but amounts
 * with commas between three digits keep their groups.
 */
export function readText(
  column: TextColumn,
  { everyRow, signsOf, decimalSigns }: Pick<Typing, 'everyRow' | 'signsOf' | 'decimalSigns'>,
): { readonly found: NumbersOfText | undefined; readonly notices: readonly string[] } {
  const signs = signsOf(column.name);
  const found = numbersOfText(column, everyRow, signs);
  if (found?.kind !== 'numbers' || signs.decimal !== undefined || signs.thousands !== undefined) {
    return { found, notices: [] };
  }
  const { words } = countWords(column, everyRow);
  const hasPoints = found.format === undefined && mayHavePointGroups(words);
  const hasCommas = found.ambiguous && found.format?.decimal === '.' && found.format.unit === undefined;
  if (!hasPoints && !hasCommas) return { found, notices: [] };
  const { commas, points } = decimalSigns();
  if (commas) {
    const other = numbersOfText(column, everyRow, { decimal: ',' });
    if (other?.kind === 'numbers') return { found: { ...other, ambiguous: true }, notices: [] };
  }
  if (!hasPoints || (points && words.every((word) => word.includes('.')))) return { found, notices: [] };
  return { found, notices: [doubtNotice(column.name, quote(words.find((word) => word.includes('.'))!))] };
}

function doubtNotice(name: string, example: string): string {
  return (
    `column ${quote(name)}: numbers such as ${example} read with a decimal point; if it separates thousands, ` +
    `${columnOption('--thousands', name, '.')} reads them so`
  );
}

/** The format of a numeric column in which the user says that points separate thousands, and they may. */
export function givenPoints(
  { pointedIntegers }: NumericColumn,
  signs: NumberSigns,
): NumberFormat | undefined {
  const { thousands = '.' } = signs;
  if (pointedIntegers === undefined || !wantsGroups(signs) || thousands === 'none') return undefined;
  return { decimal: ',', thousands };
}

function wantsGroups({ decimal, thousands }: NumberSigns): boolean {
  return decimal === ',' || thousands === '.';
}

/** The first number that has a point. */
function firstPointed({ values, pointedIntegers = new Uint32Array(0) }: NumericColumn): number | undefined {
  const fraction = values.findIndex((value) => !Number.isNaN(value) && !Number.isInteger(value));
  const row = fraction < 0 ? pointedIntegers[0] : Math.min(fraction, pointedIntegers[0] ?? fraction);
  return row === undefined ? undefined : values[row];
}
