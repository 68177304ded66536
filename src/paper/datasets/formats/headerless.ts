/** The UCI repository's `.data` files: lines of cells without a header, between commas or blanks. */
import { readTable } from '../../../tables/reading/read-table.js';
import type { Table } from '../../../tables/table.js';

export interface HeaderlessForm {
  /** The columns, as the data set's documentation names them. */
  readonly columns: readonly string[];
  /** `blanks` is any run of spaces and tabs. Default: a comma, blanks around it allowed. */
  readonly separator?: 'comma' | 'blanks';
}

/**
 * One table of the lines of all `files`, one after the other. Empty lines count for nothing; cells are
 * numbers, texts or `?` as everywhere in the package, and have no quotes.
 *
 * @throws InputError for a line with another number of cells, by its number among the lines of all files.
 */
export function readHeaderless(
  files: readonly Uint8Array[],
  { columns, separator = 'comma' }: HeaderlessForm,
  source: string,
): Promise<Table> {
  // Not split at /\s*,\s*/, which looks at each of many blanks again and again.
  const split = (line: string) =>
    separator === 'comma' ? line.split(',').map((cell) => cell.trim()) : line.split(/\s+/);
  const lines = [columns.map((name) => `"${name}"`).join(',')];
  for (const file of files) {
    for (const line of new TextDecoder().decode(file).split(/\r\n?|\n/)) {
      const cells = line.trim();
      if (cells !== '') lines.push(split(cells).join(','));
    }
  }
  const text = new TextEncoder().encode(`${lines.join('\n')}\n`);
  return readTable(text, { name: source, format: 'csv', delimiter: ',' });
}
