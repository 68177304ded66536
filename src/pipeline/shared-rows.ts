/** Test rows that are also training rows, by the values of their columns. */

import type { FeatureMatrix } from '../matrix.js';
import type { Preparation, Prepared, PrepareOptions } from '../tables/preparation/preparation.js';
import { countSharedRows, rowsAmong } from '../tables/split/count-shared-rows.js';
import type { Part } from './training-parts.js';

/** Rows of a table, and what a preparation made of them. */
export interface PreparedPart {
  readonly part: Part;
  readonly matrix: FeatureMatrix;
}

/**
 * How many rows of `test` have the values of a row of `train` in every column that the preparation keeps. Rounding to 32
 * bits makes more rows equal, and no fewer: only the rows that are equal as they were prepared are looked at again
 * as values.
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
