import { describe, expect, it } from 'vitest';
import { InputError } from '../../errors.js';
import { Preparation } from './preparation.js';
import { type Cell, tableFromColumns } from './table-from-columns.js';

describe('errors of a preparation', () => {
  const train = tableFromColumns([
    ['height', [1, 2, 4]],
    ['weight', [3, 1, 2]],
  ]);
  const preparation = Preparation.fit(train);

  it('names missing columns and what they may be called now', () => {
    const other = tableFromColumns(
      [
        ['hieght', [1]],
        ['x', [2]],
      ],
      'new.csv',
    );
    expect(() => preparation.prepare(other)).toThrow(InputError);
    expect(() => preparation.prepare(other)).toThrow(
      /new\.csv: 2 columns .*missing: "height", "weight"\. Is "height" named "hieght" here\?/,
    );
  });

  it('names the first text cell of a numeric column among the rows asked for', () => {
    const other = tableFromColumns([
      ['height', ['x', 2, 'tall']],
      ['weight', [1, 1, 1]],
    ]);
    expect(() => preparation.prepare(other)).toThrow(/column "height".*data row 1 holds "x"/);
    expect(() => preparation.prepare(other, Int32Array.of(1, 2))).toThrow(/data row 3 holds "tall"/);
    expect(preparation.prepare(other, Int32Array.of(1)).matrix.rows).toBe(1);
  });

  it('does not repeat a long cell', () => {
    const other = tableFromColumns([
      ['height', ['x'.repeat(100_000), 2]],
      ['weight', [1, 1]],
    ]);
    const message = () => {
      try {
        preparation.prepare(other);
      } catch (error) {
        return (error as Error).message;
      }
    };
    expect(message()).toMatch(/data row 1 holds "x+…".*leave it empty/);
    expect(message()?.length).toBeLessThan(400);
  });

  it('names all columns with cells that cannot be read, at most ten', () => {
    const other = tableFromColumns(
      [
        ['height', ['x', 2]],
        ['weight', [1, 'heavy']],
      ],
      'new.csv',
    );
    expect(() => preparation.prepare(other)).toThrow(
      /^new\.csv: 2 columns have cells that cannot be read:\ncolumn "height" .*data row 1 holds "x".*\ncolumn "weight" .*data row 2 holds "heavy"/,
    );
    const names = Array.from({ length: 12 }, (_, i) => `c${i}`);
    const wide = Preparation.fit(tableFromColumns(names.map((name) => [name, [1, 2, 4]])));
    const all = () => wide.prepare(tableFromColumns(names.map((name) => [name, ['x', 1]])));
    expect(all).toThrow(/12 columns .*\n(column .*\n){10}and 2 more columns$/);
  });

  it('refuses rows outside the table, no rows and no columns', () => {
    expect(() => preparation.prepare(train, Int32Array.of(3))).toThrow(/row index 3/);
    expect(() => Preparation.fit(train, new Int32Array(0))).toThrow(/no training rows/);
    expect(() => Preparation.fit(tableFromColumns([['a', [1, 1]]]))).toThrow(
      /no feature column is left.*"a"/,
    );
    expect(preparation.prepare(train, new Int32Array(0)).matrix).toEqual({
      data: new Float32Array(0),
      rows: 0,
      columns: 2,
    });
  });

  it('refuses a matrix above the memory limit and blames the widest column', () => {
    const cells = (make: (i: number) => Cell) => Array.from({ length: 300 }, (_, i) => make(i));
    const table = tableFromColumns([
      ['tags', cells((i) => ['red', 'blue', 'old', 'new'].filter((_, b) => (i >> b) & 1).join('|'))],
      ['v', cells((i) => i * i + 0.5)],
    ]);
    const fit = (memoryLimitBytes?: number) =>
      Preparation.fit(table, undefined, undefined, { list: ['tags'], memoryLimitBytes });
    const width = fit().featureNames.length;
    expect(fit(300 * width * 4).prepare(table).matrix.columns).toBe(width);
    expect(() => fit(300 * width * 4 - 1).prepare(table)).toThrow(
      new RegExp(`300 rows x ${width} columns.*"tags" alone fills ${width - 1}.*--drop tags`),
    );
  });

  it('refuses duplicate column names', () => {
    const table = tableFromColumns([
      ['a', [1, 2]],
      ['b', [3, 4]],
    ]);
    const twice = { ...table, columns: table.columns.map((column) => ({ ...column, name: 'a' })) };
    expect(() => Preparation.fit(twice)).toThrow(/"a" occurs twice/);
  });
});
