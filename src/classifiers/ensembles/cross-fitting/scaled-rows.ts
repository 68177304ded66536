/** Rows of values as classifiers of the form `scaled` take them: what a preparation would have given these. */
import { type ColumnScale, type FeatureMatrix, inSinglePrecision, type Matrix } from '../../../matrix.js';
import { scaledValue } from '../../../tables/preparation/column-scale.js';

/** One for each column of values; null for a column that is left as it is. */
export type Scaling = readonly (ColumnScale | null)[];

/** How rows of 64-bit values are scaled; undefined for 32 bits, which are taken for scaled. */
export function scalingOf({ data, columns, scaling }: FeatureMatrix): Scaling | undefined {
  if (data instanceof Float32Array) return undefined;
  return scaling ?? new Array<null>(columns).fill(null);
}

/** X by `scaling`, rounded to 32 bits; without it X in 32 bits. */
export function scaleRows(X: FeatureMatrix, scaling: Scaling | undefined): Matrix {
  if (scaling === undefined) return inSinglePrecision(X);
  const { data, rows, columns } = X;
  const out = new Float32Array(data.length);
  scaling.forEach((scale, column) => {
    for (let at = column; at < data.length; at += columns) {
      out[at] = scale === null ? data[at] : scaledValue(data[at], scale);
    }
  });
  return { data: out, rows, columns };
}
