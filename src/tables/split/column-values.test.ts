import { describe, expect, it } from 'vitest';
import { tableFromColumns } from '../preparation/table-from-columns.js';
import { groupNumbers, sortableTimes, weightValues } from './column-values.js';
import { ranks } from './split-rules.js';

type Cells = readonly (string | number | null)[];
const read = <T>(
  reader: (table: ReturnType<typeof tableFromColumns>, column: never) => T,
  cells: Cells,
): T => {
  const table = tableFromColumns([['c', cells]], 'a.csv');
  return reader(table, table.columns[0] as never);
};

describe('sortableTimes', () => {
  it.each([
    [[3, 1, 2]],
    [['2024-03-01', '2023-12-31', '2024-02-29']],
    [['2024-05', '2023-04-30', '2024-04-30T23:59:59.5']],
    [['2024-01-01T00:00:00Z', '2024-01-01 01:00:00+02:00', '2023-12-31T23:30-0015']],
    [['0103-01-01', '0101-01-01', '0102-01-01']],
  ])('orders %j', (cells) => {
    expect([...ranks(read(sortableTimes, cells))]).toEqual([2, 0, 1]);
  });

  it.each([
    [['2024-01-01', '2024-02-30'], /"2024-02-30" in data row 2.*such as 2024-05-31/],
    [['2024-01-01', 'soon'], /"soon" in data row 2/],
    [['2024-01-01', null], /time column "c" is empty in data row 2/],
  ])('refuses %j', (cells, message) => {
    expect(() => read(sortableTimes, cells)).toThrow(message);
  });
});

describe('weightValues', () => {
  it('reads numbers of either kind of column', () => {
    expect([...read(weightValues, [1, 0, 2.5])]).toEqual([1, 0, 2.5]);
  });

  it.each([
    [[1, -1], /weight column "c" holds "-1" in data row 2: a weight must be a number from 0/],
    [[1, 'two'], /holds "two" in data row 2/],
    [[0, 0], /is 0 in every row/],
    [[1, null], /is empty in data row 2/],
    [[1, 1e-13], /data row 2.*over 10\^12 times/],
  ])('refuses %j', (cells, message) => {
    expect(() => read(weightValues, cells)).toThrow(message);
  });
});

it('groupNumbers gives equal cells equal numbers', () => {
  expect([...read(groupNumbers, [0.5, 7, 0.5])]).toEqual([0, 1, 0]);
  const [a, b, c] = read(groupNumbers, ['x', 'y', 'x']);
  expect([a === c, a === b]).toEqual([true, false]);
  expect(() => read(groupNumbers, ['x', null])).toThrow(/group column "c" is empty in data row 2/);
});
