/** A table from arrays in memory, for data that is not in a file. */
import { InputError } from '../../errors.js';
import { describeValue } from '../../text/describe-value.js';
import { quote } from '../../text/name-list.js';
import type { Column, Table } from '../table.js';

/** null, undefined and NaN are missing. */
export type Cell = string | number | boolean | null | undefined;

/**
 * One column for each [name, cells] pair. A column whose present cells are all numbers is numeric, in
 * 32 bits if that is exact; any other is text, with numbers and booleans converted by `String`.
 * Throws `InputError` for anything but pairs, names that are no strings or are repeated, columns of unequal length, cells
 * of another type and infinite numbers.
 */
export function tableFromColumns(
  columns: Iterable<readonly [name: string, cells: readonly Cell[]]>,
  source = 'table',
): Table {
  const named = checkedPairs(columns, source);
  const rows = named.length > 0 ? named[0][1].length : 0;
  for (const [name, cells] of named) {
    if (cells.length === rows) continue;
    throw new InputError(
      `${source}: column ${quote(name)} has ${cells.length} cells, but column ${quote(named[0][0])} has ${rows}`,
    );
  }
  return { rows, source, columns: named.map(([name, cells]) => columnFromCells(name, cells, source)) };
}

function checkedPairs(columns: unknown, source: string): readonly (readonly [string, readonly Cell[]])[] {
  const isIterable = typeof columns === 'object' && columns !== null && Symbol.iterator in columns;
  if (!isIterable) {
    throw new InputError(
      `tableFromColumns needs pairs of a name and an array of cells, such as Object.entries({ x: [1, 2] }), but got ${describeValue(columns)}`,
    );
  }
  const pairs = [...(columns as Iterable<unknown>)];
  const names = new Set<string>();
  pairs.forEach((pair, i) => {
    const [name, cells] = Array.isArray(pair) ? pair : [];
    const isPair = typeof name === 'string' && (Array.isArray(cells) || ArrayBuffer.isView(cells));
    if (!isPair) {
      throw new InputError(`${source}: column ${i + 1} is not a pair of a name and an array of cells`);
    }
    if (names.has(name)) {
      throw new InputError(
        `${source}: column name ${quote(name)} occurs twice: give every column its own name`,
      );
    }
    names.add(name);
  });
  return pairs as (readonly [string, readonly Cell[]])[];
}

/** One of its columns. Throws `InputError` for cells as `tableFromColumns`. */
export function columnFromCells(name: string, cells: readonly Cell[], source: string): Column {
  const other = cells.findIndex((cell) => !isMissing(cell) && !CELL_TYPES.has(typeof cell));
  if (other >= 0) {
    throw new InputError(
      `${source}: column ${quote(name)}, data row ${other + 1}: the cell is ${describeValue(cells[other])}: ` +
        'give a string, number, boolean or null, and a date as text',
    );
  }
  const infinite = cells.findIndex(
    (cell) => cell === Number.POSITIVE_INFINITY || cell === Number.NEGATIVE_INFINITY,
  );
  if (infinite >= 0) {
    throw new InputError(
      `${source}: column ${quote(name)}, data row ${infinite + 1}: ${cells[infinite]} is not finite: ` +
        'correct the cell or leave it empty',
    );
  }
  if (cells.every((cell) => isMissing(cell) || typeof cell === 'number')) {
    const values = Float64Array.from(cells, (cell) => (typeof cell === 'number' ? cell : Number.NaN));
    const exact = values.every((value) => Number.isNaN(value) || Math.fround(value) === value);
    return { kind: 'numeric', name, values: exact ? Float32Array.from(values) : values };
  }
  const known = new Map<string, number>();
  const codes = Int32Array.from(cells, (cell) => {
    if (isMissing(cell)) return -1;
    const word = String(cell);
    const code = known.get(word) ?? known.size;
    known.set(word, code);
    return code;
  });
  return { kind: 'text', name, codes, dictionary: [...known.keys()] };
}

const CELL_TYPES: ReadonlySet<string> = new Set(['string', 'number', 'boolean']);

function isMissing(cell: Cell): boolean {
  return cell === null || cell === undefined || Number.isNaN(cell);
}
