/** Numeric columns: scaled to about mean 0 and standard deviation 1, as the networks expect. */
import type { Column } from '../table.js';
import { fitScale } from './column-scale.js';
import type { FittedNumeric } from './fitted-columns.js';
import { medianInPlace } from './median.js';
import { moments } from './moments.js';
import { gatherPresent, numericCells } from './numeric-cells.js';

/**
 * Fits mean, population standard deviation (scikit-learn's `StandardScaler`) and median of the present cells of
 * `rows`, and their quantiles if a few values dominate the standard deviation (`fitScale`). A column whose present
 * values are all equal up to rounding (`isConstant`) has no value column, only the indicator, unless it is `forced`:
 * then it is all 0, with scale 1 as in `StandardScaler`. A forced column without any value is 0 throughout.
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
  const spread = known ? moments(values) : { mean: 0, deviation: 0 };
  const median = known ? medianInPlace(values) : 0;
  return {
    name: column.name,
    kind: 'numeric',
    ...fitScale(values, spread, median),
    median,
    value: forced || spread.deviation > 0,
    indicator: values.length < rows.length,
  };
}
