/** Names for columns that have none, and which of them are no data: a row index, and the rest of a trailing delimiter. */
import { countOf, listNames } from '../../text/name-list.js';
import { isNumber } from '../../text/number-text.js';
import { BlockConflictError } from '../block-conflict.js';
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
 * Takes from the columns of each block those of a header without a name that are not data: the first one if it numbers
 * the rows, as pandas writes its index (whole numbers from 0 up, none missing, all distinct), and the last one if it is
 * empty.
 */
export class UnnamedColumns {
  readonly #unnamed: ReadonlySet<number>;
  readonly #source: string;
  /** The positions that are kept, once the first block is known. */
  #kept: readonly number[] | undefined;
  #dropsIndex = false;
  #dropsLast = false;
  /** The last number of the row index; undefined if its numbers are not ascending. */
  #lastIndex: number | undefined;

  /** @param unnamed the positions of the columns without a name */
  constructor(unnamed: ReadonlySet<number>, source: string) {
    this.#unnamed = unnamed;
    this.#source = source;
  }

  /**
   * The columns of the next block that are kept, with notices for the first block. Throws `BlockConflictError` if a column
   * that was dropped turns out to be data, or might.
   */
  drop(columns: readonly Column[]): {
    readonly columns: readonly Column[];
    readonly notices: readonly string[];
  } {
    const notices = this.#kept === undefined ? this.#decide(columns) : [];
    if (this.#dropsLast && !isEmpty(columns[columns.length - 1])) {
      throw new BlockConflictError(
        `${this.#source}: the last column has no name and was empty, but has later cells`,
      );
    }
    if (this.#dropsIndex) this.#continueIndex(columns[0], notices.length > 0);
    return { columns: this.#kept!.map((i) => columns[i]), notices };
  }

  #decide(columns: readonly Column[]): string[] {
    const unnamed = this.#unnamed;
    const notices: string[] = [];
    const last = columns.length - 1;
    let kept = columns.map((_, i) => i);
    if (kept.length > 1 && unnamed.has(last) && isEmpty(columns[last])) {
      this.#dropsLast = true;
      kept = kept.slice(0, -1);
      notices.push('the empty last column is ignored: every row ends with a delimiter');
    }
    if (kept.length > 1 && unnamed.has(0) && isRowIndex(columns[0])) {
      this.#dropsIndex = true;
      kept = kept.slice(1);
      notices.push(
        'the first column is ignored: it has no name and numbers the rows; give it a name in the header to keep it',
      );
    }
    const renamed = kept.filter((i) => unnamed.has(i)).map((i) => columns[i].name);
    if (renamed.length > 0) {
      notices.push(
        `${countOf(renamed.length, 'column')} without a name in the header, now called ${listNames(renamed)}`,
      );
    }
    this.#kept = kept;
    return notices;
  }

  /** Distinct numbers that do not ascend would have to be remembered. */
  #continueIndex(column: Column, isFirst: boolean): void {
    const isAscending = column.kind === 'numeric' && isAscendingFrom(column.values, this.#lastIndex ?? -1);
    if (!isAscending && !isFirst) {
      throw new BlockConflictError(
        `${this.#source}: the first column has no name and its first rows are numbered, but later ones not in ascending order`,
      );
    }
    this.#lastIndex = isAscending ? column.values[column.values.length - 1] : Number.POSITIVE_INFINITY;
  }
}

function isAscendingFrom(values: Float32Array | Float64Array, before: number): boolean {
  let last = before;
  for (const value of values) {
    if (!Number.isInteger(value) || value <= last) return false;
    last = value;
  }
  return true;
}

function isEmpty(column: Column): boolean {
  return column.kind === 'numeric' && column.values.every(Number.isNaN);
}

function isRowIndex(column: Column): boolean {
  if (column.kind !== 'numeric') return false;
  const { values } = column;
  if (isAscendingFrom(values, -1)) return true;
  if (!values.every((value) => Number.isInteger(value) && value >= 0)) return false;
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
