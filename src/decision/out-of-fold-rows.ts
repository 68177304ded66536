/** What calibrations and decisions are fitted on. */
import { InputError } from '../errors.js';
import type { Matrix } from '../matrix.js';

export interface OutOfFoldRows {
  /** Rows x classes, each row by a model that did not learn it; each row sums to 1. */
  readonly probabilities: Matrix;
  /** The class index (column) of each row. */
  readonly y: Int32Array;
  /** What each row counts in the metric of a tuned decision, above 0; default 1. */
  readonly weights?: Float64Array;
}

/** @throws InputError for no rows, different lengths, class indices out of range, and what is no probability. */
export function checkOutOfFold({ probabilities, y }: OutOfFoldRows): void {
  const { data, rows, columns } = probabilities;
  if (rows < 1) throw new InputError('the out-of-fold probabilities have no rows');
  if (y.length !== rows) {
    throw new InputError(`y has ${y.length} rows, but the out-of-fold probabilities have ${rows}`);
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

/** The number of rows of each class. */
export function countRows(y: Int32Array, classes: number): Float64Array {
  const counts = new Float64Array(classes);
  for (const c of y) counts[c]++;
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
