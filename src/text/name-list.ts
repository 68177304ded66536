/**
 * Formats names and cell values for messages and sentences: quoted, shortened, and only the first of many.
 */

/** Maximum length of a name or cell value in a message. */
const LONGEST_SHOWN = 60;

/** `text` cut after 60 characters, with a mark that more followed. */
export function shortened(text: string): string {
  return text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text;
}

/** `text` in double quotes with control characters escaped, cut after 60 characters. */
export function quote(text: string): string {
  return JSON.stringify(shortened(text));
}

/** `"a", "b", "c" and 7 more`: the first `limit` names (default 5) and the number of others. */
export function listNames(names: readonly (string | number | boolean)[], limit = 5): string {
  const shown = names.slice(0, limit).map((name) => (typeof name === 'string' ? quote(name) : String(name)));
  const left = names.length - shown.length;
  return left > 0 ? `${shown.join(', ')} and ${left} more` : shown.join(', ');
}

/** `names` for a sentence: "a, b and c". */
export function inWords(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

/** `1 row`, `2 rows`: a count with its noun, for nouns with a regular plural. */
export function countOf(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** `maxDepth 3, learningRate 0.1`; empty if there are no options. */
export function settingsText(options: Readonly<Record<string, unknown>>): string {
  return Object.entries(options)
    .map(([name, value]) => `${name} ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(', ');
}
