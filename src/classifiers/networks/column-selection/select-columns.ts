/** Feature selection for networks on tables with nearly as many columns as rows. */
import type { Matrix } from '../../../matrix.js';
import type { LabelledRows } from '../../../training/training-data.js';
import { varianceRatios } from './variance-ratios.js';

export const COLUMN_SELECTIONS = ['none', 'wide'] as const;
export type ColumnSelection = (typeof COLUMN_SELECTIONS)[number];

/** Tables with at most this many columns keep them all. */
const NARROW = 100;
/** So do tables with at least this many rows per column. */
const ENOUGH_ROWS = 1.5;

/**
 * For tables with more than 100 columns and fewer than 1.5 rows per column, the floor(sqrt(rows)) columns with the
 * largest `varianceRatios` (of ties the first), ascending; undefined for other tables, which keep all columns.
 */
export function columnsOfWide(training: LabelledRows, classes: number): Int32Array | undefined {
  const { rows, columns } = training.X;
  if (columns <= NARROW || rows >= ENOUGH_ROWS * columns) return undefined;
  const most = Math.floor(Math.sqrt(rows));
  const ratios = varianceRatios(training, classes);
  const byRatio = [...ratios.keys()].sort((a, b) =>
    ratios[a] === ratios[b] ? a - b : ratios[b] - ratios[a],
  );
  return Int32Array.from(byRatio.slice(0, most)).sort();
}

/** Copies of the columns with these indices. */
export function takeColumns({ data, rows, columns }: Matrix, taken: Int32Array): Matrix {
  const out = new Float32Array(rows * taken.length);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < taken.length; j++) out[i * taken.length + j] = data[i * columns + taken[j]];
  }
  return { data: out, rows, columns: taken.length };
}
