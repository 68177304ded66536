/** The UCI repository's `.data` files: lines without a header, cells separated by commas or blanks. */
import { readTable } from '../../../tables/reading/read-table.js';
import type { Table } from '../../../tables/table.js';

export interface HeaderlessForm {
  /** The columns, as the data set's documentation names them. */
  readonly columns: readonly string[];
  /** `blanks`: any run of spaces and tabs. Default `comma`, with optional blanks around it. */
  readonly separator?: 'comma' | 'blanks';
}

/**
 * Reads the lines of all `files`, one after the other, into one table. Empty lines are skipped; cells are
 * numbers, texts or `?` (missing), without quotes.
 *
 * @throws InputError for a line with a wrong number of cells, by its number among the lines of all files.
 */
export function readHeaderless(
  files: readonly Uint8Array[],
  { columns, separator = 'comma' }: HeaderlessForm,
  source: string,
): Promise<Table> {
  // Not split at /\s*,\s*/, which takes quadratic time on long runs of blanks.
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
