/** Formats scores, differences and intervals for tables. */
import type { Interval, Repeats } from './repeats.js';

const DIGITS = 3;

/** `0.912 ± 0.011`; without a deviation `0.912`; `-` for no value. */
export function repeatsText({ count, mean, deviation }: Repeats): string {
  if (count === 0) return '-';
  return count === 1 ? mean.toFixed(DIGITS) : `${mean.toFixed(DIGITS)} ± ${deviation.toFixed(DIGITS)}`;
}

/** As the paper prints it: two decimals. */
export function paperText(score: number | undefined): string {
  return score === undefined ? '-' : score.toFixed(2);
}

/** `+0.012`, `-0.003`, `0.000` */
export function differenceText(value: number): string {
  if (Number.isNaN(value)) return '-';
  const text = value.toFixed(DIGITS);
  if (Number(text) === 0) return (0).toFixed(DIGITS);
  return value > 0 ? `+${text}` : text;
}

/** `+0.004 to +0.021`, `-` without an interval. */
export function intervalText({ low, high }: Pick<Interval, 'low' | 'high'>): string {
  return Number.isNaN(low) ? '-' : `${differenceText(low)} to ${differenceText(high)}`;
}
