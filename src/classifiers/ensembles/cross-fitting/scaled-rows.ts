/** Scales rows of values for classifiers of the form `scaled`, exactly as the preparation does. */
import {
  type CodedMatrix,
  type ColumnScale,
  type FeatureMatrix,
  inSinglePrecision,
  isCoded,
  withCategories,
} from '../../../matrix.js';
import { scaledValue } from '../../../tables/preparation/column-scale.js';

/** One per column; null for a column that is not scaled. */
export type Scaling = readonly (ColumnScale | null)[];

/** The scaling of 64-bit values; undefined for 32-bit rows, which are assumed to be scaled. */
export function scalingOf({ data, columns, scaling }: FeatureMatrix): Scaling | undefined {
  if (data instanceof Float32Array) return undefined;
  return scaling ?? new Array<null>(columns).fill(null);
}

/**
 * X scaled by `scaling` and rounded to 32 bits; without `scaling`, X rounded to 32 bits. Columns of categories keep
 * their codes.
 */
export function scaleRows(X: FeatureMatrix, scaling: Scaling | undefined): CodedMatrix {
  if (scaling === undefined) return inSinglePrecision(X);
  const { data, rows, columns, categories } = X;
  const out = new Float32Array(data.length);
  scaling.forEach((scale, column) => {
    const isUnscaled = scale === null || isCoded(X, column);
    for (let at = column; at < data.length; at += columns) {
      out[at] = isUnscaled ? data[at] : scaledValue(data[at], scale);
    }
  });
  return withCategories({ data: out, rows, columns }, categories);
}
