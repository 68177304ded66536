// Numbers with as many digits as it takes to see what they decide.
import { STANDARD_ERRORS } from './rules.mjs';

/** Decimals that show so many significant digits of a value. */
function decimalsOf(value, digits) {
  return Math.max(0, digits - 1 - Math.floor(Math.log10(Math.abs(value))));
}

/** With its sign, but 0. @param {number} value @param {number} decimals */
function signed(value, decimals) {
  const text = Math.abs(value).toFixed(decimals);
  return value === 0 ? text : `${value < 0 ? '−' : '+'}${text}`;
}

/** Significant digits of the record: an error below them is rounding. */
const RECORDED = 5;

/**
 * A mean with its standard error and, in brackets, the interval that its verdict is read from: to two digits of the standard error,
 * or more if the mean or an end of the interval would round to 0 otherwise.
 * @param {{ mean: number, error: number }} judged of `rules.mjs`; the error is NaN if there are too few cases
 */
export function meanWithInterval({ mean, error }) {
  if (Number.isNaN(error)) return `${signed(mean, mean === 0 ? 0 : decimalsOf(mean, 2))} ± ?`;
  const ends = [mean - STANDARD_ERRORS * error, mean + STANDARD_ERRORS * error];
  const decimals = Math.max(
    ...[mean, ...ends].map((value) => (value === 0 ? 0 : decimalsOf(value, 1))),
    error === 0 ? 0 : Math.min(decimalsOf(error, 2), decimalsOf(mean === 0 ? error : mean, RECORDED)),
  );
  const [low, high] = ends.map((end) => signed(end, decimals));
  return `${signed(mean, decimals)} ± ${error.toFixed(decimals)} [${low}, ${high}]`;
}

/** Two digits, without an exponent if the number is neither tiny nor huge. */
export const inTwoDigits = (value) => String(Number(value.toPrecision(2)));

/** Least and largest of these. @param {readonly number[]} values */
export const range = (values) => `${inTwoDigits(Math.min(...values))} to ${inTwoDigits(Math.max(...values))}`;
