/** The distribution of a prepared column over the training rows, in a few numbers. */
import * as z from 'zod';

/** Columns of at most this many distinct values are kept exactly. */
const MOST_VALUES = 50;
/** Quantiles of other columns: at 0, 1 / 50, ..., 1. */
const PARTS = 50;

export const FeatureProfileSchema = z.union([
  z.strictObject({
    /** The distinct values, ascending, and their rows. */
    values: z.array(z.number()).readonly(),
    counts: z.array(z.int().min(1)).readonly(),
    /** Rows without a value. */
    missing: z.int().min(0),
  }),
  z.strictObject({
    /** At equal steps of the share of the rows with a value, from the smallest to the largest. */
    quantiles: z.array(z.number()).min(2).readonly(),
    /** Rows with at most each of them, which is more than its share if the value occurs often. */
    upTo: z.array(z.int().min(1)).readonly(),
    /** Rows with a value. */
    present: z.int().min(1),
    missing: z.int().min(0),
  }),
]);

export type FeatureProfile = z.infer<typeof FeatureProfileSchema>;

/** @param values NaN is a missing one */
export function featureProfile(values: Float64Array): FeatureProfile {
  const present = values.filter((value) => !Number.isNaN(value)).sort();
  const missing = values.length - present.length;
  const distinct: number[] = [];
  const counts: number[] = [];
  for (const value of present) {
    if (distinct.length > 0 && value === distinct[distinct.length - 1]) counts[counts.length - 1]++;
    else if (distinct.length === MOST_VALUES) {
      const quantiles = quantilesOf(present);
      return { quantiles, upTo: rowsUpTo(present, quantiles), present: present.length, missing };
    } else {
      distinct.push(value);
      counts.push(1);
    }
  }
  return { values: distinct, counts, missing };
}

/** The nearest value at each step: no value is made up. */
function quantilesOf(sorted: Float64Array): number[] {
  const last = sorted.length - 1;
  return Array.from({ length: PARTS + 1 }, (_, part) => sorted[Math.round((part / PARTS) * last)]);
}

/** The values of `sorted` that are at most each of the ascending `cuts`. */
export function rowsUpTo(sorted: ArrayLike<number>, cuts: readonly number[]): number[] {
  let at = 0;
  return cuts.map((cut) => {
    while (at < sorted.length && sorted[at] <= cut) at++;
    return at;
  });
}

/** Rows with a value. */
export function presentRows(profile: FeatureProfile): number {
  return 'values' in profile ? profile.counts.reduce((sum, count) => sum + count, 0) : profile.present;
}

/**
 * The share of the training rows with a value that are at most `x`: exact for few distinct values, otherwise interpolated
 * between quantiles. 0 without any.
 */
export function shareUpTo(profile: FeatureProfile, x: number): number {
  if ('values' in profile) {
    const total = presentRows(profile);
    let rows = 0;
    for (let i = 0; i < profile.values.length && profile.values[i] <= x; i++) rows += profile.counts[i];
    return total === 0 ? 0 : rows / total;
  }
  const { quantiles } = profile;
  const parts = quantiles.length - 1;
  if (x < quantiles[0]) return 0;
  let at = parts;
  while (quantiles[at] > x) at--;
  if (at === parts) return 1;
  return (at + (x - quantiles[at]) / (quantiles[at + 1] - quantiles[at])) / parts;
}

/** A value that about the share `u` of the training rows are at most; undefined without any. */
export function valueAtShare(profile: FeatureProfile, u: number): number | undefined {
  if ('quantiles' in profile) {
    return profile.quantiles[
      Math.min(profile.quantiles.length - 1, Math.floor(u * profile.quantiles.length))
    ];
  }
  const total = presentRows(profile);
  let rows = 0;
  for (let i = 0; i < profile.values.length; i++) {
    rows += profile.counts[i];
    if (u * total < rows) return profile.values[i];
  }
  return profile.values.at(-1);
}
