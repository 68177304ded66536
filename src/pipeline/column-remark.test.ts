import { expect, it } from 'vitest';
import { type Cell, tableFromColumns } from '../tables/preparation/table-from-columns.js';
import { columnRemark } from './column-remark.js';
import { describeModel } from './describe-model.js';
import { trainOnTable } from './train-on-table.js';

const cells = (make: (i: number) => Cell) => Array.from({ length: 80 }, (_, i) => make(i));
const table = tableFromColumns([
  ['number', cells((i) => `${i % 7},5 km`)],
  ['plain', cells((i) => i % 9)],
  ['date', cells((i) => `${1 + (i % 9)}/${13 + (i % 9)}/2020`)],
  ['size', cells((i) => 'SML'[i % 3])],
  ['range', cells((i) => ['1-5', '6-9', '10+'][i % 3])],
  ['risk', cells((i) => ['Low', 'very high', 'HIGH', 'High', 'High'][i % 5])],
  ['tags', cells((i) => ['a|b', 'b', 'c|a', 'b|c|d'][i % 4])],
  ['colour', cells((i) => ['red', 'blue', 'green', 'grey', 'pink'][i % 5])],
  ['y', cells((i) => 'no yes'.split(' ')[i % 2])],
]);
const { model } = await trainOnTable(table, {
  target: 'y',
  classifier: 'decision-tree',
  overrides: { ordinal: { size: ['S', 'M', 'L'] }, list: ['tags'], categorical: ['colour'] },
});
const { columns } = describeModel(model);
const remarks = (room?: number) =>
  Object.fromEntries(columns.map((column) => [column.name, columnRemark(column, room)]));

it('says how the cells of each kind are read', () => {
  expect(remarks()).toEqual({
    number: 'numbers such as 1234,5, with "km" or without',
    plain: '',
    date: 'dates with the month first, such as 6/12/1998',
    size: '"S" < "M" < "L"',
    range: '"1-5" < "6-9" < "10+"',
    risk: '"Low" < "High" < "very high"',
    tags: 'delimiter "|"',
    colour: '"blue", "green", "grey", "pink" and 1 more',
  });
});

it('is shorter where there is less room', () => {
  expect(remarks(25)).toMatchObject({
    number: 'numbers such as 1234,5',
    date: 'dates with the month first',
    colour: '"blue" and 4 more',
  });
  expect(remarks(14)).toMatchObject({ size: '"S" < … < "L"', colour: '5 categories' });
  expect(remarks(9)).toMatchObject({ size: '3 levels' });
});
