/**
 * Finds a duplicate key in an object of a JSON text. JSON.parse silently keeps the last one, so two readers of the same
 * file could see different tensors under one name.
 */

/**
 * The first duplicate key, decoded, or undefined if there is none.
 *
 * @param json a text that JSON.parse accepts
 */
export function duplicateKey(json: string): string | undefined {
  // One entry per open bracket: the keys so far of an object, null for an array.
  const open: (Set<string> | null)[] = [];
  let keyExpected = false;
  for (let i = 0; i < json.length; i++) {
    const c = json[i];
    if (c === '"') {
      const end = stringEnd(json, i);
      if (keyExpected) {
        const key = JSON.parse(json.slice(i, end + 1)) as string;
        const keys = open[open.length - 1] as Set<string>;
        if (keys.has(key)) return key;
        keys.add(key);
        keyExpected = false;
      }
      i = end;
    } else if (c === '{' || c === '[') {
      open.push(c === '{' ? new Set() : null);
      keyExpected = c === '{';
    } else if (c === '}' || c === ']') {
      open.pop();
      keyExpected = false;
    } else if (c === ',') {
      keyExpected = open[open.length - 1] !== null;
    }
  }
  return undefined;
}

/** The closing quote of the string that opens at `start`. */
function stringEnd(json: string, start: number): number {
  let i = start + 1;
  while (json[i] !== '"') i += json[i] === '\\' ? 2 : 1;
  return i;
}
