/** Rows of a model in a form in which distances make sense. */
import { scaleRows } from '../classifiers/ensembles/cross-fitting/scaled-rows.js';
import { type CodedMatrix, type FeatureMatrix, withCategories } from '../matrix.js';
import type { Preparation } from '../tables/preparation/preparation.js';

/** Prepared rows with their numbers scaled; a missing value is the mean, and categories keep their codes. */
export function comparableRows(preparation: Preparation, X: FeatureMatrix): CodedMatrix {
  const categories = preparation.levels.some((levels) => levels !== null) ? preparation.levels : undefined;
  const coded = withCategories(X, categories);
  const scaled = scaleRows(coded, X.data instanceof Float64Array ? preparation.scaling : undefined);
  return { ...scaled, data: scaled.data.map((value) => (Number.isNaN(value) ? 0 : value)) };
}
