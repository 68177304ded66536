/** Bins of columns by cuts between values, chosen from a sample of the rows. */
import type { RandomStream } from '../../../engine/random/random-stream.js';
import { type FeatureMatrix, floatsLike } from '../../../matrix.js';
import { isConstant } from '../../../tables/preparation/moments.js';
import { equalBins } from '../../binning/bin-matrix.js';
import { LARGEST_FLOAT32, middleOf, type Values } from '../../binning/binned-matrix.js';
import { LevelGroups } from '../../binning/level-groups.js';
import type { FitThreads } from './threads/fit-threads.js';

/** Most bins of a column: with the code of missing values they fit in a byte. */
export const MOST_BINS = 255;
/** Rows whose values choose the cuts: enough for some 200 in each bin. */
const SAMPLE = 50_000;
/** Values that are sorted at once, in some columns. */
const SORTED_VALUES = 2 ** 20;
/** Rows that are read again for each column while they are in the cache. */
const TRANSPOSED_ROWS = 64;
/** Integers that the sorting of a column needs. */
const SORT_COUNTS = 2048;

/**
 * The code of a number is the number of the column's cuts below it, so that `x <= cuts[k]` if and only if its code is at
 * most k; missing values have the code above the last bin. Category columns have the codes of `LevelGroups`.
 */
export class ColumnCuts {
  /** Ascending, in the precision of X; none for a category column. */
  readonly cuts: readonly Values[];
  /** Undefined if all columns are numbers. */
  readonly categories: LevelGroups | undefined;
  /** Number of codes of each column, without that of missing values. */
  readonly bins: Int32Array;

  /**
   * A bin for every distinct value if `maxBins` suffice, otherwise bins of nearly as many rows.
   *
   * @throws InputError for a value of a category column that is not a code of a level
   */
  constructor(X: FeatureMatrix, maxBins: number, random: RandomStream, threads: FitThreads) {
    const { columns } = X;
    this.categories = LevelGroups.of(X);
    const rows = sampledRows(X.rows, random);
    const cuts: Values[] = Array.from({ length: columns }, () => floatsLike(X.data, 0));
    const numbers = [...cuts.keys()].filter((column) => !this.categories?.has(column));
    for (const [column, sorted] of sortedColumns(X, numbers, rows, threads)) {
      cuts[column] = cutsOf(sorted, maxBins, X.data);
    }
    this.cuts = cuts;
    this.bins = Int32Array.from(this.cuts, ({ length }, column) =>
      this.categories?.has(column) ? this.categories.codes(column) : length + 1,
    );
  }

  /** The threshold of the split after bin `code`: the largest float of the precision if all numbers go left. */
  threshold(column: number, code: number): number {
    const cuts = this.cuts[column];
    if (code < cuts.length) return cuts[code];
    return cuts instanceof Float32Array ? LARGEST_FLOAT32 : Number.MAX_VALUE;
  }
}

/** All rows, or as many as the sample drawn without replacement, ascending. */
function sampledRows(rows: number, random: RandomStream): Int32Array {
  const sample = new Int32Array(Math.min(rows, SAMPLE));
  let drawn = 0;
  for (let row = 0; drawn < sample.length; row++) {
    if (random.integer(rows - row) < sample.length - drawn) sample[drawn++] = row;
  }
  return sample;
}

/** The values of these columns in the rows, ascending and NaN last; each is valid until the next one. */
function* sortedColumns(
  { data, columns }: FeatureMatrix,
  numbers: readonly number[],
  rows: Int32Array,
  threads: FitThreads,
): Generator<[column: number, sorted: Float64Array]> {
  const { engine, count } = threads;
  const n = rows.length;
  const atOnce = Math.min(numbers.length, Math.max(1, Math.floor(SORTED_VALUES / n)));
  const address = engine.allocateDoubles(atOnce * n);
  const spare = engine.allocateDoubles(count * n);
  const counts = engine.allocateInts(count * SORT_COUNTS);
  for (let from = 0; from < numbers.length; from += atOnce) {
    const some = numbers.slice(from, from + atOnce);
    const values = engine.doubles(address, some.length * n);
    for (let first = 0; first < n; first += TRANSPOSED_ROWS) {
      const end = Math.min(n, first + TRANSPOSED_ROWS);
      for (let k = 0; k < some.length; k++) {
        for (let i = first; i < end; i++) values[k * n + i] = data[rows[i] * columns + some[k]];
      }
    }
    threads.run('sort', [n, address, spare, counts], some.length);
    for (let k = 0; k < some.length; k++) yield [some[k], values.subarray(k * n, (k + 1) * n)];
  }
}

function cutsOf(sorted: Float64Array, maxBins: number, like: Values): Values {
  let present = sorted.length;
  while (present > 0 && Number.isNaN(sorted[present - 1])) present--;
  const is64Bit = like instanceof Float64Array;
  const constant = present > 0 && is64Bit && isConstant(sorted[0], sorted[present - 1]);
  const distinct = new Float64Array(present);
  /** For each distinct value the number of values below it, and at the end the number of all. */
  const below = new Uint32Array(present + 1);
  let count = 0;
  for (let i = 0; i < (constant ? 1 : present); i++) {
    if (i > 0 && sorted[i] === sorted[i - 1]) continue;
    distinct[count] = sorted[i];
    below[count++] = i;
  }
  below[count] = present;
  const last = equalBins(below.subarray(0, count + 1), maxBins);
  const cuts = floatsLike(like, Math.max(0, last.length - 1));
  for (let bin = 0; bin < cuts.length; bin++) {
    const rank = last[bin];
    cuts[bin] = middleOf(distinct[rank], distinct[rank + 1], !is64Bit);
  }
  return cuts;
}
