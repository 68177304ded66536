/**
 * How much JSON a model file may hold. What reads a parsed value is mostly recursive (JSON.stringify, schemas), and 200
 * kB of brackets overflow its stack; a schema that refuses tens of millions of values takes all memory to say so.
 */

/** Levels of arrays and objects; those of a model have about twelve. */
export const MAX_JSON_DEPTH = 64;
/** Values in all; a training of a million epochs keeps two million. */
export const MAX_JSON_VALUES = 3_000_000;

const [QUOTE, BACKSLASH, COMMA] = [0x22, 0x5c, 0x2c];
const [OPEN_BRACE, CLOSE_BRACE] = [0x7b, 0x7d];
const [OPEN_BRACKET, CLOSE_BRACKET] = [0x5b, 0x5d];

/** What of a text is beyond the limits, to follow the text's name; undefined where nothing is. Takes any text. */
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
