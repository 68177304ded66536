/**
 * Detects columns that identify rows instead of describing them. A model that uses them memorises the training rows;
 * but dropping a feature by mistake is worse, so each rule needs strong evidence.
 */

/** Fewer rows than this are too few to distinguish a row number from a measurement. */
const FEWEST_ROWS_NUMBERED = 20;

/** A text column of up to this many distinct values is always categorical (unless most are distinct). */
const CATEGORIES_ALWAYS = 50;
/** Above, a category needs this many rows on average ... */
const ROWS_PER_CATEGORY = 20;
/** ... up to this maximum: the limit of scikit-learn's histogram gradient boosting. */
const CATEGORIES_EVER = 255;

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
 * All values must be distinct integers. Then the column is an identifier by its name (`isIdentifierName`), or as a row
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

/**
 * Why a text column with `distinct` different strings in `present` cells looks like an identifier or
 * free text, or undefined if it is categorical: more than half of over 20 cells are distinct, or
 * there are more than present / 20 categories, where that limit is at least 50 and at most 255.
 */
export function textIdentifierReason(distinct: number, present: number): string | undefined {
  const limit = Math.min(CATEGORIES_EVER, Math.max(CATEGORIES_ALWAYS, present / ROWS_PER_CATEGORY));
  const mostlyDistinct = present > FEWEST_ROWS_NUMBERED && distinct > present / 2;
  if (!mostlyDistinct && distinct <= limit) return undefined;
  return `${distinct} distinct texts in ${present} cells`;
}
