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

/** The items of a column's texts: words, or members of lists. */
export interface CountedItems {
  /** The number of rows with each item, in order of first occurrence. */
  readonly frequencies: ReadonlyMap<string, number>;
  /** The number of rows with any text. */
  readonly present: number;
  /** Tells whether a text of the rows, given by its code, has any of these items. */
  hasAny(items: Iterable<string>): (text: string, code: number) => boolean;
}

/** Counts the items of the texts in `rows`; `items`, called once per distinct text, gives its distinct items. */
export function countItems(
  column: TextColumn,
  rows: Int32Array,
  items: (text: string) => Iterable<string>,
): CountedItems {
  const uses = new Int32Array(column.dictionary.length);
  let present = 0;
  for (const row of rows) {
    const code = column.codes[row];
    if (code < 0) continue;
    uses[code]++;
    present++;
  }
  const places = new Map<string, number>();
  const counts: number[] = [];
  // Places instead of the items themselves, which would take more memory than the texts.
  const placesOf = new Map<number, Int32Array>();
  uses.forEach((count, code) => {
    if (count === 0) return;
    const own: number[] = [];
    for (const item of items(column.dictionary[code])) {
      const place = places.get(item) ?? places.size;
      places.set(item, place);
      counts[place] = (counts[place] ?? 0) + count;
      own.push(place);
    }
    placesOf.set(code, Int32Array.from(own));
  });
  return {
    frequencies: new Map(Array.from(places, ([item, place]) => [item, counts[place]])),
    present,
    hasAny(wanted) {
      const known = new Set(Array.from(wanted, (item) => places.get(item)));
      return (_, code) => placesOf.get(code)!.some((place) => known.has(place));
    },
  };
}

/** The items in descending frequency, equal ones in code-unit order. */
export function byFrequency(frequencies: Iterable<readonly [string, number]>): [string, number][] {
  return [...frequencies]
    .map(([item, count]): [string, number] => [item, count])
    .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
}
