/**
 * Categorical columns: one column of codes, the index of the category, with a code for `(other)` categories, which
 * were rare or unseen in training, and one for `(missing)`. Classifiers encode the codes themselves.
 *
 * Columns fitted by versions 1 and 2 of the preparation are one-hot instead, like scikit-learn's `OneHotEncoder`. In
 * neither are the values standardised.
 */

import { countOf, listNames, quote } from '../../text/name-list.js';
import { canonicalNumber, isNumber, parseNumber } from '../../text/number-text.js';
import type { Column } from '../table.js';
import type { Destination } from './destination.js';
import type { FittedCategorical } from './fitted-columns.js';
import { countWords, type WordCounts } from './word-counts.js';

const OTHER = '(other)';
const MISSING = '(missing)';

/** In a column of more categories than this, those that occur once are encoded as `(other)`. */
const CATEGORIES_KEPT = 50;

/**
 * Fits the distinct values of `rows` (`spellingOf`), sorted by code units; numbers in their canonical spelling. Of more
 * than 50, those with a single row are `rare`.
 */
export function fitCategorical(column: Column, rows: Int32Array): FittedCategorical {
  const numbers = column.kind === 'numeric';
  const { words, counts, missing } = numbers
    ? countNumbers(column.values, rows)
    : countSpellings(countWords(column, rows));
  const isRare = (_: string, i: number) => words.length > CATEGORIES_KEPT && counts[i] === 1;
  const rare = words.filter(isRare).sort();
  return {
    name: column.name,
    kind: 'categorical',
    encoding: 'codes',
    categories: words.filter((word, i) => !isRare(word, i)).sort(),
    ...(rare.length > 0 && { rare }),
    numbers,
    missing: missing > 0,
  };
}

/** The name of the column of codes; of one-hot columns `name = category` for each place. */
export function categoricalNames(column: FittedCategorical): string[] {
  if (column.encoding === 'codes') return [column.name];
  const places = column.categories.map((category) =>
    // Quotes distinguish a category that is spelled like a special column.
    category === OTHER || category === MISSING ? quote(category) : category,
  );
  places.push(OTHER);
  if (column.missing) places.push(MISSING);
  return places.map((place) => `${column.name} = ${place}`);
}

/** The number of codes, `(other)` and `(missing)` among them; null for one-hot columns. */
export function categoricalLevels(column: FittedCategorical): number | null {
  return column.encoding === 'codes' ? column.categories.length + (column.missing ? 2 : 1) : null;
}

/**
 * Writes the code of each cell of `rows`, or a 1 in its one-hot column. A category unseen in training goes to
 * `(other)`, with a notice; so does a missing cell if training had none.
 */
export function writeCategorical(
  fitted: FittedCategorical,
  column: Column,
  rows: Int32Array,
  destination: Destination,
): string[] {
  const { data, columns, offset } = destination;
  const codes = fitted.encoding === 'codes';
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
    if (codes) data[at] = found ?? other;
    else data[at + (found ?? other)] = 1;
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

/** The known categories and their places. */
function knownPlaces({ categories, rare = [] }: FittedCategorical): [string, number][] {
  return [
    ...rare.map((category): [string, number] => [category, categories.length]),
    ...categories.map((category, place): [string, number] => [category, place]),
  ];
}

/** The category of a text: two that look the same, but for blanks around them, are one. */
function spellingOf(text: string): string {
  return text.trim().normalize();
}

function countSpellings({
  words,
  counts,
  missing,
}: WordCounts): Pick<WordCounts, 'words' | 'counts' | 'missing'> {
  const cells = new Map<string, number>();
  words.forEach((word, i) => {
    const spelling = spellingOf(word);
    cells.set(spelling, (cells.get(spelling) ?? 0) + counts[i]);
  });
  return { words: [...cells.keys()], counts: [...cells.values()], missing };
}

/**
 * Place by dictionary code. Categories must be spelled as in training (`spellingOf`; exactly in one-hot columns), except
 * numbers of a numeric column (`1.0` for 1).
 */
function textPlaces(fitted: FittedCategorical, dictionary: readonly string[]): Map<number, number> {
  const known = new Map(knownPlaces(fitted));
  const places = new Map<number, number>();
  dictionary.forEach((word, code) => {
    const spelled = fitted.numbers && isNumber(word) ? canonicalNumber(parseNumber(word)) : word;
    const place = known.get(fitted.encoding === 'codes' ? spellingOf(spelled) : spelled);
    if (place !== undefined) places.set(code, place);
  });
  return places;
}

/** Place by value; of two categories with the same number (`1` and `01`), the canonical spelling wins. */
function numberPlaces(fitted: FittedCategorical): Map<number, number> {
  const places = new Map<number, number>();
  for (const [category, place] of knownPlaces(fitted)) {
    const value = parseNumber(category);
    if (Number.isNaN(value)) continue;
    if (!places.has(value) || canonicalNumber(value) === category) places.set(value, place);
  }
  return places;
}

function countNumbers(
  values: Float32Array | Float64Array,
  rows: Int32Array,
): { readonly words: readonly string[]; readonly counts: readonly number[]; readonly missing: number } {
  const counts = new Map<number, number>();
  let missing = 0;
  for (const row of rows) {
    const value = values[row];
    if (Number.isNaN(value)) missing++;
    else counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return { words: Array.from(counts.keys(), canonicalNumber), counts: [...counts.values()], missing };
}
