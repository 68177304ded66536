/**
 * Scans the text of a JSON object for what JSON.parse loses: the digits of a number as typed, and the order of the keys
 * if some of them look like array indices.
 */

const TOKEN_START = /["\dtfn{}[\]-]/g;
const SCALAR_END = /[^\w.+-]/g;

/**
 * Each key with the raw text of its value, in the order of the text, of an object that JSON.parse accepts, without
 * duplicate keys. For an array or object, only its first character.
 */
export function rawEntries(line: string): Map<string, string> {
  const entries = new Map<string, string>();
  let key: string | undefined;
  let depth = 0;
  let at = 0;
  for (;;) {
    TOKEN_START.lastIndex = at;
    const start = TOKEN_START.exec(line)?.index;
    if (start === undefined) return entries;
    const first = line[start];
    if (first === '"') at = quotedEnd(line, start)!;
    else at = '{}[]'.includes(first) ? start + 1 : scalarEnd(line, start);
    if (first === '}' || first === ']') depth--;
    else {
      if (depth === 1 && key === undefined) key = JSON.parse(line.slice(start, at)) as string;
      else if (depth === 1) {
        entries.set(key!, line.slice(start, at));
        key = undefined;
      }
      if (first === '{' || first === '[') depth++;
    }
  }
}

/**
 * The index after the closing quote of the text that opens at `start`, undefined if there is none. A loop, since a regular
 * expression with an alternative for every character runs out of stack on a long text.
 */
export function quotedEnd(text: string, start: number): number | undefined {
  const quote = text[start];
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === quote) return at + 1;
  }
  return undefined;
}

/** Whether arrays and objects are nested in more than `levels` levels, in any text. */
export function isDeeper(text: string, levels: number): boolean {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === '"') at = (quotedEnd(text, at) ?? text.length) - 1;
    else if (character === '[' || character === '{') {
      if (++depth > levels) return true;
    } else if (character === ']' || character === '}') depth--;
  }
  return false;
}

function scalarEnd(line: string, start: number): number {
  SCALAR_END.lastIndex = start;
  return SCALAR_END.exec(line)?.index ?? line.length;
}

/** Whether JavaScript objects sort the key to the front, whatever its position in the text. */
export function isIndexLike(key: string): boolean {
  return /^(0|[1-9]\d{0,9})$/.test(key);
}
