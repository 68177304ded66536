/**
 * How a number was typed, in one byte, so that a column that turns out to be text after a million numeric cells can still
 * restore every earlier cell as typed (`007`, `1.0`). With this byte instead of the text, a numeric column takes little
 * more memory than its floats.
 *
 * The rule behind it: when |value - typed decimal| < half a unit of the last typed digit,
 * `value.toFixed(decimals)` restores the typed digits, because toFixed rounds exactly (ECMA-262,
 * Number.prototype.toFixed). The number parser gives such a code only if this holds.
 */

/** Codes 0..MAX_DECIMALS: the number of digits after the point, without leading zeros. */
export const MAX_DECIMALS = 30;
/** Codes PADDED + width: an integer filled with zeros on the left to `width` digits. */
export const PADDED = 32;
export const MAX_PADDED_WIDTH = 15;
/** Whether numbers of this code have leading zeros, as identifiers do. */
export function isPadded(code: number): boolean {
  return code > PADDED && code <= PADDED + MAX_PADDED_WIDTH;
}
/** JavaScript's own `String(value)`. */
export const CANONICAL = 254;
/** Any other spelling (`1e3`, `+5`, `.5`): the characters are kept in a `VerbatimLog`. */
export const VERBATIM = 255;

/** The text of a cell from its value and any code but `VERBATIM`. */
export function spell(value: number, code: number): string {
  if (code === CANONICAL) return String(value);
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  const magnitude = Math.abs(value);
  if (code > PADDED) return sign + magnitude.toFixed(0).padStart(code - PADDED, '0');
  return sign + magnitude.toFixed(code);
}
