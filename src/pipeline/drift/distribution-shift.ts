/** Compares the distribution of one feature in two samples of rows. */
import { chiSquaredTest } from '../../statistics/chi-squared-test.js';
import { kolmogorovSmirnov } from '../../statistics/kolmogorov-smirnov.js';
import { populationStability } from '../../statistics/population-stability.js';
import type { FeatureProfile } from '../training-record/feature-profile.js';
import type { DistributionShift, DriftBin } from './drift.js';

/** A sample of rows: its values in ascending order, without the missing ones. */
export interface Distribution {
  readonly sorted: Float64Array;
  readonly missing: number;
  /**
   * If the values are known in bins only: the largest value of each bin, the first one the smallest value of all. Each
   * value is then the largest of its bin. A distance between distribution functions is then one of those at the cuts,
   * which is at most the true one: the tests are conservative.
   */
  readonly cuts?: readonly number[];
}

/** @param values NaN for missing ones */
export function distributionOf(values: Float64Array): Distribution {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort();
  return { sorted, missing: values.length - sorted.length };
}

/** The sample that a profile describes; of quantiles in the bins between these. */
export function distributionOfProfile(profile: FeatureProfile): Distribution {
  const { missing } = profile;
  if ('values' in profile) {
    const { values, counts } = profile;
    return { sorted: repeated(values, counts), missing };
  }
  const { quantiles, upTo } = profile;
  const places = [...quantiles.keys()].filter((i) => i === 0 || quantiles[i] > quantiles[i - 1]);
  const cuts = places.map((i) => quantiles[i]);
  const counts = places.map((i, k) => upTo[i] - (k === 0 ? 0 : upTo[places[k - 1]]));
  return { sorted: repeated(cuts, counts), missing, cuts };
}

function repeated(values: readonly number[], counts: readonly number[]): Float64Array {
  const all = new Float64Array(counts.reduce((sum, count) => sum + count, 0));
  let at = 0;
  values.forEach((value, i) => {
    all.fill(value, at, at + counts[i]);
    at += counts[i];
  });
  return all;
}

/** Numbers with at most so many distinct values in the reference are compared like categories. */
const FEW_VALUES = 10;
/** Bins of categories that are shown; the others are one. */
const MOST_BINS = 12;
/** Groups of categories that the index is computed over; the others are one. */
const MOST_GROUPS = 50;
const BINS_OF_NUMBERS = 10;

export const MISSING = '(missing)';

export interface FeatureNames {
  /** Whether values are codes without an order. */
  readonly categories: boolean;
  nameOf(value: number): string;
}

/** How `now` differs from `before`. Both must have rows. */
export function distributionShift(
  before: Distribution,
  now: Distribution,
  { categories, nameOf }: FeatureNames,
): DistributionShift {
  const { cuts } = before;
  const placed = cuts === undefined ? now : { ...now, sorted: now.sorted.map((value) => upTo(cuts, value)) };
  if (!categories && (cuts !== undefined || !hasFewValues(before.sorted)))
    return shiftOfNumbers(before, placed);
  return shiftOfCategories(before, placed, nameOf);
}

/** The largest value of the bin of `value`; infinite beyond all values of the reference. */
function upTo(cuts: readonly number[], value: number): number {
  if (value < cuts[0]) return Number.NEGATIVE_INFINITY;
  const at = countWhere(cuts, (cut) => cut < value);
  return at < cuts.length ? cuts[at] : Number.POSITIVE_INFINITY;
}

function hasFewValues(sorted: Float64Array): boolean {
  let distinct = 0;
  for (let i = 0; i < sorted.length; i++) {
    if ((i === 0 || sorted[i] !== sorted[i - 1]) && ++distinct > FEW_VALUES) return false;
  }
  return true;
}

function shiftOfCategories(
  before: Distribution,
  now: Distribution,
  nameOf: (value: number) => string,
): DistributionShift {
  const counts = new Map<number, [number, number]>();
  [before, now].forEach(({ sorted }, side) => {
    for (const value of sorted) {
      const count = counts.get(value);
      if (count === undefined) counts.set(value, side === 0 ? [1, 0] : [0, 1]);
      else count[side]++;
    }
  });
  const groups = [...counts]
    .sort(([one], [other]) => one - other)
    .map(([value, count]): Bin => ({ label: nameOf(value), count }));
  return shiftOfGroups(groups, [before.missing, now.missing]);
}

/**
 * How the shares of groups of rows differ: by the chi-squared test of all of them, and the index over the 49 largest in both
 * samples together and the rest.
 *
 * @param groups in the order in which they are shown, at most 12
 * @param missing rows without a value
 */
