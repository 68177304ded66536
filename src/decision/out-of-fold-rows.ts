/** What calibrations and decisions are fitted on. */
import { InputError } from '../errors.js';
import { type Matrix, rowsAt } from '../matrix.js';
import { mean } from '../mean.js';
import { rulesAt, type SplitRules } from '../tables/split/split-rules.js';

export interface OutOfFoldRows {
  /** Rows x classes, each row by a model that did not learn it; each row sums to 1. */
  readonly probabilities: Matrix;
  /** The class index (column) of each row. */
  readonly y: Int32Array;
  /** What each row counts in calibrations and tuned decisions, above 0; default 1. */
  readonly weights?: Float64Array;
  /** What the folds of the rows have to keep together or in order. */
  readonly split?: SplitRules;
}

/** @throws InputError for no rows, different lengths, class indices out of range, and what is no probability. */
export function checkOutOfFold({ probabilities, y, weights }: OutOfFoldRows): void {
  const { data, rows, columns } = probabilities;
  if (rows < 1) throw new InputError('the out-of-fold probabilities have no rows');
  if (y.length !== rows) {
    throw new InputError(`y has ${y.length} rows, but the out-of-fold probabilities have ${rows}`);
  }
  if (weights !== undefined && (weights.length !== rows || !weights.every((weight) => weight > 0))) {
    throw new InputError('the weights of the out-of-fold rows must be one number above 0 for each');
  }
  const outside = y.findIndex((c) => c < 0 || c >= columns);
  if (outside >= 0) {
    throw new InputError(`y is ${y[outside]} at row ${outside}, but there are ${columns} classes`);
  }
  const bad = data.findIndex((p) => !(p >= 0 && p <= 1));
  if (bad >= 0) {
    throw new InputError(
      `the out-of-fold probabilities are ${data[bad]} at row ${Math.floor(bad / columns)}`,
    );
  }
}

/** The rows at these places. */
export function takeOutOfFold(
  { probabilities, y, weights, split }: OutOfFoldRows,
  places: Int32Array,
): OutOfFoldRows {
  return {
    probabilities: rowsAt(probabilities, places),
    y: places.map((row) => y[row]),
    weights: weights && Float64Array.from(places, (row) => weights[row]),
    split: split && rulesAt(split, places),
  };
}

/** The rows with weights of mean 1: as the ridge of a calibration counts rows, the scale of weights must not matter. */
export function withMeanWeightOne(rows: OutOfFoldRows): OutOfFoldRows {
  const { weights } = rows;
  if (weights === undefined || weights.length === 0) return rows;
  const centre = mean(weights);
  return { ...rows, weights: weights.map((weight) => weight / centre) };
}

/** The rows of each class: their number, or the sum of their weights. */
export function countRows(y: Int32Array, classes: number, weights?: Float64Array): Float64Array {
  const counts = new Float64Array(classes);
  for (let row = 0; row < y.length; row++) counts[y[row]] += weights ? weights[row] : 1;
  return counts;
}

/** The class of `y` with the fewest rows: see `rarestOf`. */
export function rarestClass(y: Int32Array, classes: number): number {
  return rarestOf(countRows(y, classes));
}

/** The index of the smallest count, of those above 0; the later of equals, as in `no, yes`. */
export function rarestOf(counts: ArrayLike<number>): number {
  let rarest = Array.from(counts).findIndex((count) => count > 0);
  for (let c = rarest + 1; c < counts.length; c++) {
    if (counts[c] > 0 && counts[c] <= counts[rarest]) rarest = c;
  }
  return rarest;
}
