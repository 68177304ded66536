/** A table from arrays in memory, for data that is not in a file. */
import { InputError } from '../../errors.js';
import { quote } from '../../text/name-list.js';
import type { Column, Table } from '../table.js';

/** null, undefined and NaN are missing. */
export type Cell = string | number | boolean | null | undefined;

/**
 * One column for each [name, cells] pair. A column whose present cells are all numbers is numeric, in
 * 32 bits if that is exact; any other is text, with numbers and booleans converted by `String`.
 * Throws `InputError` for columns of unequal length and for infinite numbers.
 */
export function tableFromColumns(
  columns: Iterable<readonly [name: string, cells: readonly Cell[]]>,
  source = 'table',
): Table {
  const named = [...columns];
  const rows = named.length > 0 ? named[0][1].length : 0;
  for (const [name, cells] of named) {
    if (cells.length === rows) continue;
    throw new InputError(
      `${source}: column ${quote(name)} has ${cells.length} cells, but column ${quote(named[0][0])} has ${rows}`,
    );
  }
  return { rows, source, columns: named.map(([name, cells]) => columnOf(name, cells, source)) };
}

function columnOf(name: string, cells: readonly Cell[], source: string): Column {
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

function isMissing(cell: Cell): boolean {
  return cell === null || cell === undefined || Number.isNaN(cell);
}
