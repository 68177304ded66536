/**
 * Categorical columns: one-hot, like scikit-learn's `OneHotEncoder`, with a column for categories unseen in
 * training. The 0/1 columns are not standardised, which would give a rare category a huge value; they are on one scale
 * already.
 */

import { countOf, listNames, quote } from '../../text/name-list.js';
import { canonicalNumber, isNumber, parseNumber } from '../../text/number-text.js';
import type { Column } from '../table.js';
import type { Destination } from './destination.js';
import type { FittedCategorical } from './fitted-columns.js';
import { countWords } from './word-counts.js';

const OTHER = '(other)';
const MISSING = '(missing)';

/** Fits the distinct values of `rows`, sorted by code units; numbers in their canonical spelling. */
export function fitCategorical(column: Column, rows: Int32Array): FittedCategorical {
  const numbers = column.kind === 'numeric';
  const { words, missing } = numbers ? countNumbers(column.values, rows) : countWords(column, rows);
  return {
    name: column.name,
    kind: 'categorical',
    categories: words.toSorted(),
    numbers,
    missing: missing > 0,
  };
}

/** `name = category` in order, then `name = (other)`, then `name = (missing)` if training had any. */
export function categoricalNames(column: FittedCategorical): string[] {
  const places = column.categories.map((category) =>
    // Quotes distinguish a category that is spelled like a special column.
    category === OTHER || category === MISSING ? quote(category) : category,
  );
  places.push(OTHER);
  if (column.missing) places.push(MISSING);
  return places.map((place) => `${column.name} = ${place}`);
}

/**
 * Writes a 1 in the column of each cell of `rows`. A category unseen in training goes to `(other)`, with a notice; so
 * does a missing cell if training had none, without a notice.
 */
export function writeCategorical(
  fitted: FittedCategorical,
  column: Column,
  rows: Int32Array,
  destination: Destination,
): string[] {
  const { data, columns, offset } = destination;
  const other = fitted.categories.length;
  const missing = fitted.missing ? other + 1 : other;
  const place = column.kind === 'text' ? textPlaces(fitted, column.dictionary) : numberPlaces(fitted);
  const cells = column.kind === 'text' ? column.codes : column.values;
  const unseen = new Set<number>();
  let count = 0;
  for (let i = 0, at = offset; i < rows.length; i++, at += columns) {
    const cell = cells[rows[i]];
    const absent = column.kind === 'text' ? cell < 0 : Number.isNaN(cell);
    const found = absent ? missing : place.get(cell);
    data[at + (found ?? other)] = 1;
    if (found !== undefined) continue;
    unseen.add(cell);
    count++;
  }
  if (count === 0) return [];
  const values = [...unseen].map((cell) => (column.kind === 'text' ? column.dictionary[cell] : cell));
  return [
    `column ${quote(fitted.name)}: ${countOf(count, 'cell')} with a value not seen in training, ` +
      `treated as ${OTHER}: ${listNames(values)}`,
  ];
}

/**
 * Place by dictionary code. Categories must be spelled as in training, except numbers of a numeric column (`1.0`
 * for 1).
 */
function textPlaces(fitted: FittedCategorical, dictionary: readonly string[]): Map<number, number> {
  const known = new Map(fitted.categories.map((category, place) => [category, place]));
  const places = new Map<number, number>();
  dictionary.forEach((word, code) => {
    const spelled = fitted.numbers && isNumber(word) ? canonicalNumber(parseNumber(word)) : word;
    const place = known.get(spelled);
    if (place !== undefined) places.set(code, place);
  });
  return places;
}

/** Place by value; of two categories with the same number (`1` and `01`), the canonical spelling wins. */
function numberPlaces(fitted: FittedCategorical): Map<number, number> {
  const places = new Map<number, number>();
  fitted.categories.forEach((category, place) => {
    const value = parseNumber(category);
    if (Number.isNaN(value)) return;
    if (!places.has(value) || canonicalNumber(value) === category) places.set(value, place);
  });
  return places;
}

function countNumbers(
  values: Float32Array | Float64Array,
  rows: Int32Array,
): { readonly words: readonly string[]; readonly missing: number } {
  const distinct = new Set<number>();
  let missing = 0;
  for (const row of rows) {
    if (Number.isNaN(values[row])) missing++;
    else distinct.add(values[row]);
  }
  return { words: Array.from(distinct, canonicalNumber), missing };
}
