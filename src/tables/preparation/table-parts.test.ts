import { describe, expect, it } from 'vitest';
import { InputError } from '../../errors.js';
import { tableFromColumns } from './table-from-columns.js';
import { dropColumns, selectRows } from './table-parts.js';

const table = tableFromColumns([
  ['narrow', [1, null, 3]],
  ['wide', [0.1, 0.2, 0.3]],
  ['text', ['a', null, 'b']],
]);

describe('selectRows', () => {
  it('repeats and reorders rows of every kind of column', () => {
    const selected = selectRows(table, Int32Array.of(2, 1, 2));
    expect(selected.rows).toBe(3);
    expect(selected.columns).toEqual([
      { kind: 'numeric', name: 'narrow', values: Float32Array.of(3, Number.NaN, 3) },
      { kind: 'numeric', name: 'wide', values: Float64Array.of(0.3, 0.2, 0.3) },
      { kind: 'text', name: 'text', codes: Int32Array.of(1, -1, 1), dictionary: ['a', 'b'] },
    ]);
  });

  it('refuses rows outside the table', () => {
    expect(() => selectRows(table, Int32Array.of(0, -1))).toThrow(InputError);
  });
});

describe('dropColumns', () => {
  it('shares the remaining columns and refuses unknown names', () => {
    const left = dropColumns(table, ['wide']);
    expect(left.columns).toEqual([table.columns[0], table.columns[2]]);
    expect(left.columns[0]).toBe(table.columns[0]);
    expect(() => dropColumns(table, ['wides'])).toThrow(/"wides".*Did you mean "wide"/);
  });
});

describe('tableFromColumns', () => {
  it('keeps 32 bits only where nothing is lost', () => {
    expect(
      table.columns.map((column) =>
        column.kind === 'numeric' ? column.values.constructor : column.dictionary,
      ),
    ).toEqual([Float32Array, Float64Array, ['a', 'b']]);
  });

  it.each<[unknown, RegExp]>([
    [null, /^tableFromColumns needs pairs .* but got null$/],
    [{ a: [1] }, /but got an object$/],
    [[['a', 1]], /^t: column 1 is not a pair/],
    [[['a', [1]], null], /^t: column 2 is not a pair/],
    [
      [
        ['a', [1]],
        ['a', [2]],
      ],
      /column name "a" occurs twice/,
    ],
    [[['a', ['x', {}]]], /"a", data row 2: the cell is an object: give a string/],
    [[['a', [new Date(0)]]], /data row 1: the cell is 1970-01-01/],
    [[['a', [1, 2n]]], /data row 2: the cell is 2/],
  ])('refuses %o', (columns, message) => {
    const call = () => tableFromColumns(columns as never, 't');
    expect(call).toThrow(InputError);
    expect(call).toThrow(message);
  });

  it('refuses ragged columns and infinite numbers', () => {
    expect(() =>
      tableFromColumns([
        ['a', [1]],
        ['b', [1, 2]],
      ]),
    ).toThrow(/"b" has 2 cells, but column "a" has 1/);
    expect(() => tableFromColumns([['a', [1, Number.NEGATIVE_INFINITY]]])).toThrow(
      /"a", data row 2: -Infinity/,
    );
  });
});
