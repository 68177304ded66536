/**
 * Detects columns that identify rows instead of describing them. A model that uses them memorises the training rows;
 * but dropping a feature by mistake is worse, so each rule needs strong evidence.
 */

import type { WordCounts } from './word-counts.js';

/** Fewer rows than this are too few to distinguish a row number from a measurement. */
const FEWEST_ROWS_NUMBERED = 20;

/** `id`, `customer_id`, `row number`, `uuid` in any case; the capital distinguishes `PassengerId` from `acid`. */
const NAMED_ANY_CASE = /^(?:id|.*[_ -]id|uuid|index|row[_ -]?(?:number|id)?)$/i;
const NAMED_CAMEL_CASE = /[a-z0-9]I[dD]$/;

export function isIdentifierName(name: string): boolean {
  return NAMED_ANY_CASE.test(name) || NAMED_CAMEL_CASE.test(name);
}

/**
 * Why a numeric column looks like an identifier, or undefined if it does not. `values` are its present values in the
 * `rows` training rows of a table with `tableRows` rows.
 *
 * Long integers may be those of accounts (`longIntegerReason`). Otherwise, all values must be distinct integers. Then the column is an identifier by its name (`isIdentifierName`), or as a row
 * number: no missing values, at least 20 rows and half of the table, and all values in 0..tableRows-1 or in
 * 1..tableRows. On the whole table these are consecutive numbers in any order; on training rows the same numbers
 * without those of the other rows, so that no cell outside the training rows is used.
 */
export function numericIdentifierReason(
  name: string,
  values: Float64Array,
  rows: number,
  tableRows: number,
): string | undefined {
  let least = Number.POSITIVE_INFINITY;
  let greatest = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (!Number.isInteger(value)) return undefined;
    if (value < least) least = value;
    if (value > greatest) greatest = value;
  }
  if (least >= LEAST_LONG) {
    const reason = longIntegerReason({ words: Array.from(new Set(values), String), present: values.length });
    if (reason !== undefined) return reason;
  }
  if (greatest - least + 1 < values.length) return undefined;
  const named = isIdentifierName(name);
  const numbered =
    values.length === rows &&
    rows >= FEWEST_ROWS_NUMBERED &&
    rows * 2 >= tableRows &&
    ((least >= 0 && greatest < tableRows) || (least >= 1 && greatest <= tableRows));
  if (!(named || numbered) || new Set(values).size < values.length) return undefined;
  return numbered ? 'it numbers the rows' : 'by its name and its distinct integers';
}

/** The least integer of 12 digits. */
const LEAST_LONG = 1e11;
const LONG_INTEGER = /^\s*\d{12,}\s*$/;
/** Milliseconds since 1970 of 2000 and 2050. */
const FIRST_TIME = Date.UTC(2000, 0, 1);
const LAST_TIME = Date.UTC(2050, 0, 1);

/**
 * Why integers of at least 12 digits look like the numbers of accounts, cards or parcels, or undefined if they do not:
 * over 20 cells that are all distinct and equally long, or all beyond 2^53, where floats are no longer exact. Not if half
 * of them end in zero, as rounded measurements do, nor if all are epochs of 2000 to 2049.
 */
export function longIntegerReason({
  words,
  present,
}: Pick<WordCounts, 'words' | 'present'>): string | undefined {
  if (present <= FEWEST_ROWS_NUMBERED || !words.every((word) => LONG_INTEGER.test(word))) return undefined;
  const digits = words.map((word) => word.trim());
  const areAlike = words.length === present && digits.every((each) => each.length === digits[0].length);
  if (!areAlike && !digits.every((each) => Number(each) > Number.MAX_SAFE_INTEGER)) return undefined;
  if (digits.filter((each) => each.endsWith('0')).length * 2 >= digits.length) return undefined;
  const areTimes = [1, 1e3, 1e6].some((unit) =>
    digits.every((each) => Number(each) >= FIRST_TIME * unit && Number(each) < LAST_TIME * unit),
  );
  if (areTimes) return undefined;
  const length = digits.reduce((least, each) => Math.min(least, each.length), Number.POSITIVE_INFINITY);
  return areAlike ? `distinct integers of ${length} digits` : `integers of ${length} or more digits`;
}

