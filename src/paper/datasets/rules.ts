/** The steps that turn an original into the paper's table. */
import { InputError } from '../../errors.js';
import { unknownColumn } from '../../tables/preparation/columns-by-name.js';
import { tableFromColumns } from '../../tables/preparation/table-from-columns.js';
import type { Column, Table } from '../../tables/table.js';
import { listNames, quote } from '../../text/name-list.js';
import { cellText, TARGET } from './check-table.js';

/** Renames the columns, from left to right. Throws `InputError` if there are not as many `names`. */
export function nameColumns(table: Table, names: readonly string[]): Table {
  if (table.columns.length !== names.length) {
    throw new InputError(`${table.source}: ${table.columns.length} columns, expected ${names.length}`);
  }
  return { ...table, columns: table.columns.map((column, i) => ({ ...column, name: names[i] })) };
}

/** Makes `column` the last one and calls it `target`. Throws `InputError` if it does not exist. */
export function asTarget(table: Table, column: string): Table {
  const label = { ...columnNamed(table, column), name: TARGET };
  return { ...table, columns: [...table.columns.filter(({ name }) => name !== column), label] };
}

/** Labels 1 for the rows whose label is among `rare`, -1 for the rest. */
export function oneAgainstRest(table: Table, rare: readonly string[]): Table {
  const classes = new Set(rare);
  return replaceTarget(table, (label) => (classes.has(label) ? 1 : -1));
}

/** Renames the labels. Throws `InputError` for a label that is not in `names`. */
export function renameLabels(table: Table, names: ReadonlyMap<string, string>): Table {
  return replaceTarget(table, (label) => {
    const name = names.get(label);
    if (name !== undefined) return name;
    throw new InputError(
      `${table.source}: unknown label ${quote(label)}, expected one of ${listNames([...names.keys()])}`,
    );
  });
}

/**
 * One 0/1 column for each of `categories`, called `column_category`, in place of `column`. Throws
 * `InputError` for any other category.
 */
export function oneHot(table: Table, column: string, categories: readonly string[]): Table {
  const cells = textCells(columnNamed(table, column), table.rows);
  const other = cells.find((cell) => !categories.includes(cell));
  if (other !== undefined) {
    throw new InputError(
      `${table.source}, column ${quote(column)}: ${quote(other)}, expected one of ${listNames(categories)}`,
    );
  }
  const indicators = tableFromColumns(
    categories.map((category) => {
      return [`${column}_${category}`, cells.map((cell) => (cell === category ? 1 : 0))] as const;
    }),
  ).columns;
  return {
    ...table,
    columns: table.columns.flatMap((each) => (each.name === column ? indicators : [each])),
  };
}

function replaceTarget(table: Table, relabel: (label: string) => string | number): Table {
  const labels = textCells(columnNamed(table, TARGET), table.rows).map(relabel);
  const [target] = tableFromColumns([[TARGET, labels]], table.source).columns;
  return { ...table, columns: table.columns.map((column) => (column.name === TARGET ? target : column)) };
}

function textCells(column: Column, rows: number): string[] {
  return Array.from({ length: rows }, (_, row) => cellText(column, row) ?? '');
}

function columnNamed(table: Table, name: string): Column {
  const found = table.columns.find((column) => column.name === name);
  if (found !== undefined) return found;
  throw unknownColumn(
    table.source,
    'the rule',
    name,
    table.columns.map((column) => column.name),
  );
}
