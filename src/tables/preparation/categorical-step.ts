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
import type { Remark } from './remarks.js';
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
 * `(other)`, with a remark; so does a missing cell if training had none.
 */
export function writeCategorical(
  fitted: FittedCategorical,
  column: Column,
  rows: Int32Array,
  destination: Destination,
): Remark[] {
  const { data, columns, offset } = destination;
  const find = categoryFinder(fitted, column);
  const cells = column.kind === 'text' ? column.codes : column.values;
  const unseen = new Set<number>();
  let count = 0;
  let padded = 0;
  let example: { readonly cell: number; readonly category: string } | undefined;
  for (let i = 0, at = offset; i < rows.length; i++, at += columns) {
    const cell = cells[rows[i]];
    const absent = column.kind === 'text' ? cell < 0 : Number.isNaN(cell);
    const found = absent ? undefined : find(cell);
    if (found?.respelled !== undefined) {
      padded++;
      example ??= { cell, category: found.respelled };
    }
    writeCategory(fitted, absent ? 'missing' : found, data, at);
    if (absent || found !== undefined) continue;
    unseen.add(cell);
    count++;
  }
  const textOf = (cell: number) => (column.kind === 'text' ? column.dictionary[cell] : cell);
  const name = quote(fitted.name);
  const pair =
    example === undefined ? [] : [`${quote(String(textOf(example.cell)))} as ${quote(example.category)}`];
  return [
    {
      about: `codes of ${fitted.name}`,
      counts: [padded],
      examples: pair,
      text: ({ counts: [cells], examples: [first] }) =>
        cells > 0
          ? `column ${name}: ${countOf(cells, 'cell')} read as codes of training that have other leading zeros, ` +
            `such as ${first}`
          : undefined,
    },
    {
      about: `values of ${fitted.name}`,
      counts: [count],
      examples: [...unseen].map(textOf),
      text: ({ counts: [cells], examples }) =>
        cells > 0
          ? `column ${name}: ${countOf(cells, 'cell')} with a value not seen in training, treated as ${OTHER}: ` +
            listNames(examples)
          : undefined,
    },
  ];
}

/** Writes the code of a cell, or a 1 in its one-hot column, from `data[at]`; `undefined` is a category unseen in training. */
export function writeCategory(
  { encoding, categories, missing }: FittedCategorical,
  found: FoundCategory | 'missing' | undefined,
  data: Float32Array | Float64Array,
  at: number,
): void {
  const other = categories.length;
  const ofMissing = missing ? other + 1 : other;
  const place = found === 'missing' ? ofMissing : (found?.place ?? other);
  if (encoding === 'codes') data[at] = place;
  else data[at + place] = 1;
}

/** The cells of `rows` whose category training did not have, and these categories in the order of their rows. */
export function unseenCategories(
  fitted: FittedCategorical,
  column: Column,
  rows: Int32Array,
): { readonly cells: number; readonly categories: readonly string[] } {
  const isText = column.kind === 'text';
  const find = categoryFinder(fitted, column);
  const found = new Set<string>();
  let cells = 0;
  for (const row of rows) {
    const cell = isText ? column.codes[row] : column.values[row];
    if ((isText ? cell < 0 : Number.isNaN(cell)) || find(cell) !== undefined) continue;
    cells++;
    found.add(isText ? column.dictionary[cell] : canonicalNumber(cell));
  }
  return { cells, categories: [...found] };
}

/**
 * The category of each cell of `rows`, in the spelling of training if it had the category, whether or not it is encoded as
 * `(other)`; null for a missing cell. `isSeen` is whether training had it.
 */
