/** Numbers as people and spreadsheets write them: `45%`, `$1,234.50`, `1.234,5 €`, `(12)`, `−3`, `1 234 kr`, `£2.5m`. */
import * as z from 'zod';
import { quote } from '../../../text/name-list.js';
import { DECIMALS, type SEPARATORS, THOUSANDS } from './separators.js';

/** How the numbers of a column are written. */
export const NumberFormatSchema = z.strictObject({
  /** The sign before the fraction. */
  decimal: z.enum(DECIMALS),
  /** What separates groups of three digits; absent if nothing did, `none` if nothing may. */
  thousands: z.enum(THOUSANDS).optional(),
  /** The unit or the unit of measurement that the numbers have, as written, in lower case. */
  unit: z.string().optional(),
  /** The numbers are percentages: `45%` is 45. */
  percent: z.boolean().optional(),
});

export type NumberFormat = Readonly<z.infer<typeof NumberFormatSchema>>;
export type Decimal = NumberFormat['decimal'];
export type Thousands = (typeof SEPARATORS)[number];

/** A written number, without the meaning of its separators. */
export interface WrittenNumber {
  /** Digits, separators and an exponent; every space is a plain one. */
  readonly digits: string;
  /** What the number is multiplied by: -1 if negative, 1000 for `k`. */
  readonly factor: number;
  readonly unit: string | undefined;
  readonly percent: boolean;
}

const CURRENCY =
  '(?:[a-z]{0,3}\\p{Sc}|(?:usd|eur|euros?|gbp|jpy|cny|rmb|inr|chf|cad|aud|nzd|sek|nok|dkk|pln|czk|huf|ron|bgn|rub|try|ils|brl|mxn|zar|krw|sgd|hkd|thb|idr|myr|php|vnd|aed|sar|kr|rs|fr|zł|kč|ft|lei|лв|руб|dollars?)(?![a-z])\\.?)';
/** Only after the number, without a magnitude; not `m`, which may be one. */
const MEASURE =
  '(?:[kcdmμ]?g|[kcdmμ]m|miles?|mi|yd|in|lbs?|oz|[cdm]?l|°[cf]?|k?wh?|mwh?|k?v|ma|[kmg]?hz|[kmgt]b|ms|s|secs?|seconds?|mins?|minutes?|h|hrs?|hours?|days?|weeks?|months?|years?|yrs?|km/h|mph|rpm|hp|px|hpa|kpa|bar|psi|kj|kcal|mmhg|k?m2|sqft|ha)\\.?';
const WRITTEN = new RegExp(
  `^([+-]?) ?(${CURRENCY})? ?([+-]?) ?([0-9.,](?:[0-9.,'_ ]*[0-9.,])?(?:e[+-]?[0-9]+)?)(?: ?(${MEASURE})|(?: ?(k|m|mn|mio|bn|b))? ?(?:(%|percent|pct\\.?)|(${CURRENCY}))?)$`,
  'u',
);
const MAGNITUDES: ReadonlyMap<string, number> = new Map([
  ['k', 1e3],
  ['m', 1e6],
  ['mn', 1e6],
  ['mio', 1e6],
  ['bn', 1e9],
  ['b', 1e9],
]);
/** Longer text is not a number: the largest have about 310 digits. */
const LONGEST = 400;
/** Most numbers; the rest of the grammar is slow. */
const SIMPLE = /^([+-]?)([0-9.,]*[0-9])(%?)$/;
const MINUS = /[\u2212\u2013\ufe63\uff0d]/g;
const NOT_ASCII = /[\u0080-\uffff]/;
const DIGIT = /[0-9\u0660-\uffff]/;

