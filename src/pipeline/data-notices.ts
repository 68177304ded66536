/** What a user should know of the training rows before the scores are believed. */
import { LabelEncoder } from '../classifiers/contract/labels.js';
import type { Label } from '../matrix.js';
import { columnsByName } from '../tables/preparation/columns-by-name.js';
import { isKept } from '../tables/preparation/fitted-columns.js';
import type { Preparation } from '../tables/preparation/preparation.js';
import { leakColumns } from '../tables/split/leak-columns.js';
import type { Table } from '../tables/table.js';
import { listNames, quote } from '../text/name-list.js';
import type { Part } from './part.js';

/** Notices about features that alone tell the class, and about a table whose rows are in the order of the class. */
export function dataNotices({ table, rows, labels }: Part, preparation: Preparation): string[] {
  const encoder = LabelEncoder.from(labels);
  const names = preparation.inputColumns.filter(isKept).map(({ name }) => name);
  const leaks = leakColumns(table, rows, encoder.encode(labels), encoder.classes.length, names);
  const found = leaks.map(
    ({ name, balancedAccuracy }) =>
      `column ${quote(name)} alone tells the class (balanced accuracy ${balancedAccuracy.toFixed(3)}): if it is known only ` +
      'with the class, drop it (--drop)',
  );
  return [...found, ...orderNotices(table, labels, names)];
}

/** Shorter tables are in order by chance. */
const FEWEST_ROWS = 20;

/** Of training rows in the order of the table. */
function orderNotices(table: Table, labels: readonly Label[], features: readonly string[]): string[] {
  if (labels.length < FEWEST_ROWS) return [];
  let runs = 1;
  for (let i = 1; i < labels.length; i++) if (labels[i] !== labels[i - 1]) runs++;
  if (runs > new Set(labels).size) return [];
  const ordered = features.filter((name) => isRising(table, name));
  if (ordered.length === 0) return ['the rows are in the order of the class'];
  return [
    `the rows are in the order of the class, and so is column ${listNames(ordered)}, which numbers them: ` +
      'if it does so only here, drop it (--drop)',
  ];
}

/** Whether a column of numbers rises strictly from row to row. */
function isRising(table: Table, name: string): boolean {
  const column = columnsByName(table).get(name);
  if (column?.kind !== 'numeric') return false;
  const { values } = column;
  for (let row = 1; row < values.length; row++) if (!(values[row] > values[row - 1])) return false;
  return true;
}
