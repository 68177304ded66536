/**
 * Converts decimal text to a 64-bit float, correct to the last bit, without creating a string if possible. Three ways, by
 * the number of significant digits:
 *
 * - up to 15, with a power of ten up to 22: mantissa and power are exact, so one multiplication or
 *   division rounds correctly (W. D. Clinger, "How to read floating point numbers accurately", 1990);
 * - 16 to 19, with such a power: the quotient in double-double arithmetic (T. J. Dekker, 1971), taken
 *   when its error cannot change the rounding (A. Ziv's test, 1991);
 * - otherwise `Number(text)`.
 */
import { MAX_DECIMALS, MAX_PADDED_WIDTH, PADDED, VERBATIM } from './spelling.js';
import { LONGEST_VERBATIM } from './verbatim-log.js';

const ZERO = 48;
const PLUS = 43;
const MINUS = 45;
const POINT = 46;

/** 10^0 .. 10^22: the powers of ten that are exact in a 64-bit float. */
export const POWERS_OF_TEN = Float64Array.from({ length: 23 }, (_, power) => Number(`1e${power}`));
const LARGEST_POWER = 22;
const EXACT_DIGITS = 15;
const MOST_DIGITS = 19;
/** Relative error allowed for a double-double quotient; its true bound is below 2^-100. */
const QUOTIENT_ERROR = 2 ** -90;

/** Parses one number per call; results are fields, so that a cell allocates nothing. */
export class NumberParser {
  /** The parsed value; +-Infinity when the text overflows. */
  value = 0;
  /** How it was typed: a code of spelling.ts. */
  spelling = 0;
  /** A plain integer beyond 2^53 that cannot be recovered from the float: see `losesIntegerDigits`. */
  losesDigits = false;
  /** Distance from the value to the typed decimal, in units of its last digit. */
  #residual = 0;

  /**
   * Parses `bytes[start, end)`, `[+-] (digits [. [digits]] | . digits) [e [+-] digits]`, without blanks.
   * Returns false, and leaves the fields alone, when the text is not such a number, or is longer than
   * 255 characters (which then stays text, with nothing lost).
   */
  parse(bytes: Uint8Array, start: number, end: number): boolean {
    if (end - start > LONGEST_VERBATIM) return false;
    let at = start;
    const signed = at < end && (bytes[at] === MINUS || bytes[at] === PLUS);
    const negative = signed && bytes[at] === MINUS;
    if (signed) at++;

    // The significant digits: the first 15 in `high`, up to four more in `low`.
    let high = 0;
    let low = 0;
    let significant = 0;
    let digits = 0;
    let point = -1;
    const firstDigit = bytes[at];
    for (; at < end; at++) {
      const digit = bytes[at] - ZERO;
      if (digit >= 0 && digit <= 9) {
        digits++;
        if (significant === 0 && digit === 0) continue;
        if (significant < EXACT_DIGITS) high = high * 10 + digit;
        else if (significant < MOST_DIGITS) low = low * 10 + digit;
        significant++;
      } else if (bytes[at] === POINT && point < 0) point = digits;
      else break;
    }
    if (digits === 0) return false;
    const decimals = point < 0 ? 0 : digits - point;
    let exponent = 0;
    const hasExponent = at < end;
    if (hasExponent) {
      exponent = readExponent(bytes, at, end);
      if (Number.isNaN(exponent)) return false;
    }

    const power = exponent - decimals;
    this.#residual = 0;
    let magnitude = this.#magnitude(high, low, significant, power);
    const exactText = magnitude >= 0;
    if (!exactText) magnitude = Number(asciiText(bytes, signed ? start + 1 : start, end));
    this.value = negative ? -magnitude : magnitude;
    this.losesDigits =
      point < 0 &&
      !hasExponent &&
      significant > EXACT_DIGITS &&
      losesIntegerDigits(asciiText(bytes, signed ? start + 1 : start, end), magnitude);

    const integerDigits = point < 0 ? digits : point;
    const plain = !hasExponent && !(signed && !negative) && integerDigits > 0 && point !== digits;
    const keepsDigits = significant <= EXACT_DIGITS || (exactText && this.#residual < 0.49);
    this.spelling = VERBATIM;
    if (plain && keepsDigits) {
      const padded = integerDigits > 1 && firstDigit === ZERO;
      if (!padded && decimals <= MAX_DECIMALS) this.spelling = decimals;
      else if (padded && point < 0 && digits <= MAX_PADDED_WIDTH) this.spelling = PADDED + digits;
    }
    return true;
  }

  /** (high 10^k + low) 10^power with k the digits of low, or -1 if this method is not exact for it. */
  #magnitude(high: number, low: number, significant: number, power: number): number {
    if (significant === 0) return 0;
    if (power < -LARGEST_POWER || power > LARGEST_POWER) return -1;
    const scale = POWERS_OF_TEN[Math.abs(power)];
    if (significant <= EXACT_DIGITS) return power < 0 ? high / scale : high * scale;
    if (significant > MOST_DIGITS || power > 0) return -1;

    // The mantissa as an exact sum head + tail: below 10^19 it needs at most 64 bits.
    const lift = POWERS_OF_TEN[significant - EXACT_DIGITS];
    const lifted = high * lift;
    const liftedError = productError(high, lift, lifted);
    const head = lifted + low;
    const tail = low - (head - lifted) + liftedError;

    const quotient = head / scale;
    const product = quotient * scale;
    const remainder = head - product - productError(quotient, scale, product) + tail;
    const correction = remainder / scale;
    const rounded = quotient + correction;
    const rest = correction - (rounded - quotient);
    const error = rounded * QUOTIENT_ERROR;
    if (rounded + (rest + error) !== rounded || rounded + (rest - error) !== rounded) return -1;
    this.#residual = (Math.abs(rest) + error) * scale;
    return rounded;
  }
}

