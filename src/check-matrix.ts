/** The checks of a matrix, with the same messages for all functions that take one. */
import { InputError } from './errors.js';
import type { FeatureMatrix } from './matrix.js';

/** Throws `InputError` unless X is a non-empty matrix whose sizes agree (and which is `columns` wide, if given). */
export function checkShape(X: FeatureMatrix, columns?: number): void {
  checkForm(X);
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

/** By their tags, which arrays of another realm, such as a frame, have too. */
const FLOATS = ['[object Float32Array]', '[object Float64Array]'];

/** Programs without types pass rows as arrays of numbers, and the data as an array. */
function checkForm(X: unknown): void {
  const { data, rows, columns } = (X ?? {}) as { [field in keyof FeatureMatrix]?: unknown };
  const hasSizes = Number.isInteger(rows) && Number.isInteger(columns);
  if (hasSizes && FLOATS.includes(Object.prototype.toString.call(data))) return;
  const example = Array.isArray(X)
    ? ': of an array of rows, { data: Float32Array.from(X.flat()), rows: X.length, columns: X[0].length }'
    : '';
  throw new InputError(
    'X is not a matrix: give { data, rows, columns }, with the values row after row in data, a Float32Array or ' +
      `Float64Array, and the numbers of rows and columns${example}`,
  );
}

/**
 * Throws `InputError` that names the first value of X that is not a finite number.
 *
 * @param missingAllowed NaN passes, as a missing value; default false
 */
export function checkFinite(X: FeatureMatrix, missingAllowed = false): void {
  const { data } = X;
  for (let from = 0; from < data.length; from += RUN) {
    const to = Math.min(from + RUN, data.length);
    if (!allFinite(data, from, to)) checkEach(X, from, to, missingAllowed);
  }
}

/** Values that are checked at once. */
const RUN = 1024;

/** x - x is 0 for finite x alone; four sums of it, so that an addition need not wait for the one before. */
function allFinite(data: Float32Array | Float64Array, from: number, to: number): boolean {
  let [a, b, c, d] = [0, 0, 0, 0];
  let i = from;
  for (; i + 4 <= to; i += 4) {
    a += data[i] - data[i];
    b += data[i + 1] - data[i + 1];
    c += data[i + 2] - data[i + 2];
    d += data[i + 3] - data[i + 3];
  }
  for (; i < to; i++) a += data[i] - data[i];
  return a + b + c + d === 0;
}

function checkEach(
  { data, columns }: FeatureMatrix,
  from: number,
  to: number,
  missingAllowed: boolean,
): void {
  for (let i = from; i < to; i++) {
    if (Number.isFinite(data[i]) || (missingAllowed && Number.isNaN(data[i]))) continue;
    throw new InputError(
      `X is ${data[i]} at row ${Math.floor(i / columns)}, column ${i % columns}: ` +
        `fill or drop ${missingAllowed ? 'infinite' : 'missing and infinite'} values first`,
    );
  }
}

/** Codes above this are not exact in 32 bits. */
const MOST_LEVELS = 2 ** 24;

/** Throws `InputError` unless `X.categories` has null or a number of levels for each column of X. */
export function checkCategories({ categories, columns }: FeatureMatrix): void {
  if (categories === undefined) return;
  if (categories.length !== columns) {
    throw new InputError(`X.categories has ${categories.length} values for ${columns} columns`);
  }
  categories.forEach((levels, column) => {
    if (levels === null || (Number.isInteger(levels) && levels >= 1 && levels <= MOST_LEVELS)) return;
    throw new InputError(
      `X.categories is ${levels} for column ${column}: give null, or a number of levels from 1 to ${MOST_LEVELS}`,
    );
  });
}

/** Throws `InputError` that names the first value in a column of `categories` that is not one of its codes. */
export function checkCodes(
  { data, rows, columns }: FeatureMatrix,
  categories: readonly (number | null)[],
): void {
  categories.forEach((levels, column) => {
    if (levels === null) return;
    for (let row = 0; row < rows; row++) {
      const code = data[row * columns + column];
      if (code >= 0 && code < levels && Number.isInteger(code)) continue;
      throw new InputError(
        `X is ${code} at row ${row}, column ${column}, a column of categories: ` +
          `its codes must be integers from 0 to ${levels - 1}`,
      );
    }
  });
}