export function shiftOfGroups(groups: readonly Bin[], missing: readonly [number, number]): DistributionShift {
  const all = [...groups.map(({ count }) => count), missing];
  const { method, p } = chiSquaredTest(
    all.map(([one]) => one),
    all.map(([, other]) => other),
  );
  const rows = sumOf(all);
  const { psi } = binned(largestGroups(groups, rows, MOST_GROUPS), missing, rows);
  const { bins } = binned(largestGroups(groups, rows, MOST_BINS), missing, rows);
  return { test: method, p, psi, bins };
}

function largestGroups(groups: readonly Bin[], rows: readonly [number, number], most: number): Bin[] {
  if (groups.length <= most) return [...groups];
  const share = ({ count: [one, other] }: Bin) => one / rows[0] + other / rows[1];
  const largest = groups.toSorted((one, other) => share(other) - share(one));
  const kept = new Set(largest.slice(0, most - 1));
  const rest = groups.filter((group) => !kept.has(group));
  const others = { label: `${rest.length} others`, count: sumOf(rest.map(({ count }) => count)) };
  return [...groups.filter((group) => kept.has(group)), others];
}

function sumOf(counts: readonly (readonly [number, number])[]): [number, number] {
  return counts.reduce<[number, number]>(([a, b], [c, d]) => [a + c, b + d], [0, 0]);
}

function shiftOfNumbers(before: Distribution, now: Distribution): DistributionShift {
  const missing: [number, number] = [before.missing, now.missing];
  const present: [number, number] = [before.sorted.length, now.sorted.length];
  const tests: number[] = [];
  if (present[0] > 0 && present[1] > 0) tests.push(kolmogorovSmirnov(before.sorted, now.sorted).p);
  if (missing[0] + missing[1] > 0) {
    const { p } = chiSquaredTest([present[0], missing[0]], [present[1], missing[1]]);
    tests.push(p);
  }
  return {
    test: 'kolmogorov-smirnov',
    // Of two tests, by Bonferroni.
    p: Math.min(1, tests.length * Math.min(...tests)),
    ...binned(tenths(before.sorted, now.sorted), missing, [rowsOf(before), rowsOf(now)]),
  };
}

/** The upper end of a bin of numbers; closed if it belongs to the bin. */
interface End {
  readonly at: number;
  readonly closed: boolean;
}

/** Bins of about a tenth of the reference each; a value that is more than a tenth has a bin of its own. */
function tenths(before: Float64Array, now: Float64Array): Bin[] {
  const tenth = (k: number) => before[Math.ceil((k / BINS_OF_NUMBERS) * before.length) - 1];
  const values =
    before.length === 0 ? [] : Array.from({ length: BINS_OF_NUMBERS - 1 }, (_, k) => tenth(k + 1));
  const ends = [...new Set(values)].flatMap((at): End[] =>
    values.filter((value) => value === at).length > 1
      ? [
          { at, closed: false },
          { at, closed: true },
        ]
      : [{ at, closed: true }],
  );
  const below = (sorted: Float64Array, end: End | undefined) =>
    end === undefined
      ? sorted.length
      : countWhere(sorted, (value) => value < end.at || (end.closed && value === end.at));
  return [...ends, undefined]
    .map((end, i, all): Bin => {
      const start = i === 0 ? undefined : all[i - 1];
      const count = (sorted: Float64Array) => below(sorted, end) - (start ? below(sorted, start) : 0);
      return { label: rangeText(start, end), count: [count(before), count(now)] };
    })
    .filter(({ count: [one, other] }) => one + other > 0);
}

function rangeText(start: End | undefined, end: End | undefined): string {
  const text = ({ at }: End) => String(Number(at.toPrecision(4)));
  if (end === undefined) return start === undefined ? 'all' : `above ${text(start)}`;
  if (start === undefined) return `${end.closed ? 'up to' : 'below'} ${text(end)}`;
  if (start.at === end.at) return text(end);
  return `${text(start)} to ${text(end)}`;
}

/** How many of the first of ascending values fulfil a condition that holds up to some place. */
export function countWhere<T>(sorted: ArrayLike<T>, holds: (value: T) => boolean): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(sorted[middle])) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Rows of both samples. */
export interface Bin {
  readonly label: string;
  readonly count: readonly [number, number];
}

function binned(
  bins: readonly Bin[],
  missing: readonly [number, number],
  rows: readonly [number, number],
): { readonly psi: number; readonly bins: DriftBin[] } {
  const all = missing[0] + missing[1] > 0 ? [...bins, { label: MISSING, count: missing }] : bins;
  return {
    psi: populationStability(
      all.map(({ count }) => count[0]),
      all.map(({ count }) => count[1]),
    ),
    bins: all.map(({ label, count }) => ({
      label,
      before: count[0] / rows[0],
      now: count[1] / rows[1],
    })),
  };
}

export function rowsOf({ sorted, missing }: Distribution): number {
  return sorted.length + missing;
}
