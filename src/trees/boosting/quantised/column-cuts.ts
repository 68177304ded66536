/** Bins of columns by cuts between values, chosen from a sample of the rows. */
import type { RandomStream } from '../../../engine/random/random-stream.js';
import { type FeatureMatrix, floatsLike } from '../../../matrix.js';
import { equalBins, rowsUpTo } from '../../binning/bin-matrix.js';
import { LARGEST_FLOAT32, middleOf, type Values } from '../../binning/binned-matrix.js';
import { ColumnRanker } from '../../binning/column-ranker.js';
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
    const ranker = new ColumnRanker(rows.length, X.data);
    const ranks = new Uint32Array(rows.length);
    this.cuts = Array.from({ length: columns }, (_, column) => {
      if (this.categories?.has(column)) return floatsLike(X.data, 0);
      const values = sample.subarray(column * rows.length, (column + 1) * rows.length);
      return cutsOf(ranker.rank(values, ranks), ranks, maxBins);
    });
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

/** @param distinct ascending, `ranks` those of the rows, that of missing values being the number of distinct ones */
function cutsOf(distinct: Values, ranks: Uint32Array, maxBins: number): Values {
  const last = equalBins(rowsUpTo(ranks, distinct.length), maxBins);
  const cuts = floatsLike(distinct, Math.max(0, last.length - 1));
  for (let bin = 0; bin < cuts.length; bin++) {
    const rank = last[bin];
    cuts[bin] = middleOf(distinct[rank], distinct[rank + 1], distinct instanceof Float32Array);
  }
  return cuts;
}
