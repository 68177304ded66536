/**
 * Numbers as text. One strict grammar decides everywhere whether a cell is a number, because JavaScript's `Number()`
 * also accepts '', '0x1f' and 'Infinity'.
 */

const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
const LEADING_ZERO = /^\s*[+-]?0\d/;

/**
 * The value of a decimal number with optional sign, fraction and exponent and surrounding blanks; NaN for anything
 * else, and for a number that is too large for 64 bits.
 */
export function parseNumber(text: string): number {
  const trimmed = text.trim();
  if (!DECIMAL.test(trimmed)) return Number.NaN;
  const value = Number(trimmed);
  return Number.isFinite(value) ? value : Number.NaN;
}

export function isNumber(text: string): boolean {
  return !Number.isNaN(parseNumber(text));
}

/**
 * The canonical spelling of a number, used for categories: the shortest that parses to the same value (ECMAScript
 * Number::toString), so 1, 1.0 and 1e0 are all `1` and -0 is `0`.
 */
export function canonicalNumber(value: number): string {
  return String(value);
}

/** Whether the text has a leading zero, like `007`: a code, which would lose its zeros as a number. */
export function hasLeadingZero(text: string): boolean {
  return LEADING_ZERO.test(text);
}
