/** Ranges of numbers between quantiles. */

/** Levels are values of the column, ranges of numbers are between quantiles, periods are days, months and so on. */
export type SliceKind = 'levels' | 'ranges' | 'periods';

/** A division of numbers: the names of the slices, and the slice of a value, which is not NaN. */
export interface NumberSlices {
  readonly kind: SliceKind;
  readonly names: readonly string[];
  sliceOf(value: number): number;
}

/** Columns of at most this many distinct numbers are sliced by them. */
const MOST_VALUES = 10;
/** Ranges of about equally many rows. */
const RANGES = 5;
/** Fewest significant digits of a boundary. */
const DIGITS = 3;

/** @param sorted ascending, without NaN */
export function numberRanges(sorted: Float64Array): NumberSlices {
  const distinct = sorted.filter((value, i) => i === 0 || value !== sorted[i - 1]);
  if (distinct.length <= MOST_VALUES) {
    const index = new Map([...distinct].map((value, i) => [value, i]));
    return {
      kind: 'levels',
      names: [...distinct].map(String),
      sliceOf: (value) => index.get(value) as number,
    };
  }
  const cuts: number[] = [];
  for (let part = 1; part < RANGES; part++) {
    const value = sorted[Math.ceil((part / RANGES) * sorted.length) - 1];
    const next = distinct.find((each) => each > value);
    if (next === undefined) break;
    const cut = shortestBetween(value, next);
    if (cut !== cuts.at(-1)) cuts.push(cut);
  }
  const names = [...cuts, undefined].map((to, i) => {
    const from = cuts[i - 1];
    if (from === undefined) return `up to ${to}`;
    return to === undefined ? `above ${from}` : `above ${from} to ${to}`;
  });
  return {
    kind: 'ranges',
    names,
    sliceOf: (value) => {
      const place = cuts.findIndex((cut) => value <= cut);
      return place < 0 ? cuts.length : place;
    },
  };
}

/** The number of fewest digits, three or more, from `value` to below `next`: it divides the rows in the same way. */
function shortestBetween(value: number, next: number): number {
  for (let digits = DIGITS; digits < 17; digits++) {
    const step = 10 ** (Math.floor(Math.log10(Math.abs(value) || 1)) - digits + 1);
    for (const near of [value, value + step]) {
      const rounded = Number(near.toPrecision(digits));
      if (rounded >= value && rounded < next) return rounded;
    }
  }
  return value;
}
