import { expect, it } from 'vitest';
import { describeTable } from '../../pipeline/describe-table.js';
import { tableFromColumns } from '../../tables/preparation/table-from-columns.js';
import { TERMINAL_WIDTH } from '../../text/aligned-table.js';
import { tableDescriptionText } from './table-description.js';

it('marks the roles of columns and what a training refuses, with the whole error below the table', () => {
  const rows = Array.from({ length: 40 }, (_, row) => row);
  const table = tableFromColumns(
    [
      ['patient', rows.map((row) => `P${row % 5}`)],
      ['day', rows],
      ['dose', rows.map((row) => (row === 3 ? 'much' : `${row / 2}`))],
      ['amount', rows.map((row) => 1 + (row % 3))],
      ['y', rows.map((row) => row % 2)],
    ],
    't.csv',
  );
  const roles = { group: 'patient', time: 'day', weight: 'amount' };
  const lines = tableDescriptionText(describeTable(table, { target: 'y', ...roles })).split('\n');
  expect(lines.filter((line) => line.length > TERMINAL_WIDTH)).toEqual([]);
  const lineOf = (name: string) => lines.find((line) => line.startsWith(`${name} `));
  expect(lineOf('patient')).toMatch(/ \(!\) not usable as group$/);
  expect(lineOf('day')).toMatch(/ \(-\) it numbers the rows; the time column$/);
  expect(lineOf('dose')).toMatch(/ \(!\) not all numbers$/);
  expect(lineOf('amount')).toMatch(/ \(-\) the weight column$/);
  const timed = tableDescriptionText(describeTable(table, { target: 'y', time: 'amount' }));
  expect(timed).toMatch(/^amount .* \(time\) 1 to 3$/m);
  const below = lines.slice(lines.indexOf('(!) refused by a training: 2 columns') + 1).join(' ');
  expect(below).toMatch(/^ {2}group and time are given together, but .*column "dose".*"much"/);
});
