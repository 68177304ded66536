/** Reads the target column as labels, for training and evaluation. */
import { InputError } from '../../errors.js';
import type { Label } from '../../matrix.js';
import { countOf, quote } from '../../text/name-list.js';
import { canonicalNumber, parseNumber } from '../../text/number-text.js';
import type { Column, Table } from '../table.js';
import { columnsByName, matchColumns, unknownColumn } from './columns-by-name.js';

/**
 * The column `name`. Throws `InputError` if it does not exist (with the nearest names) or has missing cells (with
 * their count and the first data row).
 */
export function targetColumn(table: Table, name: string): Column {
  const column = columnsByName(table).get(name);
  if (column === undefined) {
    const available = table.columns.map((each) => each.name);
    throw unknownColumn(table.source, 'target', name, available);
  }
  let missing = 0;
  let first = -1;
  for (let row = 0; row < table.rows; row++) {
    const absent = column.kind === 'text' ? column.codes[row] < 0 : Number.isNaN(column.values[row]);
    if (!absent) continue;
    if (missing === 0) first = row;
    missing++;
  }
  if (missing > 0) {
    throw new InputError(
      `${table.source}: target column ${quote(name)} is empty in ${countOf(missing, 'row')}, first in data ` +
        `row ${first + 1}: remove the rows without a label`,
    );
  }
  return column;
}

/**
 * The labels of a table, for comparison with predictions: numbers of a numeric column, strings of a text column, but
 * of the type of `classes`. If all classes are strings, numbers become their canonical spelling; if all are numbers,
 * texts that are numbers become numbers. So a file in which the only text label does not occur still matches. Labels
 * outside `classes` are kept.
 *
 * Throws `InputError` as `targetColumn` does.
 */
export function readLabels(table: Table, name: string, classes: readonly Label[]): Label[] {
  const column = targetColumn(table, matchColumns(table, [name]).get(name)?.name ?? name);
  if (column.kind === 'numeric') {
    const asText = classes.every((label) => typeof label === 'string');
    return Array.from(column.values, (value) => (asText ? canonicalNumber(value) : value + 0));
  }
  const asNumber = classes.every((label) => typeof label === 'number');
  const words = column.dictionary.map((word): Label => {
    const value = asNumber ? parseNumber(word) : Number.NaN;
    return Number.isNaN(value) ? word : value;
  });
  return Array.from(column.codes, (code) => words[code]);
}
