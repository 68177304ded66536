/** Lists of names on the command line: `a,b,c`, with the quotes of CSV around a name that has a comma. */
import { InvalidArgumentError } from 'commander';

const ITEM = /(?:"((?:[^"]|"")*)"|([^",]*))(,|$)/y;

/**
 * The names of `text`, after those of earlier uses of the option. Throws commander's
 * `InvalidArgumentError` for an empty name and for wrong quoting.
 */
export function collectNames(text: string, earlier: readonly string[] = []): string[] {
  const names: string[] = [];
  ITEM.lastIndex = 0;
  for (let more = true; more; ) {
    const match = ITEM.exec(text);
    if (match === null)
      throw new InvalidArgumentError('Quote a name that contains a comma or quotes as in CSV: "a,b".');
    const name = match[1] === undefined ? match[2] : match[1].replaceAll('""', '"');
    if (name === '') throw new InvalidArgumentError('Give comma-separated names.');
    names.push(name);
    more = match[3] === ',';
  }
  return [...earlier, ...names];
}
