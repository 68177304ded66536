/** Numeric columns: standardised to mean 0 and deviation 1, because the networks expect it. */
import type { Column } from '../table.js';
import type { FittedNumeric } from './fitted-columns.js';
import { medianInPlace } from './median.js';
import { moments } from './moments.js';
import { gatherPresent, numericCells } from './numeric-cells.js';

/**
 * Learns mean, population standard deviation (scikit-learn's `StandardScaler`) and median of the
 * present cells of `rows`. Missing cells take no part in the mean. A column whose present values are
 * all equal has no value column, only the indicator, unless it is `forced`: then it is all 0, with
 * scale 1 as in `StandardScaler`. A forced column without any value counts as 0 throughout.
 */
export function fitNumeric(
  column: Column,
  rows: Int32Array,
  forced: boolean,
  source: string,
  scratch: Float64Array,
): FittedNumeric {
  const values = gatherPresent(numericCells(column, rows, source), rows, scratch);
  const known = values.length > 0;
  const { mean, deviation } = known ? moments(values) : { mean: 0, deviation: 0 };
  return {
    name: column.name,
    kind: 'numeric',
    mean,
    scale: deviation > 0 ? deviation : 1,
    median: known ? medianInPlace(values) : 0,
    value: forced || deviation > 0,
    indicator: values.length < rows.length,
  };
}
