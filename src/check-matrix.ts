/** The checks of a matrix that everything taking one makes, with one wording. */
import { InputError } from './errors.js';
import type { Matrix } from './matrix.js';

/** Throws `InputError` unless X is non-empty and its sizes agree (and are `columns` wide, if given). */
export function checkShape(X: Matrix, columns?: number): void {
  if (X.data.length !== X.rows * X.columns) {
    throw new InputError(
      `X has ${X.data.length} values, but ${X.rows} rows x ${X.columns} columns need ${X.rows * X.columns}`,
    );
  }
  if (columns !== undefined && X.columns !== columns) {
    throw new InputError(`X has ${X.columns} columns, but the classifier was fitted on ${columns}`);
  }
  if (X.columns < 1) throw new InputError('X has no columns');
  if (X.rows < 1) throw new InputError('X has no rows');
}

/** Throws `InputError` that names the first value of X that is not a finite number. */
export function checkFinite(X: Matrix): void {
  for (let i = 0; i < X.data.length; i++) {
    if (Number.isFinite(X.data[i])) continue;
    throw new InputError(
      `X is ${X.data[i]} at row ${Math.floor(i / X.columns)}, column ${i % X.columns}: ` +
        'fill or drop missing and infinite values first',
    );
  }
}
