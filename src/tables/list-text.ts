/** Lists as JSON arrays in the text of a cell, such as `["drama","comedy"]`: what readers write and the preparation reads. */

/** The text of an array, or what is wrong with it, as text after "the value is an array". */
export function listText(values: readonly unknown[]): { readonly text: string } | { readonly wrong: string } {
  for (const value of values) {
    if (typeof value === 'object' && value !== null) {
      return { wrong: 'with nested values; write numbers, strings and booleans only' };
    }
    if (typeof value === 'number' && !isExact(value)) {
      return { wrong: 'with a number that a 64-bit float cannot hold; write it as a string' };
    }
    if (typeof value === 'string' && /\p{Surrogate}/u.test(value)) {
      return { wrong: 'with half a surrogate pair; write whole Unicode characters' };
    }
  }
  return { text: JSON.stringify(values) };
}

/**
 * The members of a list that is written as a JSON array of strings, numbers, booleans and null, which is left out;
 * `undefined` for any other text, and where a number would lose digits.
 */
export function listOfText(text: string): string[] | undefined {
  if (!/^\s*\[/.test(text) || !/\]\s*$/.test(text)) return undefined;
  let values: unknown[];
  try {
    values = JSON.parse(text) as unknown[];
  } catch {
    return undefined;
  }
  if (!('text' in listText(values))) return undefined;
  return values.filter((value) => value !== null).map(String);
}

function isExact(value: number): boolean {
  return Number.isInteger(value) ? Number.isSafeInteger(value) : Number.isFinite(value);
}
