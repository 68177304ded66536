import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../errors.js';
import { Preparation } from './preparation.js';
import { tableFromColumns } from './table-from-columns.js';

const mixed = tableFromColumns([
  ['size', [1, 3, null, 5]],
  ['ok', ['yes', 'no', 'YES', null]],
  ['colour', ['red', null, 'blue', 'red']],
]);

describe('toJSON and fromJSON of a preparation', () => {
  it('give one-hot columns for a preparation of version 2', () => {
    const saved = Preparation.fit(mixed).toJSON();
    const former = {
      ...saved,
      version: 2,
      columns: saved.columns.map(({ encoding, range, ...column }: Record<string, unknown>) => column),
    };
    const preparation = Preparation.fromJSON(former);
    expect(preparation.featureNames.slice(4)).toEqual([
      'colour = blue',
      'colour = red',
      'colour = (other)',
      'colour = (missing)',
    ]);
    const { matrix } = preparation.prepare(mixed);
    expect(matrix.categories).toBeUndefined();
    const rows = Array.from({ length: 4 }, (_, row) => Array.from(matrix.data).slice(8 * row, 8 * (row + 1)));
    expect(rows.map((row) => row.slice(4))).toEqual([
      [0, 1, 0, 0],
      [0, 0, 0, 1],
      [1, 0, 0, 0],
      [0, 1, 0, 0],
    ]);
    expect(preparation.toJSON()).toEqual(former);
  });

  it('round-trip exactly through text', () => {
    const value = fc.oneof(fc.constant(null), fc.double({ noNaN: true, min: -1e300, max: 1e300 }));
    const word = fc.oneof(fc.constant(null), fc.string(), fc.constantFrom('__proto__', 'constructor'));
    const boolean = fc.constantFrom('yes', 'no', null);
    fc.assert(
      fc.property(fc.array(fc.tuple(value, word, boolean), { minLength: 2, maxLength: 15 }), (all) => {
        const table = tableFromColumns([
          ['__proto__', all.map((row) => row[0])],
          ['constructor', all.map((row) => row[1])],
          ['b', all.map((row) => row[2])],
          ['keep', all.map((_, i) => i % 2)],
        ]);
        const overrides = { numeric: ['__proto__'], categorical: ['constructor'] };
        const fitted = Preparation.fit(table, undefined, 'class', overrides);
        const again = Preparation.fromJSON(JSON.parse(JSON.stringify(fitted)));
        expect(again.toJSON()).toStrictEqual(fitted.toJSON());
        expect(again.featureNames).toEqual(fitted.featureNames);
        expect(again.prepare(table)).toEqual(fitted.prepare(table));
      }),
    );
  });

  it('refuse anything else by name', () => {
    const saved = Preparation.fit(mixed).toJSON();
    const spoil = (change: (json: { columns: Record<string, unknown>[]; version: number }) => void) => {
      const copy = structuredClone(saved) as unknown as {
        columns: Record<string, unknown>[];
        version: number;
      };
      change(copy);
      return () => Preparation.fromJSON(copy);
    };
    expect(() => Preparation.fromJSON(null)).toThrow(InputError);
    expect(
      spoil((json) => {
        json.version = 4;
      }),
    ).toThrow(/version/);
    expect(
      spoil((json) => {
        json.columns[0].scale = 0;
      }),
    ).toThrow(/columns\[0\]\.scale/);
    expect(
      spoil((json) => {
        json.columns[0].kind = 'imaginary';
      }),
    ).toThrow(/columns\[0\]/);
    expect(
      spoil((json) => {
        json.columns[0].quantiles = [1, 3, 2];
      }),
    ).toThrow(/must rise/);
    expect(
      spoil((json) => {
        json.columns[0].quantiles = [1, 1];
      }),
    ).toThrow(/must differ/);
    expect(
      spoil((json) => {
        json.columns[2].categories = ['a', 'a'];
      }),
    ).toThrow(/distinct/);
    expect(
      spoil((json) => {
        json.columns[1].name = 'size';
      }),
    ).toThrow(/distinct/);
    expect(
      spoil((json) => {
        json.columns = [];
      }),
    ).toThrow(/at least one column/);
  });
});
