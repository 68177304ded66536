/** Reads the target column as labels, for training and evaluation. */
import { InputError } from '../../errors.js';
import type { Label } from '../../matrix.js';
import { countOf, listNames, quote } from '../../text/name-list.js';
import { canonicalNumber, parseNumber } from '../../text/number-text.js';
import { MISSING_WORDS } from '../reading/missing.js';
import type { Column, Table } from '../table.js';
import { matchColumns, unknownColumn } from './columns-by-name.js';
import { classFinder } from './similar-labels.js';

/**
 * The column `name`. Throws `InputError` if it does not exist (with the nearest names) or has missing cells (with
 * their count and the first data row).
 */
export function targetColumn(table: Table, name: string): Column {
  const column = matchColumns(table, [name]).get(name);
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
        `row ${first + 1}: ${emptyLabelHint(table)}`,
    );
  }
  return column;
}

/** Words such as None are missing cells in delimited text, and those of the option `missing` everywhere, but may be labels. */
function emptyLabelHint({ reading }: Table): string {
  const given = (reading?.missing ?? []).filter((word) => !reading?.notFound?.includes(word));
  const usual = MISSING_WORDS.filter((word) => word !== '' && !reading?.keepWords?.includes(word));
  if (given.length > 0) {
    return (
      `${listNames(given)} of --missing (option missing) ${given.length === 1 ? 'counts' : 'count'} as missing in every column. ` +
      `Drop a word there if it is a label${reading?.delimiter === undefined ? '' : '; --keep-words keeps others such as None'}; ` +
      'otherwise remove the rows without a label'
    );
  }
  if (reading?.delimiter === undefined || usual.length === 0) return 'remove the rows without a label';
  return (
    `the words ${usual.join(', ')} count as missing. If one of them is a label, keep it with --keep-words, for ` +
    'example --keep-words None; otherwise remove the rows without a label'
  );
}

/**
 * The labels of a table, for comparison with predictions: each is the class that it means (`classFinder`): spelled
 * equally but for Unicode form, letter case, blanks or the spelling of a number, or the same truth value. Other labels are
 * kept, of the type of `classes`: if all classes are strings, numbers become their canonical spelling; if all are
 * numbers, texts that are numbers become numbers.
 *
 * Throws `InputError` as `targetColumn` does.
 */
export function readLabels(table: Table, name: string, classes: readonly Label[]): Label[] {
  const column = targetColumn(table, name);
  const find = classFinder(classes);
  if (column.kind === 'numeric') {
    const asText = classes.every((label) => typeof label === 'string');
    const found = new Map<number, Label>();
    return Array.from(column.values, (value) => {
      let label = found.get(value);
      if (label === undefined) {
        label = find(value) ?? (asText ? canonicalNumber(value) : value + 0);
        found.set(value, label);
      }
      return label;
    });
  }
  const asNumber = classes.every((label) => typeof label === 'number');
  const words = column.dictionary.map((word): Label => {
    const value = asNumber ? parseNumber(word) : Number.NaN;
    return find(word) ?? (Number.isNaN(value) ? word : value);
  });
  return Array.from(column.codes, (code) => words[code]);
}

/** Whether the label is the cell: a number is itself however it is written. */
function isSpelled(cell: string | number, label: Label): boolean {
  if (String(cell) === String(label)) return true;
  if (typeof cell === 'number') return cell === label || canonicalNumber(cell) === label;
  return cell.normalize('NFC') === label || (typeof label === 'number' && parseNumber(cell) === label);
}

/** The notice of labels of the column `name` that are spelled otherwise than the `labels` of `readLabels`. */
export function respelledLabelsNotices(table: Table, name: string, labels: readonly Label[]): string[] {
  const column = targetColumn(table, name);
  const counts = new Map<string, number>();
  let rows = 0;
  for (let row = 0; row < table.rows; row++) {
    const label = labels[row];
    const cell = column.kind === 'text' ? column.dictionary[column.codes[row]] : column.values[row];
    if (isSpelled(cell, label)) continue;
    const pair = `${listNames([cell])} taken for ${listNames([label])}`;
    counts.set(pair, (counts.get(pair) ?? 0) + 1);
    rows++;
  }
  if (rows === 0) return [];
  const listed = [...counts].slice(0, 3).map(([pair, count]) => `${pair} (${countOf(count, 'row')})`);
  const more = counts.size > listed.length ? ` and ${counts.size - listed.length} more` : '';
  return [
    `target column ${quote(name)}: ${countOf(rows, 'label')} not spelled as in training: ${listed.join(', ')}${more}`,
  ];
}
