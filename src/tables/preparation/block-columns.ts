/**
 * The columns of a block of rows as they would be in the whole table. Each block is typed by its own cells, but a column is
 * numeric in the whole table only if all blocks are, and as text `1.0` may be another value than the number 1.
 */

import { quote } from '../../text/name-list.js';
import { BlockConflictError } from '../block-conflict.js';
import { type Column, cellText, type NumericColumn, type Table, type TextColumn } from '../table.js';
import type { KeptColumn } from './fitted-columns.js';

/** What is known of a column after some blocks. */
interface Known {
  isText: boolean;
  /** Whether a number so far would be prepared otherwise as text. */
  differs: boolean;
  /** The numbers that have been compared, up to `MOST_COMPARED`. */
  readonly compared: Set<number>;
}

const MOST_COMPARED = 100_000;

/** Whether the cells of a column are prepared alike as numbers and as text. */
export type AreAlike = (numbers: NumericColumn, texts: TextColumn) => boolean;

export class BlockColumns {
  readonly #known = new Map<string, Known>();

  /**
   * The column of the next block. Throws `BlockConflictError` if the earlier blocks were numeric, this one is text, and
   * earlier cells would have been prepared otherwise as text.
   */
  typed(fitted: KeptColumn, column: Column, table: Table, areAlike: AreAlike): Column {
    if (!dependsOnSpelling(fitted)) return column;
    // As text they have the points of thousands, which all cells together decide about.
    if (fitted.kind === 'numeric' && column.kind === 'numeric' && isDelimited(table)) {
      return asTyped(table, column);
    }
    const isText = column.kind === 'text';
    if (isText ? column.codes.every((code) => code < 0) : column.values.every(Number.isNaN)) return column;
    const known = this.#known.get(fitted.name) ?? { isText, differs: false, compared: new Set() };
    this.#known.set(fitted.name, known);
    if (isText && !known.isText) {
      if (known.differs) {
        throw new BlockConflictError(
          `${table.source}: column ${quote(column.name)} has only numbers in its first rows, but text after data row ` +
            `${table.firstRow ?? 0}`,
        );
      }
      known.isText = true;
    }
    if (column.kind === 'text') return column;
    if (known.isText) return asTyped(table, column);
    known.differs ||= !areNewAlike(table, column, known.compared, areAlike);
    return column;
  }
}

/**
 * The columns of blocks for output in which a column has one type, that of the first block: numbers become text where that
 * is text.
 */
export class OutputColumns {
  readonly #first: Table;
  readonly #written: ReadonlySet<string>;

  /** @param written the names of the columns that are written */
  constructor(first: Table, written: ReadonlySet<string>) {
    this.#first = first;
    this.#written = written;
  }

  /** Throws `BlockConflictError` for text in a column that is written as numbers. */
  typed(table: Table): Table {
    const columns = table.columns.map((column, i) => {
      const kind = this.#first.columns[i]?.kind;
      if (kind === undefined || kind === column.kind || !this.#written.has(column.name)) return column;
      if (column.kind === 'numeric') return asTyped(table, column);
      throw new BlockConflictError(
        `${table.source}: column ${quote(column.name)} is written as numbers, but has text after data row ` +
          `${table.firstRow ?? 0}`,
      );
    });
    return { ...table, columns };
  }
}

/** Whether it matters for the preparation if a cell is a number or its text. Booleans and plain numbers are read alike. */
export function dependsOnSpelling(fitted: KeptColumn): boolean {
  if (fitted.kind === 'numeric') return fitted.format?.decimal === ',';
  return fitted.kind !== 'boolean';
}

function isDelimited({ reading }: Table): boolean {
  return reading?.format === 'csv' || reading?.format === 'tsv';
}

/** The numbers of a column as they were typed. */
function asTyped(table: Table, column: NumericColumn): TextColumn {
  const { values, name } = column;
  const isUniform = table.spellings?.get(name)?.isUniform ?? true;
  const codes = new Int32Array(values.length);
  const places = new Map<number | string, number>();
  const dictionary: string[] = [];
  for (let row = 0; row < values.length; row++) {
    const value = values[row];
    if (Number.isNaN(value)) {
      codes[row] = -1;
      continue;
    }
    const key = isUniform ? value : cellText(table, column, row)!;
    let place = places.get(key);
    if (place === undefined) {
      place = dictionary.push(cellText(table, column, row)!) - 1;
      places.set(key, place);
    }
    codes[row] = place;
  }
  return { kind: 'text', name, codes, dictionary };
}

/** Compares the numbers that are not among `compared`, and adds them. */
function areNewAlike(
  table: Table,
  column: NumericColumn,
  compared: Set<number>,
  areAlike: AreAlike,
): boolean {
  const isUniform = table.spellings?.get(column.name)?.isUniform ?? true;
  const texts = new Map<string, number>();
  for (let row = 0; row < column.values.length; row++) {
    const value = column.values[row];
    if (Number.isNaN(value) || (isUniform && compared.has(value))) continue;
    texts.set(cellText(table, column, row)!, value);
    if (isUniform && compared.size < MOST_COMPARED) compared.add(value);
  }
  if (texts.size === 0) return true;
  const codes = Int32Array.from({ length: texts.size }, (_, code) => code);
  return areAlike(
    { kind: 'numeric', name: column.name, values: Float64Array.from(texts.values()) },
    { kind: 'text', name: column.name, codes, dictionary: [...texts.keys()] },
  );
}
