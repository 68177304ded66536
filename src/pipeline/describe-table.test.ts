import { describe, expect, it } from 'vitest';
import { tableFromColumns } from '../tables/preparation/table-from-columns.js';
import { readTable } from '../tables/reading/read-table.js';
import { columnRoles, type RoleOptions } from './column-roles/column-roles.js';
import { describeTable } from './describe-table.js';
import { trainingParts } from './training-parts.js';

const rows = Array.from(
  { length: 40 },
  (_, i) => `${i},${i % 3 === 0 ? '' : i / 4},${'ab'[i % 2]},7,${i % 4 === 0 ? 'yes' : 'no'}`,
);
const table = await readTable(new TextEncoder().encode(`,x,c,k,target\n${rows.join('\n')}\n`), {
  name: 't.csv',
});

describe('describeTable', () => {
  it('shows the columns that are no features by their role', () => {
    const rows = Array.from({ length: 20 }, (_, row) => row);
    const table = tableFromColumns([
      ['patient', rows.map((row) => `P${row % 5}`)],
      ['x', rows],
      ['y', rows.map((row) => row % 2)],
    ]);
    const { columns } = describeTable(table, { target: 'y', group: 'patient' });
    expect(columns[0]).toMatchObject({ name: 'patient', used: false, reason: 'the group column' });
    expect(() => describeTable(table, { target: 'y', group: 'patent' })).toThrow(/"patient"/);
  });

  it('shows what makes a column unusable for its role, as a training refuses it', () => {
    const rows = Array.from({ length: 20 }, (_, row) => row);
    const table = tableFromColumns(
      [
        ['patient', rows.map((row) => `P${row % 5}`)],
        ['day', rows],
        ['species', rows.map((row) => ['cat', 'dog'][row % 2])],
        ['speed', rows.map((row) => (row === 3 ? null : row))],
        ['y', rows.map((row) => row % 2)],
      ],
      't.csv',
    );
    const problemsOf = (options: RoleOptions) =>
      describeTable(table, { target: 'y', ...options })
        .columns.filter(({ problem }) => problem !== undefined)
        .map(({ name, roles, used, problem }) => [name, roles, used, problem]);
    const cases: [RoleOptions, unknown[]][] = [
      [{ group: 'patient', time: 'day' }, ['patient', ['group'], 'has another time in data row 6']],
      [{ time: 'species' }, ['species', ['time'], 'holds "cat" in data row 1: give numbers']],
      [{ weight: 'species' }, ['species', ['weight'], 'holds "cat" in data row 1: a weight must be']],
      [{ weight: 'speed' }, ['speed', ['weight'], 'is empty in data row 4']],
      [{ group: 'speed', id: 'speed' }, ['speed', ['group', 'id'], 'is empty in data row 4']],
    ];
    for (const [options, [name, roles, text]] of cases) {
      expect(problemsOf(options)).toEqual([[name, roles, false, expect.stringContaining(String(text))]]);
      const part = () => trainingParts(table, 'y', { seed: 1, roles: columnRoles(table, 'y', options) });
      expect(part).toThrow(String(text));
    }
    expect(problemsOf({ group: 'patient', weight: 'day', id: 'species' })).toEqual([]);
    const { columns } = describeTable(table, { target: 'y', time: 'day' });
    expect(columns.map(({ roles }) => roles)).toEqual([undefined, ['time'], undefined, undefined]);
  });

  it('says how the table is read and what its columns hold', () => {
    const { notices, ...description } = describeTable(table, { target: 'target' });
    expect(description).toEqual({
      source: 't.csv',
      rows: 40,
      reading: { format: 'csv', encoding: 'utf-8', delimiter: ',' },
      columns: [
        {
          name: 'x',
          kind: 'numeric',
          used: true,
          missing: 14,
          distinct: 26,
          range: [0.25, 9.5],
          examples: [0.25, 0.5, 1],
        },
        { name: 'c', kind: 'categorical', used: true, missing: 0, distinct: 2, examples: ['a', 'b'] },
        {
          name: 'k',
          kind: 'constant',
          used: false,
          reason: 'always 7 in the training rows',
          missing: 0,
          distinct: 1,
          range: [7, 7],
          examples: [7],
        },
      ],
      target: {
        name: 'target',
        classes: [
          { label: 'no', rows: 30 },
          { label: 'yes', rows: 10 },
        ],
      },
    });
    expect(notices).toEqual([
      expect.stringMatching(/numbers the rows/),
      expect.stringMatching(/1 column dropped with one value only/),
    ]);
  });

  it('describes a column that cannot be a target, and refuses one that is not there', async () => {
    const { target, columns } = describeTable(table, { target: 'x' });
    expect(target).toEqual({ name: 'x', classes: [], problem: expect.stringMatching(/empty in 14 rows/) });
    expect(columns.map(({ name }) => name)).toEqual(['c', 'k', 'target']);
    expect(() => describeTable(table, { target: 'y' })).toThrow(/target names column "y"/);
  });

  it('follows overrides', () => {
    const { columns } = describeTable(table, { overrides: { drop: ['x'], categorical: ['k'] } });
    expect(columns.map(({ kind, used }) => [kind, used])).toEqual([
      ['excluded', false],
      ['categorical', true],
      ['categorical', true],
      ['boolean', true],
    ]);
  });

  it('counts the cells as they are read, and shows what numbers, dates and levels they are', () => {
    const many = <T>(make: (i: number) => T) => Array.from({ length: 60 }, (_, i) => make(i));
    const rough = tableFromColumns([
      ['amount', many((i) => (i % 6 === 0 ? 'n/a' : `${i % 7},5`))],
      ['heat', many((i) => (i % 10 === 0 ? '-' : `${i % 4}`))],
      ['start', many((i) => (i === 3 ? 'unknown' : `2022-0${1 + (i % 9)}-0${1 + (i % 7)}`))],
      ['at', many((i) => (i === 0 ? '?' : `${10 + (i % 9)}:30`))],
      ['event_time', many((i) => 1_664_914_925 + 86_400 * (i % 50))],
      ['damage', many((i) => ['high', 'low', 'n/a', 'very low'][i % 4])],
    ]);
    const { columns } = describeTable(rough);
    expect(columns).toMatchObject([
      { kind: 'numeric', missing: 10, distinct: 7, range: [0.5, 6.5], examples: [1.5, 2.5, 3.5] },
      { kind: 'numeric', missing: 6, distinct: 4, range: [0, 3] },
      { kind: 'date', missing: 1, distinct: 59, dates: ['2022-01-01', '2022-09-06'] },
      { kind: 'date', missing: 1, distinct: 9, dates: ['10:30', '18:30'] },
      { kind: 'date', missing: 0, distinct: 50, dates: ['2022-10-04 20:22', '2022-11-22 20:22'] },
      { kind: 'ordinal', missing: 15, distinct: 3, levels: ['very low', 'low', 'high'] },
    ]);
  });

  it('shows a column that is forced to be numeric and is not, and the others', () => {
    const table = tableFromColumns([
      ['n', Array.from({ length: 40 }, (_, i) => (i % 4 === 0 ? 'n/a' : i % 4 === 1 ? 'low' : `${i % 9}`))],
      ['w', Array.from({ length: 40 }, (_, i) => 'abc'[i % 3])],
      ['x', Array.from({ length: 40 }, (_, i) => i % 5)],
    ]);
    const { columns } = describeTable(table, { overrides: { numeric: ['n', 'w'] } });
    const all =
      'correct the cell or leave it empty (--missing low does that); 10 cells are not numbers: "low"';
    expect(columns).toMatchObject([
      { kind: 'numeric', used: false, problem: expect.stringContaining(all), missing: 10, range: [0, 8] },
      {
        kind: 'numeric',
        used: false,
        problem: expect.stringContaining('40 cells are not numbers: "a", "b", "c"'),
      },
      { kind: 'numeric', used: true },
    ]);
    const kept = describeTable(table, { overrides: { numeric: ['n'], keepWords: ['N/A'] } }).columns[0];
    expect(kept.problem).toContain('holds "n/a", which --keep-words makes a value: drop it there; 20 cells');
  });

  it('advises against keeping a word, not to make it missing', () => {
    const cells = Array.from({ length: 40 }, (_, i) => (i === 6 ? 'n/a' : `${i % 9}`));
    const [column] = describeTable(tableFromColumns([['n', cells]]), {
      overrides: { keepWords: ['n/a'] },
    }).columns;
    expect(column.problem).toBe(
      'table: column "n" holds numbers in 39 of 40 cells, but data row 7 holds "n/a", which --keep-words makes a value: ' +
        'drop it there, or pass --categorical n or --drop n',
    );
  });

  it('counts the cells of a column of dates that are none', () => {
    const cells = Array.from({ length: 40 }, (_, i) =>
      i % 20 === 7 ? '2019-02-30' : `2019-03-${10 + (i % 20)}`,
    );
    const { notices } = describeTable(tableFromColumns([['when', cells]]));
    expect(notices).toContain(
      'column "when" is read as dates such as 1998-06-12: 2 other cells treated as missing: "2019-02-30"',
    );
  });

  it('shows a column that a training refuses', () => {
    const cells = Array.from({ length: 40 }, (_, i) => (i === 6 ? 'abc' : i === 7 ? 'n/a' : `${i % 9}`));
    const { columns } = describeTable(
      tableFromColumns([
        ['n', cells],
        ['x', cells.map((_, i) => i % 5)],
      ]),
    );
    expect(columns).toMatchObject([
      {
        kind: 'numeric',
        used: false,
        problem: expect.stringMatching(/row 7 holds "abc"/),
        missing: 1,
        range: [0, 8],
      },
      { kind: 'numeric', used: true },
    ]);
  });
});
