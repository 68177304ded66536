/** Numbers as people and spreadsheets write them: `45%`, `$1,234.50`, `1.234,5 €`, `(12)`, `−3`, `1 234 kr`. */
import * as z from 'zod';

const SEPARATORS = [',', '.', ' ', "'", '_'] as const;

/** How the numbers of a column are written. */
export const NumberFormatSchema = z.strictObject({
  /** The sign before the fraction. */
  decimal: z.enum(['.', ',']),
  /** What separates groups of three digits; absent if nothing did, `none` if nothing may. */
  thousands: z.enum([...SEPARATORS, 'none']).optional(),
  /** The currency that the numbers have, as written, in lower case. */
  currency: z.string().optional(),
  /** The numbers are percentages: `45%` is 45. */
  percent: z.boolean().optional(),
});

export type NumberFormat = Readonly<z.infer<typeof NumberFormatSchema>>;
export type Decimal = NumberFormat['decimal'];
export type Thousands = (typeof SEPARATORS)[number];

/** A written number, without the meaning of its separators. */
export interface WrittenNumber {
  readonly negative: boolean;
  /** Digits, separators and an exponent; every space is a plain one. */
  readonly digits: string;
  readonly currency: string | undefined;
  readonly percent: boolean;
}

const CURRENCY =
  '(?:[a-z]{0,3}\\p{Sc}|(?:usd|eur|euros?|gbp|jpy|cny|rmb|inr|chf|cad|aud|nzd|sek|nok|dkk|pln|czk|huf|ron|bgn|rub|try|ils|brl|mxn|zar|krw|sgd|hkd|thb|idr|myr|php|vnd|aed|sar|kr|rs|fr|zł|kč|ft|lei|лв|руб|dollars?)(?![a-z])\\.?)';
const WRITTEN = new RegExp(
  `^(?<sign>[+-]?) ?(?<before>${CURRENCY})? ?(?<inner>[+-]?) ?(?<digits>[0-9.,](?:[0-9.,'_ ]*[0-9.,])?(?:e[+-]?[0-9]+)?) ?(?:(?<percent>%|percent|pct\\.?)|(?<after>${CURRENCY}))?$`,
  'u',
);
const MINUS = /[\u2212\u2013\ufe63\uff0d]/g;
const NOT_ASCII = /[\u0080-\uffff]/;

/** The parts of `text` if it is written like a number, else undefined. */
export function writtenNumber(text: string): WrittenNumber | undefined {
  let body = text.trim().toLowerCase();
  if (body === '') return undefined;
  // The compatibility forms of wide digits, signs and spaces.
  if (NOT_ASCII.test(body))
    body = body.normalize('NFKC').replace(MINUS, '-').replace(/\s/g, ' ').replaceAll('’', "'");
  const brackets = body.startsWith('(') && body.endsWith(')');
  if (brackets) body = body.slice(1, -1).trim();
  const parts = WRITTEN.exec(body)?.groups;
  if (parts === undefined || !/[0-9]/.test(parts.digits)) return undefined;
  const signs = parts.sign + parts.inner;
  if (signs.length > 1 || (brackets && signs !== '') || (parts.before && parts.after)) return undefined;
  return {
    negative: brackets || signs === '-',
    digits: parts.digits,
    currency: parts.before ?? parts.after,
    percent: parts.percent !== undefined,
  };
}

const PLAIN = /^(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/;
const GROUPED = /^[1-9]\d{0,2}(?:([,' _])\d{3})(?:\1\d{3})*(?:\.\d*)?$/;
/** Of the Indian system: `12,34,567`. */
const GROUPED_BY_TWO = /^[1-9]\d?(?:,\d{2})+,\d{3}(?:\.\d*)?$/;

/** The separator of groups in `digits`, '' if there are none; undefined if they are not a number with `decimal`. */
export function groupsOf(digits: string, decimal: Decimal): Thousands | '' | undefined {
  const pointed = decimal === '.' ? digits : swapped(digits);
  if (PLAIN.test(pointed)) return '';
  const separator = GROUPED.exec(pointed)?.[1] ?? (GROUPED_BY_TWO.test(pointed) ? ',' : undefined);
  if (separator === undefined) return undefined;
  return (separator === ',' && decimal === ',' ? '.' : separator) as Thousands;
}

/** The value of digits for which `groupsOf` is defined. */
export function numberOf({ digits, negative }: WrittenNumber, decimal: Decimal): number {
  const pointed = decimal === '.' ? digits : swapped(digits);
  const value = Number(pointed.replace(/[,' _]/g, ''));
  return Number.isFinite(value) ? (negative ? -value : value) : Number.NaN;
}

/**
 * The value of `text` in a format; NaN if it is not a number. A sign of percent or the currency may be missing, groups
 * of three digits may have any separator but the decimal one.
 */
export function parseFormatted(text: string, format: NumberFormat): number {
  const written = writtenNumber(text);
  if (written === undefined) return Number.NaN;
  if (written.percent && !format.percent) return Number.NaN;
  if (written.currency !== undefined && written.currency !== format.currency) return Number.NaN;
  const groups = groupsOf(written.digits, format.decimal);
  const isNumber = groups !== undefined && (groups === '' || format.thousands !== 'none');
  return isNumber ? numberOf(written, format.decimal) : Number.NaN;
}

function swapped(digits: string): string {
  return digits.replace(/[.,]/g, (sign) => (sign === '.' ? ',' : '.'));
}
