import { InputError } from '../errors.js';

/** Rows that an empty bin counts as: a share of 0 has no logarithm. */
const EMPTY_BIN = 0.5;

/**
 * The population stability index of two samples in the same bins (Siddiqi, "Credit risk scorecards", 2006): the sum of
 * (q - p) ln(q / p) over the bins, with the shares p of the first sample and q of the second, which is the symmetric
 * divergence of Kullback and Leibler. An empty bin counts as half a row. By custom below 0.1 is no change, 0.1 to 0.25 a
 * moderate and above it a strong one. Without any change it is about (bins - 1) (1 / m + 1 / n) for m and n rows.
 *
 * @param one rows in each bin
 * @param other likewise
 * @throws InputError for different lengths, and a sample without rows.
 */
export function populationStability(one: ArrayLike<number>, other: ArrayLike<number>): number {
  if (one.length !== other.length) {
    throw new InputError(`one has ${one.length} bins, but other has ${other.length}`);
  }
  const used = Array.from(one, (_, bin) => bin).filter((bin) => one[bin] + other[bin] > 0);
  const m = used.reduce((sum, bin) => sum + one[bin], 0);
  const n = used.reduce((sum, bin) => sum + other[bin], 0);
  if (m === 0 || n === 0) throw new InputError('a sample has no rows: there is nothing to compare');
  return used.reduce((sum, bin) => {
    const p = Math.max(one[bin], EMPTY_BIN) / m;
    const q = Math.max(other[bin], EMPTY_BIN) / n;
    return sum + (q - p) * Math.log(q / p);
  }, 0);
}
