/**
 * How names and cell values are shown in messages and sentences: mostly quoted, shortened, and never hundreds of them.
 */

/** Longest piece of a name or cell value that a message repeats. */
const LONGEST_SHOWN = 60;

/** `text` in double quotes with control characters escaped, cut after 60 characters. */
export function quote(text: string): string {
  return JSON.stringify(text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text);
}

/** `"a", "b", "c" and 7 more`: the first `limit` names (default 5) and how many are left out. */
export function listNames(names: readonly (string | number | boolean)[], limit = 5): string {
  const shown = names.slice(0, limit).map((name) => (typeof name === 'string' ? quote(name) : String(name)));
  const left = names.length - shown.length;
  return left > 0 ? `${shown.join(', ')} and ${left} more` : shown.join(', ');
}

/** `names` as in a sentence: "a, b and c". */
export function inWords(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

/** `1 row`, `2 rows`: a count with its noun, for nouns whose plural is regular. */
export function countOf(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** `maxDepth 3, learningRate 0.1`; empty where there are no options. */
export function settingsText(options: Readonly<Record<string, unknown>>): string {
  return Object.entries(options)
    .map(([name, value]) => `${name} ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(', ');
}
