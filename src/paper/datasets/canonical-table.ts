/**
 * The canonical form of a table, over which its checksum is computed. Repositories spell numbers and order rows
 * differently; in this form equal data give equal bytes, so every faithful copy is recognised and gives the same
 * training.
 */

import { selectRows } from '../../tables/preparation/table-parts.js';
import type { Column, Table } from '../../tables/table.js';
import { canonicalNumber, parseNumber } from '../../text/number-text.js';

export interface CanonicalTable {
  /** The rows in canonical order; a text column's dictionary in the order of first appearance. */
  readonly table: Table;
  /**
   * The canonical CSV: a header line, then the lines of the rows sorted by UTF-16 code unit (for ASCII as
   * `LC_ALL=C sort` does). LF ends each line, a comma separates the cells, a missing cell is empty, a number
   * is the shortest decimal that parses to it (ECMAScript Number::toString), also in a text column;
   * only a cell with a comma, a quote or a line break is quoted (RFC 4180).
   */
  readonly csv: Uint8Array<ArrayBuffer>;
}

/** The canonical form of `table`; its columns keep their order. */
export function canonicalTable(table: Table): CanonicalTable {
  const columns = table.columns.map(withCanonicalNumbers);
  const lines = rowLines(columns, table.rows);
  const order = Int32Array.from({ length: table.rows }, (_, row) => row);
  order.sort((a, b) => (lines[a] < lines[b] ? -1 : lines[a] > lines[b] ? 1 : a - b));
  const header = columns.map((column) => csvCell(column.name)).join(',');
  const text = [header, ...Array.from(order, (row) => lines[row]), ''].join('\n');
  const sorted = selectRows({ ...table, columns }, order);
  return {
    csv: new TextEncoder().encode(text),
    table: { ...sorted, columns: sorted.columns.map(withDictionaryByAppearance) },
  };
}

/** SHA-256 in lower-case hexadecimal. */
export async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function rowLines(columns: readonly Column[], rows: number): string[] {
  const words = columns.map((column) => (column.kind === 'text' ? column.dictionary.map(csvCell) : []));
  const lines = new Array<string>(rows);
  const cells = new Array<string>(columns.length);
  for (let row = 0; row < rows; row++) {
    for (let c = 0; c < columns.length; c++) {
      const column = columns[c];
      if (column.kind === 'text') cells[c] = column.codes[row] < 0 ? '' : words[c][column.codes[row]];
      else cells[c] = Number.isNaN(column.values[row]) ? '' : canonicalNumber(column.values[row]);
    }
    lines[row] = cells.join(',');
  }
  return lines;
}

/** Words that are numbers get their canonical spelling; -0 becomes 0, which has the same spelling. */
function withCanonicalNumbers(column: Column): Column {
  if (column.kind === 'numeric') return { ...column, values: column.values.map((value) => value + 0) };
  const dictionary = column.dictionary.map((word) => {
    const value = parseNumber(word);
    return Number.isNaN(value) ? word : canonicalNumber(value);
  });
  return { ...column, dictionary };
}

/** The same cells; equal words are merged, unused words are dropped. */
function withDictionaryByAppearance(column: Column): Column {
  if (column.kind === 'numeric') return column;
  const known = new Map<string, number>();
  const codes = column.codes.map((code) => {
    if (code < 0) return -1;
    const word = column.dictionary[code];
    const renumbered = known.get(word) ?? known.size;
    known.set(word, renumbered);
    return renumbered;
  });
  return { ...column, codes, dictionary: [...known.keys()] };
}

function csvCell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
