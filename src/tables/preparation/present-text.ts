import { canonicalNumber } from '../../text/number-text.js';
import type { Column } from '../table.js';

/** The text of a cell for messages, numbers in canonical spelling; undefined if it is missing. */
export function presentText(column: Column, row: number): string | undefined {
  if (column.kind === 'text') return column.codes[row] < 0 ? undefined : column.dictionary[column.codes[row]];
  return Number.isNaN(column.values[row]) ? undefined : canonicalNumber(column.values[row]);
}