/** The parts of `text` if it is written like a number, else undefined. */
export function writtenNumber(text: string): WrittenNumber | undefined {
  if (text.length > LONGEST) return undefined;
  const simple = SIMPLE.exec(text);
  if (simple !== null) {
    return {
      digits: simple[2],
      factor: simple[1] === '-' ? -1 : 1,
      unit: undefined,
      percent: simple[3] !== '',
    };
  }
  if (!DIGIT.test(text)) return undefined;
  let body = text.trim().toLowerCase();
  // The compatibility forms of wide digits, signs and spaces.
  if (NOT_ASCII.test(body)) {
    body = body.normalize('NFKC').replace(MINUS, '-').replace(/\s/g, ' ').replaceAll('’', "'");
  }
  const brackets = body.startsWith('(') && body.endsWith(')');
  if (brackets) body = body.slice(1, -1).trim();
  const parts = WRITTEN.exec(body);
  if (parts === null || !/[0-9]/.test(parts[4])) return undefined;
  const [, outer, before, inner, digits, measure, magnitude, percent, currency] = parts;
  const after = measure ?? currency;
  const signs = outer + inner;
  if (signs.length > 1 || (brackets && signs !== '') || (before && after)) return undefined;
  const unit = before ?? after;
  if (magnitude !== undefined && unit === undefined) return undefined;
  const size = magnitude === undefined ? 1 : MAGNITUDES.get(magnitude)!;
  return {
    digits,
    factor: brackets || signs === '-' ? -size : size,
    unit,
    percent: percent !== undefined,
  };
}

/** The format in words: `numbers such as 1,234.5, with "%" or without`. */
export function formatText(format: NumberFormat | undefined): string {
  const { decimal = '.', thousands = 'none', unit, percent } = format ?? {};
  const number = `${thousands === 'none' ? '1234' : `1${thousands}234`}${decimal}5`;
  const units = [...(unit === undefined ? [] : [quote(unit)]), ...(percent ? ['"%"'] : [])];
  const around = units.length === 0 ? ', without a unit or sign' : `, with ${units.join(' and ')} or without`;
  return `numbers such as ${number}${around}`;
}

const PLAIN = /^(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/;
const PLAIN_COMMA = /^(?:\d+,?\d*|,\d+)(?:e[+-]?\d+)?$/;
/** Groups of three digits, or those of the Indian system: `12,34,567`. */
const GROUPED = /^[1-9]\d{0,2}(?:([,' _])\d{3})(?:\1\d{3})*(?:\.\d*)?$/;
const GROUPED_BY_TWO = /^[1-9]\d?(?:,\d{2})+,\d{3}(?:\.\d*)?$/;
const GROUPED_COMMA = /^[1-9]\d{0,2}(?:([.' _])\d{3})(?:\1\d{3})*(?:,\d*)?$/;

/** The separator of groups in `digits`, '' if there are none; undefined if they are not a number with `decimal`. */
export function groupsOf(digits: string, decimal: Decimal): Thousands | '' | undefined {
  const isPoint = decimal === '.';
  if ((isPoint ? PLAIN : PLAIN_COMMA).test(digits)) return '';
  const groups = (isPoint ? GROUPED : GROUPED_COMMA).exec(digits)?.[1] as Thousands | undefined;
  return groups ?? (isPoint && GROUPED_BY_TWO.test(digits) ? ',' : undefined);
}

/**
 * The value of `text` in a format; NaN if it is not a number. A sign of percent or the unit may be missing, groups
 * of three digits may have any separator but the decimal one.
 */
export function parseFormatted(text: string, format: NumberFormat): number {
  const written = writtenNumber(text);
  return written !== undefined && fits(written, format) ? numberOf(written, format.decimal) : Number.NaN;
}

/** Whether the number can be read in the format. */
export function fits({ digits, unit, percent }: WrittenNumber, format: NumberFormat): boolean {
  if ((percent && !format.percent) || (unit !== undefined && unit !== format.unit)) return false;
  const groups = groupsOf(digits, format.decimal);
  return groups === '' || (groups !== undefined && format.thousands !== 'none');
}

function numberOf({ digits, factor }: WrittenNumber, decimal: Decimal): number {
  const pointed =
    decimal === '.' ? digits.replace(/[,' _]/g, '') : digits.replace(/[.' _]/g, '').replace(',', '.');
  const value = Number(pointed) * factor;
  return Number.isFinite(value) ? value : Number.NaN;
}
