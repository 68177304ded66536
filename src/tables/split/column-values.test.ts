import { describe, expect, it } from 'vitest';
import { tableFromColumns } from '../preparation/table-from-columns.js';
import { readTable } from '../reading/read-table.js';
import { timeFormat, timeNotices, weightFormat } from './column-formats.js';
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
    [['1/2/2021', '31/12/2019', '2/1/2021']],
    [['2/1/2021', '12/31/2019', '1/2/2021']],
    [['Mar 1, 2024', 'Dec 31, 2023', 'Feb 29, 2024']],
    [['1.200,5', '7,25', '30']],
    [['21:05', '9:30 am', '1:15 pm']],
  ])('orders %j', (cells) => {
    expect([...ranks(read(sortableTimes, cells))]).toEqual([2, 0, 1]);
  });

  it.each([
    [['2024-01-01', '2024-02-30'], /"2024-02-30" in data row 2.*such as 2024-05-31/],
    [['2024-01-01', 'soon'], /"soon" in data row 2/],
    [['1/2/2021', '2/2/2021', 'soon', '13/2/2021'], /"soon" in data row 3/],
    [[...new Array(10).fill('3'), 'soon', '4'], /"soon" in data row 11/],
    [['1/2/2021', '13/2/2021', '14/2/2021', '2/15/2021'], /"2\/15\/2021" in data row 4.*dates of one format/],
    [['2024-01-01', null], /time column "c" is empty in data row 2/],
  ])('refuses %j', (cells, message) => {
    expect(() => read(sortableTimes, cells)).toThrow(message);
  });
});

it('timeFormat follows the options for dates and numbers', () => {
  const column = (cells: Cells) => tableFromColumns([['c', cells]]).columns[0];
  const open = column(['1/2/2021', '3/4/2021']);
  expect(timeFormat(open)).toBe('month-first');
  expect(timeFormat(open, { dayFirst: true })).toBe('day-first');
  expect(timeNotices(open, timeFormat(open))).toEqual([expect.stringMatching(/"c".*month first/)]);
  expect(timeNotices(open, timeFormat(open, { dayFirst: true }), { dayFirst: true })).toEqual([]);
  expect(timeFormat(column([3, 4]))).toBeUndefined();
  expect(timeFormat(column(['1.500', '2.500']), { decimal: ',' })).toMatchObject({ decimal: ',' });
});

it('weightFormat tells weights as they are written', () => {
  const weights = (cells: Cells, options = {}) => {
    const table = tableFromColumns([['w', cells]]);
    return [...weightValues(table, table.columns[0], weightFormat(table.columns[0], options))];
  };
  expect(weights(['1,5', '2', '0,25'])).toEqual([1.5, 2, 0.25]);
  expect(weights(['50 %', '100 %'])).toEqual([50, 100]);
  expect(weights(['1.500', '2.000'], { decimal: ',' })).toEqual([1500, 2000]);
});

it('times and weights of a CSV file have points between thousands if the options say so', async () => {
  const text = 'c,x\n1.500,1\n846,2\n2.000,3\n';
  const table = await readTable(new TextEncoder().encode(text), { format: 'csv' });
  const [column] = table.columns;
  for (const options of [{ decimal: ',' }, { thousands: '.' }] as const) {
    expect([...weightValues(table, column, weightFormat(column, options))]).toEqual([1500, 846, 2000]);
    expect(Array.from(sortableTimes(table, column, timeFormat(column, options)))).toEqual([1500, 846, 2000]);
  }
  expect([...weightValues(table, column, weightFormat(column))]).toEqual([1.5, 846, 2]);
  expect(weightFormat(column, { decimal: ',', thousands: 'none' })).toBeUndefined();
});

describe('weightValues', () => {
  it('reads numbers of either kind of column', () => {
    expect([...read(weightValues, [1, 0, 2.5])]).toEqual([1, 0, 2.5]);
  });

  it.each([2 ** 1020, 2 ** 70, 2 ** -70, 2 ** -1070])('keeps the ratios of weights about %d', (scale) => {
    const weights = read(weightValues, [scale, 0, 4 * scale, 3 * scale]);
    expect([...weights].map((weight) => weight / weights[0])).toEqual([1, 0, 4, 3]);
    expect(weights[2]).toBeGreaterThanOrEqual(0.5);
    expect(weights[2]).toBeLessThan(8);
  });

  it.each([1e-15, 1e-6, 1e6, 1e15])('leaves weights about %d as they are', (scale) => {
    expect([...read(weightValues, [scale, 2 * scale])]).toEqual([scale, 2 * scale]);
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