/** From this share of distinct cells, single words or numbered names identify rows. */
const MOSTLY_DISTINCT = 0.9;
/** The same in a column that is named as an identifier. */
const MOSTLY_DISTINCT_NAMED = 0.5;
/** Texts looked at. */
const SAMPLE = 200;
/** Characters of a text that are looked at. */
const LONGEST_LOOKED_AT = 300;
/** Distinct words per pattern from which they are numbered names: `user 17`, `user 18`. */
const WORDS_PER_PATTERN = 20;

/**
 * Why a text column looks like an identifier, or undefined if it does not: of over 20 cells at least 90 % are distinct
 * (50 % in a column that is named so), and they are single words, or equal but for their digits. Texts of several words
 * are names or free text.
 */
export function textIdentifierReason(
  name: string,
  { words, present }: Pick<WordCounts, 'words' | 'present'>,
): string | undefined {
  const named = isIdentifierName(name);
  if (present <= FEWEST_ROWS_NUMBERED) return undefined;
  if (words.length < (named ? MOSTLY_DISTINCT_NAMED : MOSTLY_DISTINCT) * present) return undefined;
  const sample = sampleOf(words);
  const single = sample.filter((word) => !/\S\s+\S/.test(word.slice(0, LONGEST_LOOKED_AT))).length;
  if (!named && single < MOSTLY_DISTINCT * sample.length && !areNumberedNames(words)) return undefined;
  return `${words.length} distinct texts in ${present} cells`;
}

/**
 * Whether distinct texts are equal but for their digits, such as `user 17` and `user 18`, and these are mostly distinct:
 * in `w12 w7` and `w7 w3` they are words of a text.
 */
export function areNumberedNames(words: readonly string[]): boolean {
  const sample = sampleOf(words).map((word) => word.slice(0, LONGEST_LOOKED_AT));
  const patterns = new Set(sample.map((word) => word.replace(/\d+/g, '0')));
  if (patterns.size * WORDS_PER_PATTERN > sample.length) return false;
  const numbered = sample.map((word) => word.split(/\s+/).filter((part) => /\d/.test(part)));
  if (numbered.every((parts) => parts.length < 2)) return true;
  const all = numbered.flat();
  return new Set(all).size >= MOSTLY_DISTINCT_NAMED * all.length;
}

function sampleOf(words: readonly string[]): string[] {
  const step = Math.max(1, Math.floor(words.length / SAMPLE));
  return words.filter((_, i) => i % step === 0);
}

const CODE_NAME =
  /(?:^|[^a-z])(?:zip|zip ?codes?|post ?codes?|postal ?codes?|plz|codes?|phone|telephone|tel|fax|fips|ssn|iban|bic|ean|upc|isbn|sku|naics|icd(?:9|10)?)$/;

/**
 * Whether the integers in a column of this name are codes, which have no size, such as `zip`, `post_code`, `areaCode`
 * and `PLZ`: `categories`, or an `identifier` if at least 90 % of over 20 are distinct; else undefined.
 */
export function codesOf(name: string, values: Float64Array): 'categories' | 'identifier' | undefined {
  if (!isCodeName(name) || !values.every(Number.isInteger)) return undefined;
  const isDistinct = new Set(values).size >= MOSTLY_DISTINCT * values.length;
  return isDistinct && values.length > FEWEST_ROWS_NUMBERED ? 'identifier' : 'categories';
}

function isCodeName(name: string): boolean {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .replace(/[\s_.-]+/g, ' ')
    .replace(/ (?:nr|no|num|number)$/, '')
    .trim();
  return CODE_NAME.test(words);
}
