/** Names for columns that have none, and which of them are no data: a row index, and the rest of a trailing delimiter. */
import { countOf, listNames } from '../../text/name-list.js';
import { isNumber } from '../../text/number-text.js';
import type { Column } from '../table.js';

export interface NamedColumns {
  readonly names: readonly string[];
  /** The positions of the columns that had no name. */
  readonly unnamed: ReadonlySet<number>;
}

/** `column1`, `column2`, ... for `count` columns. */
export function numberedNames(count: number): string[] {
  return Array.from({ length: count }, (_, i) => `column${i + 1}`);
}

/** The names of a header, with `column` and the position, from 1, for an empty one. */
export function nameUnnamed(header: readonly string[]): NamedColumns {
  // Generated names differ from each other, so only given ones of their form can be equal to one.
  const taken = new Set(header.filter((name) => name.startsWith('column')));
  const unnamed = new Set<number>();
  const names = header.map((name, i) => {
    if (name.trim() !== '') return name;
    unnamed.add(i);
    let generated = `column${i + 1}`;
    while (taken.size > 0 && taken.has(generated)) generated += '_';
    return generated;
  });
  return { names, unnamed };
}

/**
 * The columns without those of a header without a name that are not data: the first one if it numbers the rows, as
 * pandas writes its index (whole numbers from 0 up, none missing, all distinct), and the last one if it is empty.
 */
export function dropUnnamed(
  columns: readonly Column[],
  unnamed: ReadonlySet<number>,
): { readonly columns: readonly Column[]; readonly notices: readonly string[] } {
  const notices: string[] = [];
  let kept = columns;
  const last = columns.length - 1;
  if (kept.length > 1 && unnamed.has(last) && isEmpty(columns[last])) {
    kept = kept.slice(0, -1);
    notices.push('the empty last column is ignored: every row ends with a delimiter');
  }
  if (kept.length > 1 && unnamed.has(0) && isRowIndex(columns[0])) {
    kept = kept.slice(1);
    notices.push(
      'the first column is ignored: it has no name and numbers the rows; give it a name in the header to keep it',
    );
  }
  const renamed = columns.filter((column, i) => unnamed.has(i) && kept.includes(column));
  if (renamed.length > 0) {
    notices.push(
      `${countOf(renamed.length, 'column')} without a name in the header, now called ` +
        listNames(renamed.map(({ name }) => name)),
    );
  }
  return { columns: kept, notices };
}

function isEmpty(column: Column): boolean {
  return column.kind === 'numeric' && column.values.every(Number.isNaN);
}

function isRowIndex(column: Column): boolean {
  if (column.kind !== 'numeric') return false;
  const { values } = column;
  let isAscending = true;
  for (let i = 0; i < values.length; i++) {
    if (!Number.isInteger(values[i]) || values[i] < 0) return false;
    if (i > 0 && values[i] <= values[i - 1]) isAscending = false;
  }
  if (isAscending) return true;
  const sorted = values.slice().sort();
  return sorted.every((value, i) => i === 0 || value !== sorted[i - 1]);
}

/** Texts of a column that its name is compared with. */
const FIRST_TEXTS = 1000;

/** A notice if the names look like a row of data: each is a number, or one of the first texts of its column. */
export function dataLikeNames(header: readonly string[], columns: readonly Column[]): string[] {
  const isNamed = header.some((name) => name.trim() !== '');
  if (!isNamed || !header.every((name, i) => looksLikeData(name, columns[i]))) return [];
  return [
    `the column names look like a row of data (${listNames(header)}): if the table has no header, give --no-header ` +
      '(option header: false); --header says that they are names',
  ];
}

function looksLikeData(name: string, column: Column): boolean {
  if (name.trim() === '' || isNumber(name)) return true;
  return column.kind === 'text' && column.dictionary.slice(0, FIRST_TEXTS).includes(name);
}