/**
 * Whether the integer `digits` cannot be recovered from `value`, the float it parses to. It can if the two are equal, or
 * if `digits` is the float's own text: then any other integer with the same float is detected. So identifiers stay
 * distinct, and floats written by a program stay numbers.
 */
export function losesIntegerDigits(digits: string, value: number): boolean {
  const exact = BigInt(digits);
  return exact !== BigInt(value) && String(value) !== exact.toString();
}

/** The exponent from its `e` at `at` up to `end`; NaN if that is not an exponent. */
function readExponent(bytes: Uint8Array, at: number, end: number): number {
  if ((bytes[at] | 32) !== 101) return Number.NaN;
  let i = at + 1;
  const negative = bytes[i] === MINUS;
  if (i < end && (negative || bytes[i] === PLUS)) i++;
  if (i === end) return Number.NaN;
  let exponent = 0;
  for (; i < end; i++) {
    const digit = bytes[i] - ZERO;
    if (digit < 0 || digit > 9) return Number.NaN;
    exponent = exponent * 10 + digit;
  }
  return negative ? -exponent : exponent;
}

/** a b - fl(a b), exactly (Dekker's product with Veltkamp's split; no overflow at these sizes). */
function productError(a: number, b: number, product: number): number {
  const splitA = a * 134217729;
  const aHigh = splitA - (splitA - a);
  const aLow = a - aHigh;
  const splitB = b * 134217729;
  const bHigh = splitB - (splitB - b);
  const bLow = b - bHigh;
  return aLow * bLow - (product - aHigh * bHigh - aLow * bHigh - aHigh * bLow);
}

function asciiText(bytes: Uint8Array, start: number, end: number): string {
  let text = '';
  for (let i = start; i < end; i++) text += String.fromCharCode(bytes[i]);
  return text;
}

const INFINITY_WORD = /^[+-]?inf(inity)?$/i;

/** Whether `bytes[start, end)` is `inf`, `-Infinity` or the like, in any case. */
export function isInfinityWord(bytes: Uint8Array, start: number, end: number): boolean {
  return end - start <= 9 && end - start >= 3 && INFINITY_WORD.test(asciiText(bytes, start, end));
}
