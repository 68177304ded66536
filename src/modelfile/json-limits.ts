/**
 * Limits the JSON of a model file. Code that reads a parsed value is mostly recursive (JSON.stringify, schemas), and 200
 * kB of brackets overflow its stack; a schema that refuses tens of millions of values uses up all memory for its issues.
 */

/** Nesting depth of arrays and objects; models have about twelve levels. */
export const MAX_JSON_DEPTH = 64;
/** Total number of values; a training of a million epochs keeps two million. */
export const MAX_JSON_VALUES = 3_000_000;

const [QUOTE, BACKSLASH, COMMA] = [0x22, 0x5c, 0x2c];
const [OPEN_BRACE, CLOSE_BRACE] = [0x7b, 0x7d];
const [OPEN_BRACKET, CLOSE_BRACKET] = [0x5b, 0x5d];

/** How any text exceeds the limits, as the end of a sentence; undefined if it does not. */
export function beyondJsonLimits(json: string): string | undefined {
  let depth = 0;
  let values = 1;
  for (let i = 0; i < json.length; i++) {
    const c = json.charCodeAt(i);
    if (c === QUOTE) {
      for (i++; i < json.length && json.charCodeAt(i) !== QUOTE; i++) {
        if (json.charCodeAt(i) === BACKSLASH) i++;
      }
    } else if (c === OPEN_BRACE || c === OPEN_BRACKET) {
      values++;
      if (++depth > MAX_JSON_DEPTH) return `is nested more than ${MAX_JSON_DEPTH} levels deep`;
    } else if (c === COMMA) {
      values++;
    } else if (c === CLOSE_BRACE || c === CLOSE_BRACKET) {
      depth--;
    }
  }
  return values > MAX_JSON_VALUES ? `has more than ${MAX_JSON_VALUES} values` : undefined;
}
