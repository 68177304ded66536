/**
 * Looks again at the text of a flat JSON object, for the two things JSON.parse does not tell: the digits
 * of a number as they stand there, and the order of its keys when some of them look like array indices.
 */

const TOKEN = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*|true|false|null/g;

/** Each key with the raw text of its value, in the order of the text, of an object JSON.parse accepted. */
export function rawEntries(line: string): Map<string, string> {
  const entries = new Map<string, string>();
  let key: string | undefined;
  for (const [token] of line.matchAll(TOKEN)) {
    if (key === undefined) key = JSON.parse(token) as string;
    else {
      entries.set(key, token);
      key = undefined;
    }
  }
  return entries;
}

/** A key that JavaScript objects sort to the front, whatever its place in the text. */
export function isIndexLike(key: string): boolean {
  return /^(0|[1-9]\d{0,9})$/.test(key);
}
