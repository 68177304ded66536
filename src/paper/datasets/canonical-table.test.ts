import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Cell, tableFromColumns } from '../../tables/preparation/table-from-columns.js';
import { selectRows } from '../../tables/preparation/table-parts.js';
import { readTable } from '../../tables/reading/read-table.js';
import { canonicalTable, sha256 } from './canonical-table.js';

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

describe('canonicalTable', () => {
  it('sorts the rows, spells numbers one way, leaves missing cells empty, and quotes only where it must', () => {
    const { csv, table } = canonicalTable(
      tableFromColumns([
        ['x', [10, 9, Number.NaN, 0.1 + 0.2]],
        ['a,b', ['1.0', 'say "hi"', '1', null]],
      ]),
    );
    expect(text(csv)).toBe('x,"a,b"\n,1\n0.30000000000000004,\n10,1\n9,"say ""hi"""\n');
    expect(table.columns[1]).toMatchObject({
      dictionary: ['1', 'say "hi"'],
      codes: Int32Array.of(0, -1, 0, 1),
    });
  });

  const cell = fc.oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.constantFrom('a', 'b,c', '1e3', '007', 'line\nbreak', 'ß', null),
  );
  const columns = fc
    .tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 4 }))
    .chain(([rows, count]) =>
      fc.array(fc.array(cell, { minLength: rows, maxLength: rows }), { minLength: count, maxLength: count }),
    );
  const asTable = (cells: Cell[][]) => tableFromColumns(cells.map((column, i) => [`c${i}`, column]));

  it('is the same for the rows in any order', () => {
    fc.assert(
      fc.property(columns, fc.infiniteStream(fc.nat()), (cells, keys) => {
        const table = asTable(cells);
        const order = Int32Array.from({ length: table.rows }, (_, row) => row);
        const places = Array.from(order, () => keys.next().value!);
        order.sort((a, b) => places[a] - places[b]);
        expect(canonicalTable(selectRows(table, order))).toEqual(canonicalTable(table));
      }),
    );
  });

  it('reads back to the table that it goes with, and is its own canonical form', async () => {
    await fc.assert(
      fc.asyncProperty(columns, async (cells) => {
        // A lone missing cell would be an empty line, which is not a row.
        const { csv, table } = canonicalTable(asTable([cells[0].map((_, i) => i), ...cells]));
        const back = await readTable(csv, { name: 'table', format: 'csv', delimiter: ',' });
        expect(text(canonicalTable(back).csv)).toBe(text(csv));
        expect(back.rows).toBe(table.rows);
      }),
    );
  });
});

describe('sha256', () => {
  it('agrees with the example of FIPS 180-2', async () => {
    expect(await sha256(new TextEncoder().encode('abc'))).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    );
  });
});
