/** How the values of a row compare with those of the training rows. */
import type { FeatureMatrix } from '../../matrix.js';
import { featuresByColumn } from '../column-features.js';
import type { TableClassifier } from '../table-classifier.js';
import { type FeatureProfile, presentRows, shareUpTo } from '../training-record/feature-profile.js';

/** `high` and `low`: at least nine tenths of the training rows are below or above the value. `new`: a category that training did not have. */
export type ValueRemark = 'high' | 'low' | 'missing' | 'new';

const TAIL = 0.1;

/**
 * The remark about a column of a row; undefined for a usual value, for lists and texts, and for models without a record of
 * their training table.
 *
 * @param matrix all rows, unscaled, missing cells NaN
 */
export function valueRemark(
  { preparation, record }: TableClassifier,
  matrix: FeatureMatrix,
): (column: string, row: number) => ValueRemark | undefined {
  if (record === undefined) return () => undefined;
  const features = featuresByColumn(preparation.featureColumns);
  const kinds = new Map(preparation.inputColumns.map(({ name, kind }) => [name, kind]));
  return (column, row) => {
    const [feature] = features.get(column) as readonly number[];
    const value = matrix.data[row * matrix.columns + feature];
    const profile = record.profiles[feature];
    switch (kinds.get(column)) {
      case 'categorical':
        return 'values' in profile && !profile.values.includes(value) ? 'new' : undefined;
      case 'numeric':
      case 'ordinal': {
        if (Number.isNaN(value)) return 'missing';
        if (presentRows(profile) === 0) return undefined;
        if (shareBelow(profile, value) >= 1 - TAIL) return 'high';
        return shareUpTo(profile, value) <= TAIL ? 'low' : undefined;
      }
      case 'date':
        return Number.isNaN(value) ? 'missing' : undefined;
      default:
        return undefined;
    }
  };
}

/** The share of the training rows below `x`. */
function shareBelow(profile: FeatureProfile, x: number): number {
  if (!('values' in profile)) return shareUpTo(profile, x);
  const at = profile.values.indexOf(x);
  return at < 0 ? shareUpTo(profile, x) : shareUpTo(profile, x) - profile.counts[at] / presentRows(profile);
}
