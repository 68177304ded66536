/** Columns of either kind as text: a column of lists or texts may hold only numbers in another file. */
import { canonicalNumber } from '../../../text/number-text.js';
import type { Column, TextColumn } from '../../table.js';

/** A text column itself; a numeric one with its numbers in canonical spelling. */
export function asText(column: Column): TextColumn {
  if (column.kind === 'text') return column;
  const places = new Map<number, number>();
  const codes = Int32Array.from(column.values, (value) => {
    if (Number.isNaN(value)) return -1;
    const place = places.get(value) ?? places.size;
    places.set(value, place);
    return place;
  });
  return { kind: 'text', name: column.name, codes, dictionary: Array.from(places.keys(), canonicalNumber) };
}

/** `reading` of each row's text, called once per distinct text; NaN if missing. */
export function textCells(column: TextColumn, reading: (text: string, code: number) => number): Float64Array {
  const values = column.dictionary.map(reading);
  return Float64Array.from(column.codes, (code) => (code < 0 ? Number.NaN : values[code]));
}

/**
 * The number of rows with each item, where `items` gives the distinct items of a text, and the number of rows with any
 * text. In order of first occurrence.
 */
export function documentFrequencies(
  column: TextColumn,
  rows: Int32Array,
  items: (text: string) => Iterable<string>,
): { readonly frequencies: ReadonlyMap<string, number>; readonly present: number } {
  const uses = new Int32Array(column.dictionary.length);
  let present = 0;
  for (const row of rows) {
    const code = column.codes[row];
    if (code < 0) continue;
    uses[code]++;
    present++;
  }
  const frequencies = new Map<string, number>();
  uses.forEach((count, code) => {
    if (count === 0) return;
    for (const item of items(column.dictionary[code])) {
      frequencies.set(item, (frequencies.get(item) ?? 0) + count);
    }
  });
  return { frequencies, present };
}

/** The items in descending frequency, equal ones in code-unit order. */
export function byFrequency(frequencies: Iterable<readonly [string, number]>): [string, number][] {
  return [...frequencies]
    .map(([item, count]): [string, number] => [item, count])
    .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
}
