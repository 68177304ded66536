/** Checks that a table is the data set it is said to be. */
import { InputError } from '../../errors.js';
import type { Column, Table } from '../../tables/table.js';
import { countOf } from '../../text/name-list.js';
import { canonicalNumber } from '../../text/number-text.js';
import { type CanonicalTable, canonicalTable, sha256 } from './canonical-table.js';
import type { DatasetEntry, Original } from './dataset-entry.js';

/** The name of the label's column in every table of the registry. */
export const TARGET = 'target';

export interface CheckedTable extends CanonicalTable {
  /** SHA-256 of the canonical CSV, in hexadecimal. */
  readonly checksum: string;
}

/**
 * Applies the entry's rule to the bytes of `original`; gives the table in canonical form.
 *
 * @throws InputError if the bytes do not have the original's format, or the table does not have the shape and
 *   checksum of the registry: `source` is then another file, or the original has changed.
 */
export async function normaliseOriginal(
  entry: DatasetEntry,
  original: Original,
  bytes: Uint8Array,
  source: string,
): Promise<CheckedTable> {
  const checked = await checkedForm(await original.toTable(bytes, source));
  const wrong = mismatchOf(entry, checked.table, checked.checksum);
  if (wrong !== undefined) {
    throw new InputError(`${source}: this is not the original of ${entry.name}: its table ${wrong}`);
  }
  return { ...checked, table: { ...checked.table, source: entry.name } };
}

/** The canonical form of a table and its checksum. */
export async function checkedForm(table: Table): Promise<CheckedTable> {
  const canonical = canonicalTable(table);
  return { ...canonical, checksum: await sha256(canonical.csv) };
}

/**
 * How a table in canonical form differs from the entry, as the end of a sentence that starts with `its table`;
 * undefined if it does not. Rows, columns and classes come before the checksum, which explains nothing.
 */
export function mismatchOf(
  entry: DatasetEntry,
  table: Table,
  checksum: string,
  expected = entry.checksum,
): string | undefined {
  if (table.rows !== entry.rows) return `has ${countOf(table.rows, 'row')}, expected ${entry.rows}`;
  const features = table.columns.length - 1;
  if (features !== entry.features) return `has ${countOf(features, 'feature')}, expected ${entry.features}`;
  const last = table.columns[features];
  if (last.name !== TARGET) return `ends with column ${JSON.stringify(last.name)}, expected "${TARGET}"`;
  const counts = countLabels(last, table.rows);
  for (const [label, rows] of entry.classCounts) {
    const found = counts.get(label) ?? 0;
    if (found !== rows)
      return `has ${countOf(found, 'row')} of class ${JSON.stringify(label)}, expected ${rows}`;
  }
  if (expected !== undefined && checksum !== expected) {
    return `has another checksum: expected ${expected}, got ${checksum}`;
  }
  return undefined;
}

/** Rows by label, without missing labels. */
export function countLabels(target: Column, rows: number): Map<string, number> {
  const counts = new Map<string, number>();
  for (let row = 0; row < rows; row++) {
    const label = cellText(target, row);
    if (label !== undefined) counts.set(label, (counts.get(label) ?? 0) + 1);
  }
  return counts;
}

/** A cell as text, numbers in their canonical spelling; undefined if it is missing. */
export function cellText(column: Column, row: number): string | undefined {
  if (column.kind === 'text') return column.codes[row] < 0 ? undefined : column.dictionary[column.codes[row]];
  return Number.isNaN(column.values[row]) ? undefined : canonicalNumber(column.values[row]);
}
