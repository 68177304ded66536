/** Test rows that equal training rows in the values of their columns. */

import type { FeatureMatrix } from '../matrix.js';
import type { Preparation, Prepared, PrepareOptions } from '../tables/preparation/preparation.js';
import { countSharedRows, rowsAmong } from '../tables/split/count-shared-rows.js';
import type { Part } from './part.js';

/** Rows of a table, and the same rows prepared. */
export interface PreparedPart {
  readonly part: Part;
  readonly matrix: FeatureMatrix;
}

/**
 * Number of rows of `test` that have the values of a row of `train` in every column that the preparation keeps. Rounding
 * to 32 bits makes more rows equal, never fewer, so only rows that are equal when prepared are compared by their values.
 */
export function countSharedValues(
  preparation: Preparation,
  train: PreparedPart,
  test: PreparedPart,
  needs: PrepareOptions,
): number {
  if (needs.form === 'values') return countSharedRows(train.matrix, test.matrix);
  const values = (
    { part, matrix }: PreparedPart,
    others: FeatureMatrix,
  ): Prepared<FeatureMatrix>['matrix'] => {
    const rows = rowsAmong(others, matrix).map((place) => part.rows[place]);
    return preparation.prepare(part.table, rows, { ...needs, form: 'values' }).matrix;
  };
  const shared = values(test, train.matrix);
  return shared.rows === 0 ? 0 : countSharedRows(values(train, test.matrix), shared);
}
