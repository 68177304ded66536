import { describe, expect, it } from 'vitest';
import { type Cell, tableFromColumns } from '../tables/preparation/table-from-columns.js';
import { trainOnTable } from './train-on-table.js';

const N = 120;
const rowsOf = (cell: (row: number) => Cell) => Array.from({ length: N }, (_, row) => cell(row));

async function shared(columns: [string, Cell[]][], options = {}) {
  const table = tableFromColumns([
    ['x', rowsOf((row) => row % 5)],
    ['z', rowsOf((row) => (row * 7) % 3)],
    ...columns,
    ['y', rowsOf((row) => (row * row) % 2)],
  ]);
  const { sharedRows } = await trainOnTable(table, { target: 'y', classifier: 'decision-tree', ...options });
  return sharedRows;
}

describe('rows of both parts that are equal', () => {
  it('are counted where the features are all there is', async () => {
    expect(await shared([])).toBe(24);
  });

  it('are not where only a dropped column tells them apart', async () => {
    const name = rowsOf((row) => `film ${row - (row % 2 === 0 ? 0 : 1) * (row < 20 ? 1 : 0)}`);
    expect(await shared([['title', name]])).toBeLessThan(5);
  });

  it('are where the dropped column only names the rows, or is an id', async () => {
    expect(await shared([['row', rowsOf((row) => row)]])).toBe(24);
    const pairs = rowsOf((row) => `id ${Math.floor(row / 2)}`);
    expect(await shared([['pair', pairs]], { id: 'pair' })).toBe(24);
  });
});
