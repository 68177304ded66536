/**
 * Columns that name a row instead of describing it. A model that sees them learns the training rows by
 * heart; but a wrongly dropped feature is worse, so each rule asks for strong evidence.
 */

/** Fewer rows than this are too few to tell a row number from a measurement. */
const FEWEST_ROWS_NUMBERED = 20;

/** A text column of up to this many distinct values is always categorical (unless most are distinct). */
const CATEGORIES_ALWAYS = 50;
/** Above, a category needs this many rows on average ... */
const ROWS_PER_CATEGORY = 20;
/** ... and there are never more: the limit of scikit-learn's histogram gradient boosting. */
const CATEGORIES_EVER = 255;

/** `id`, `customer_id`, `row number`, `uuid` in any case; the capital tells `PassengerId` from `acid`. */
const NAMED_ANY_CASE = /^(?:id|.*[_ -]id|uuid|index|row[_ -]?(?:number|id)?)$/i;
const NAMED_CAMEL_CASE = /[a-z0-9]I[dD]$/;

export function isIdentifierName(name: string): boolean {
  return NAMED_ANY_CASE.test(name) || NAMED_CAMEL_CASE.test(name);
}

/**
 * Why a numeric column looks like an identifier, or undefined when it does not. `values` are its
 * present values in the training rows, which are `rows` of the table's `tableRows`.
 *
 * All values must be distinct integers. Then it is one by its name (`isIdentifierName`), or as a row
 * number: nothing missing, at least 20 rows that are at least half of the table, and all values within
 * 0..tableRows-1 or within 1..tableRows. On the whole table that is exactly a consecutive run, in any
 * order; on a training part it is the same run with the other rows' numbers left out, and looks at no
 * cell outside that part.
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
  return numbered ? 'it numbers the rows' : 'its name and its all-distinct integers say so';
}

/**
 * Why a text column with `distinct` different strings in `present` cells looks like an identifier or
 * free text, or undefined when it is categorical: more than half of over 20 cells are distinct, or
 * there are more than present / 20 categories, where that limit is at least 50 and at most 255.
 */
export function textIdentifierReason(distinct: number, present: number): string | undefined {
  const limit = Math.min(CATEGORIES_EVER, Math.max(CATEGORIES_ALWAYS, present / ROWS_PER_CATEGORY));
  const mostlyDistinct = present > FEWEST_ROWS_NUMBERED && distinct > present / 2;
  if (!mostlyDistinct && distinct <= limit) return undefined;
  return `${distinct} distinct texts in ${present} cells`;
}
