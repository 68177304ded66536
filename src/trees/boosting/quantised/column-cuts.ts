/** Bins of columns by cuts between values, chosen from a sample of the rows. */
import type { RandomStream } from '../../../engine/random/random-stream.js';
import { type FeatureMatrix, floatsLike } from '../../../matrix.js';
import { isConstant } from '../../../tables/preparation/moments.js';
import { equalBins } from '../../binning/bin-matrix.js';
import { LARGEST_FLOAT32, middleOf, type Values } from '../../binning/binned-matrix.js';
import { LevelGroups } from '../../binning/level-groups.js';

/** Most bins of a column: with the code of missing values they fit in a byte. */
export const MOST_BINS = 255;
/** Rows whose values choose the cuts: enough for some 200 in each bin. */
const SAMPLE = 50_000;

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
  constructor(X: FeatureMatrix, maxBins: number, random: RandomStream) {
    const { columns } = X;
    this.categories = LevelGroups.of(X);
    const rows = sampledRows(X.rows, random);
    const sample = byColumn(X, rows);
    this.cuts = Array.from({ length: columns }, (_, column) =>
      this.categories?.has(column)
        ? floatsLike(X.data, 0)
        : cutsOf(sample.subarray(column * rows.length, (column + 1) * rows.length), maxBins),
    );
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

/** The values of these rows, one column after the other. */
function byColumn({ data, columns }: FeatureMatrix, rows: Int32Array): Values {
  const values = floatsLike(data, rows.length * columns);
  for (let i = 0; i < rows.length; i++) {
    const start = rows[i] * columns;
    for (let column = 0; column < columns; column++) values[column * rows.length + i] = data[start + column];
  }
  return values;
}

/** Sorts the values. */
function cutsOf(values: Values, maxBins: number): Values {
  values.sort();
  let present = values.length;
  while (present > 0 && Number.isNaN(values[present - 1])) present--;
  const single = values instanceof Float32Array;
  const constant = present === 0 || (!single && isConstant(values[0], values[present - 1]));
  if (constant) return floatsLike(values, 0);
  /** For each distinct value the number of values below it; and of all. */
  const below = new Uint32Array(present + 1);
  const distinct = floatsLike(values, present);
  let count = 0;
  for (let i = 0; i < present; i++) {
    if (i > 0 && values[i] === values[i - 1]) continue;
    distinct[count] = values[i];
    below[count++] = i;
  }
  below[count] = present;
  const last = equalBins(below.subarray(0, count + 1), maxBins);
  const cuts = floatsLike(values, last.length - 1);
  for (let bin = 0; bin < cuts.length; bin++) {
    cuts[bin] = middleOf(distinct[last[bin]], distinct[last[bin] + 1], single);
  }
  return cuts;
}
