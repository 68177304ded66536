/**
 * Numbers derived from the cells of a column, such as the year of a date or the length of a text: one feature each,
 * imputed and scaled like a numeric column.
 */
import * as z from 'zod';
import type { ColumnScale } from '../../matrix.js';
import { fitScale } from './column-scale.js';
import { scaleFields } from './column-scale-schema.js';
import type { Destination } from './destination.js';
import { writeImputed } from './imputed-cells.js';
import { medianInPlace } from './median.js';
import { moments } from './moments.js';
import { gatherPresent } from './numeric-cells.js';

export const derivedFields = {
  ...scaleFields,
  /** Replaces a missing value, before scaling. */
  median: z.number(),
};

export type DerivedNumber = ColumnScale & { readonly median: number };

/**
 * Scale and median of the present (not NaN) values of `rows`; `undefined` without any, or if all are equal up to
 * rounding. `scratch` must have room for all rows.
 */
export function fitDerived(
  cells: Float64Array,
  rows: Int32Array,
  scratch: Float64Array,
): DerivedNumber | undefined {
  const values = gatherPresent(cells, rows, scratch);
  if (values.length === 0) return undefined;
  const spread = moments(values);
  if (spread.deviation === 0) return undefined;
  const median = medianInPlace(values);
  return { ...fitScale(values, spread, median), median };
}

/** The part of a fitted number that scales. */
export function derivedScale({ mean, scale, quantiles }: DerivedNumber): ColumnScale {
  return { mean, scale, ...(quantiles && { quantiles }) };
}

/** Writes the cells of `rows` to the destination's first column. */
export function writeDerived(
  fitted: DerivedNumber,
  cells: Float64Array,
  rows: Int32Array,
  destination: Destination,
): void {
  const { median } = fitted;
  writeImputed(
    { name: '', scale: derivedScale(fitted), median, value: true, indicator: false },
    cells,
    rows,
    destination,
  );
}

/** Writes a 1 for each of `rows` whose cell is missing to the destination's first column. */
export function writeIndicator(cells: Float64Array, rows: Int32Array, destination: Destination): void {
  writeImputed({ name: '', median: 0, value: false, indicator: true }, cells, rows, destination);
}
