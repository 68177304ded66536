/** Cells that hold something, but nothing that their column can use. */
import { canonicalNumber } from '../../text/number-text.js';
import type { Column } from '../table.js';

/** The text of a present cell, for messages. */
export function presentText(column: Column, row: number): string | undefined {
  if (column.kind === 'text') return column.codes[row] < 0 ? undefined : column.dictionary[column.codes[row]];
  return Number.isNaN(column.values[row]) ? undefined : canonicalNumber(column.values[row]);
}

/** Those of `rows` that have no number in `cells`: how many, and their distinct texts. */
export function unreadCells(
  column: Column,
  cells: Float32Array | Float64Array,
  rows: Int32Array,
  isMissing: (word: string) => boolean = () => false,
): { readonly count: number; readonly texts: readonly string[] } {
  const texts = new Set<string>();
  let count = 0;
  for (const row of rows) {
    if (!Number.isNaN(cells[row])) continue;
    const text = presentText(column, row);
    if (text === undefined || isMissing(text)) continue;
    texts.add(text);
    count++;
  }
  return { count, texts: [...texts] };
}
