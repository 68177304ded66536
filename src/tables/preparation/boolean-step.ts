/** Boolean columns: one 0/1 column, not standardised, so that a weight reads as the effect of `true`. */

import { countOf, listNames, quote } from '../../text/name-list.js';
import type { Column } from '../table.js';
import { booleanValue } from './boolean-words.js';
import type { FittedBoolean } from './fitted-columns.js';
import { medianInPlace } from './median.js';
import { cellsFromWords, gatherPresent } from './numeric-cells.js';
import type { Remark } from './remarks.js';
import { unreadCells } from './unread-cells.js';

/**
 * Fits the median of the present cells of `rows` as 0/1. As for numeric columns, a column with a single distinct
 * value keeps only its indicator of missing cells.
 */
export function fitBoolean(column: Column, rows: Int32Array, scratch: Float64Array): FittedBoolean {
  const values = gatherPresent(booleanCells(column, rows).cells, rows, scratch);
  return {
    name: column.name,
    kind: 'boolean',
    value: values.includes(0) && values.includes(1),
    indicator: values.length < rows.length,
    median: medianInPlace(values),
  };
}

/**
 * 0, 1 or NaN (missing) for each row of the column. All pairs of boolean words and the
 * numbers 0 and 1 are accepted, whichever the training table used. Other cells of `rows` are treated as missing, with
 * a remark.
 */
export function booleanCells(
  column: Column,
  rows: Int32Array,
): { readonly cells: Float32Array | Float64Array; readonly remarks: Remark[]; readonly unread: number } {
  const cells =
    column.kind === 'text'
      ? cellsFromWords(column, booleanValue)
      : column.values.map((value) => (value === 0 || value === 1 ? value : Number.NaN));
  const { count, texts } = unreadCells(column, cells, rows);
  const remark: Remark = {
    about: `booleans of ${column.name}`,
    counts: [count],
    examples: texts,
    text: ({ counts: [unread], examples }) =>
      unread > 0
        ? `column ${quote(column.name)}: ${countOf(unread, 'cell')} neither true nor false, treated as missing: ` +
          listNames(examples)
        : undefined,
  };
  return { cells, remarks: [remark], unread: count };
}
