/** Numbers: scaled to about mean 0 and standard deviation 1, as the networks expect. */
import { fitScale } from './column-scale.js';
import type { FittedNumeric } from './fitted-columns.js';
import { medianInPlace } from './median.js';
import { moments } from './moments.js';
import { gatherPresent } from './numeric-cells.js';

/**
 * Fits mean, population standard deviation (scikit-learn's `StandardScaler`) and median of the present cells of
 * `rows`, and their quantiles if a few values dominate the standard deviation (`fitScale`). A column whose present
 * values are all equal up to rounding (`isConstant`) has no value column, only the indicator, unless it is `forced`:
 * then it is all 0, with scale 1 as in `StandardScaler`. A forced column without any value is 0 throughout.
 */
export function fitNumbers(
  name: string,
  cells: Float32Array | Float64Array,
  rows: Int32Array,
  forced: boolean,
  scratch: Float64Array,
): Omit<FittedNumeric, 'kind' | 'format'> {
  const values = gatherPresent(cells, rows, scratch);
  const known = values.length > 0;
  const spread = known ? moments(values) : { mean: 0, deviation: 0 };
  const range = known ? rangeOf(values) : undefined;
  const median = known ? medianInPlace(values) : 0;
  return {
    name,
    ...fitScale(values, spread, median),
    median,
    value: forced || spread.deviation > 0,
    indicator: values.length < rows.length,
    ...(range && { range }),
  };
}

/** The smallest and the largest of at least one value. */
export function rangeOf(values: Float64Array): { readonly least: number; readonly greatest: number } {
  let least = values[0];
  let greatest = values[0];
  for (let i = 1; i < values.length; i++) {
    if (values[i] < least) least = values[i];
    else if (values[i] > greatest) greatest = values[i];
  }
  // Adding 0 turns -0 into 0, which JSON would lose.
  return { least: least + 0, greatest: greatest + 0 };
}

/** The cells of `rows` beyond the range of training by more than its width. */
export function countFarOutside(
  cells: Float32Array | Float64Array,
  rows: Int32Array,
  range: FittedNumeric['range'],
): number {
  let count = 0;
  for (const row of rows) if (isFarOutside(cells[row], range)) count++;
  return count;
}

/** Whether a cell is beyond the range of training by more than its width. */
export function isFarOutside(cell: number, range: FittedNumeric['range']): boolean {
  if (range === undefined) return false;
  const { least, greatest } = range;
  const width = greatest - least;
  return width > 0 && (cell > greatest + width || cell < least - width);
}
