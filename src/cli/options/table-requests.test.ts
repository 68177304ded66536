import { describe, expect, it } from 'vitest';
import { InputError } from '../../errors.js';
import { tableRequests } from './table-requests.js';

describe('tableRequests', () => {
  it('has a target for all tables, and those of single ones', () => {
    const table = ['d/a.csv', 'b=c.csv', 'e.csv'];
    const target = ['a.csv=x=y', 'label', 'b=c.csv=z'];
    expect(tableRequests({ table, target })).toEqual([
      { path: 'd/a.csv', target: 'x=y' },
      { path: 'b=c.csv', target: 'z' },
      { path: 'e.csv', target: 'label' },
    ]);
    expect(tableRequests({ table, target: ['d/a.csv=x', 'b=c.csv=y', 'e.csv=z'] })[0].target).toBe('x');
    // Not a table: a name of a column with an equals sign.
    expect(tableRequests({ table: ['a.csv'], target: ['q.csv=x'] })[0].target).toBe('q.csv=x');
    expect(tableRequests({})).toEqual([]);
  });

  it.each([
    [['a.csv', 'b.csv'], ['a.csv=x'], /--table b\.csv has no target.*--target b\.csv=COLUMN/],
    [['a.csv'], ['x', 'y'], /names "x" and "y" for all tables/],
    [['a.csv'], ['a.csv=x', 'a.csv=y'], /names "x" and "y" for a\.csv/],
  ])('refuses %j with %j', (table, target, message) => {
    expect(() => tableRequests({ table, target })).toThrow(InputError);
    expect(() => tableRequests({ table, target })).toThrow(message);
  });
});
