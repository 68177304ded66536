/** The true labels of test rows, checked against the classes of the model. */
import { InputError } from '../errors.js';
import type { Label } from '../matrix.js';
import { matchColumns } from '../tables/preparation/columns-by-name.js';
import { readLabels, respelledLabelsNotices } from '../tables/preparation/labels.js';
import type { Table } from '../tables/table.js';
import { countOf, listNames, quote } from '../text/name-list.js';

/** The rows whose class the model knows, and a notice about the others. */
export interface KnownRows {
  /** Indices of the rows whose label is one of the classes. */
  readonly rows: Int32Array;
  readonly notices: readonly string[];
}

/**
 * The labels of `table`, spelled as `classes` are, and a notice of those that are not in the table.
 *
 * @throws InputError if there is no column `target`, if cells of it are empty, and if it holds strings
 *   but the classes are numbers.
 */
export function labelsToCompare(
  table: Table,
  target: string,
  classes: readonly Label[],
): { readonly labels: readonly Label[]; readonly notices: readonly string[] } {
  if (!matchColumns(table, [target]).has(target)) {
    const names = table.columns.map(({ name }) => name);
    throw new InputError(
      `${table.source}: there is no column ${quote(target)} with the true labels, with which predictions are compared. ` +
        `Columns: ${listNames(names)}`,
    );
  }
  const labels = readLabels(table, target, classes);
  const row = labels.findIndex((label) => typeof label !== typeof classes[0]);
  if (row >= 0) {
    throw new InputError(
      `${table.source}: target column ${quote(target)} holds the ${typeof labels[row]} ${listNames([labels[row]])} ` +
        `in data row ${row + 1}, but the classes of the training are ${typeof classes[0]}s: ${listNames(classes)}`,
    );
  }
  return { labels, notices: respelledLabelsNotices(table, target, labels) };
}

/**
 * Rows of a class that was not in training are always misclassified: a notice says so. It is an error
 * only if there are no other rows.
 *
 * @param fate what becomes of these rows, for the notice
 */
export function knownRows(
  labels: readonly Label[],
  classes: readonly Label[],
  source: string,
  fate = 'counted as wrong',
): KnownRows {
  const known = new Set(classes);
  const rows: number[] = [];
  const unknown = new Set<Label>();
  labels.forEach((label, row) => {
    if (known.has(label)) rows.push(row);
    else unknown.add(label);
  });
  if (unknown.size === 0) return { rows: Int32Array.from(rows), notices: [] };
  if (rows.length === 0) {
    throw new InputError(
      `${source}: no label (${listNames([...unknown])}) is a class of the training (${listNames(classes)}): ` +
        'check that this is the right table',
    );
  }
  const count = labels.length - rows.length;
  return {
    rows: Int32Array.from(rows),
    notices: [
      `${countOf(count, 'test row')} of a class that was not in training ` +
        `(${listNames([...unknown])}): ${fate}`,
    ],
  };
}