export function categoryNames(
  fitted: FittedCategorical,
  column: Column,
  rows: Int32Array,
): ({ readonly name: string; readonly isSeen: boolean } | null)[] {
  const isText = column.kind === 'text';
  const find = categoryFinder(fitted, column);
  const named = new Map<number, { readonly name: string; readonly isSeen: boolean }>();
  const nameOf = (cell: number): { readonly name: string; readonly isSeen: boolean } => {
    const found = find(cell);
    const text = isText ? spellingOf(column.dictionary[cell]) : canonicalNumber(cell);
    const own = fitted.numbers && isNumber(text) ? canonicalNumber(parseNumber(text)) : text;
    const name = found?.respelled ?? (found && fitted.categories[found.place]) ?? own;
    return { name, isSeen: found !== undefined };
  };
  return Array.from(rows, (row) => {
    const cell = isText ? column.codes[row] : column.values[row];
    if (isText ? cell < 0 : Number.isNaN(cell)) return null;
    let name = named.get(cell);
    if (name === undefined) {
      name = nameOf(cell);
      named.set(cell, name);
    }
    return name;
  });
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

/** The category of a cell. */
export interface FoundCategory {
  readonly place: number;
  /** The category, if it differs from the cell in leading zeros. */
  readonly respelled?: string;
}

/** Finds the category of a dictionary code or of a number of the column, which is not missing. */
function categoryFinder(
  fitted: FittedCategorical,
  column: Column,
): (cell: number) => FoundCategory | undefined {
  if (column.kind === 'numeric') return numberFinder(fitted);
  const found = column.dictionary.map(textFinder(fitted));
  return (code) => found[code];
}

/**
 * Finds the category of a text. Categories must be spelled as in training (`spellingOf`; exactly in one-hot columns),
 * except numbers of a numeric column (`1.0` for 1), and codes of digits (`codesByDigits`).
 */
export function textFinder(fitted: FittedCategorical): (text: string) => FoundCategory | undefined {
  const known = new Map(knownPlaces(fitted));
  const isCoded = fitted.encoding === 'codes';
  const codes = isCoded ? codesByDigits(fitted) : new Map<string, string>();
  return (text) => {
    const spelled = fitted.numbers && isNumber(text) ? canonicalNumber(parseNumber(text)) : text;
    const spelling = isCoded ? spellingOf(spelled) : spelled;
    const place = known.get(spelling);
    if (place !== undefined) return { place };
    const category = codes.get(withoutZeros(spelling));
    return category === undefined ? undefined : { place: known.get(category)!, respelled: category };
  };
}

/**
 * Finds the category of a number. Of two categories with the same number, the canonical spelling wins; without one, codes
 * of digits must be one only.
 */
export function numberFinder(fitted: FittedCategorical): (value: number) => FoundCategory | undefined {
  const codes = fitted.encoding === 'codes' ? codesByDigits(fitted) : undefined;
  const found = new Map<number, FoundCategory>();
  for (const [category, place] of knownPlaces(fitted)) {
    const value = parseNumber(category);
    if (Number.isNaN(value)) continue;
    const isCanonical = canonicalNumber(value) === category;
    const isAmbiguous = codes !== undefined && DIGITS.test(category) && !codes.has(withoutZeros(category));
    if (isCanonical || (!isAmbiguous && !found.has(value))) {
      found.set(value, !isCanonical && DIGITS.test(category) ? { place, respelled: category } : { place });
    }
  }
  return (value) => found.get(value);
}

const DIGITS = /^\d+$/;

/**
 * The category of digits for digits without leading zeros, where it is the only one. So `1805` is `01805` whether or not
 * the cells around it make the column text.
 */
function codesByDigits(fitted: FittedCategorical): Map<string, string> {
  const codes = new Map<string, string>();
  const repeated = new Set<string>();
  for (const [category] of knownPlaces(fitted)) {
    if (!DIGITS.test(category)) continue;
    const digits = withoutZeros(category);
    if (codes.has(digits)) repeated.add(digits);
    codes.set(digits, category);
  }
  for (const digits of repeated) codes.delete(digits);
  return codes;
}

function withoutZeros(digits: string): string {
  return digits.replace(/^0+(?=\d)/, '');
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
