import { describe, expect, it } from 'vitest';
import { type Cell, tableFromColumns } from '../tables/preparation/table-from-columns.js';
import { columnRoles, type RoleOptions } from './column-roles/column-roles.js';
import { trainingParts } from './training-parts.js';

function partsOf(
  columns: Readonly<Record<string, readonly Cell[]>>,
  options: RoleOptions,
  testSize?: number,
) {
  const table = tableFromColumns(Object.entries(columns), 'a.csv');
  return trainingParts(table, 'y', { seed: 42, testSize, roles: columnRoles(table, 'y', options) });
}

const rows = Array.from({ length: 40 }, (_, i) => i);
const classes = rows.map((i) => 'np'[i % 2]);
const late = rows.map((i) => (i < 35 ? 'n' : 'p'));

describe('trainingParts', () => {
  it('tells of another number of test rows than asked for, and why', () => {
    const ofTime = partsOf({ t: rows.map((i) => Math.floor(i / 20)), y: classes }, { time: 't' });
    expect(ofTime.test.rows).toHaveLength(20);
    expect(ofTime.notices).toContain(
      '20 test rows instead of 8, because rows of equal time in column "t" are kept together',
    );
    const ofGroups = partsOf({ g: rows.map((i) => `g${i < 30 ? 0 : 1}`), y: classes }, { group: 'g' }, 4);
    expect(ofGroups.notices).toContain(
      '10 test rows instead of 4, because rows of one group in column "g" are kept together',
    );
    expect(partsOf({ t: rows, y: classes }, { time: 't' }).notices).toEqual([]);
  });

  it('refuses a split that leaves one class to train on', () => {
    const expected =
      'a.csv: time "t" leaves only the class "n" in the 32 training rows, but a classifier needs at least two classes: ' +
      'choose another number of test rows, or split without time';
    expect(() => partsOf({ t: rows, y: late }, { time: 't' })).toThrow(expected);
    expect(() => partsOf({ g: late.map((label) => `g${label}`), y: late }, { group: 'g' })).toThrow(
      /^a\.csv: group "g" leaves only the class "[np]"/,
    );
  });

  it('names the table and the target of rows that cannot be split', () => {
    expect(() => partsOf({ x: [1, 2], y: ['n', 'p'] }, {})).toThrow(
      'a.csv, target column "y": each of the 2 classes has a single row',
    );
    const alone = rows.map(() => 1);
    expect(() => partsOf({ g: alone, y: classes }, { group: 'g' })).toThrow(
      /^a\.csv, target column "y": there is 1 group in column "g", but 2 parts need one each: split without groups$/,
    );
    expect(() => partsOf({ t: alone, y: classes }, { time: 't' })).toThrow(/one each: split without time$/);
  });
});
