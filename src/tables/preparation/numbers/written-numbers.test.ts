/** Numbers as they are written: read over a whole column, saved with it, and read the same way at prediction. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ColumnOverrides } from '../column-overrides.js';
import { Preparation } from '../preparation.js';
import { type Cell, tableFromColumns } from '../table-from-columns.js';

const table = (cells: Cell[]) => tableFromColumns([['x', cells]]);
const fit = (cells: Cell[], overrides: ColumnOverrides = {}) =>
  Preparation.fit(table(cells), undefined, undefined, overrides);
/** The values of the column after a round trip through the saved form. */
const read = (preparation: Preparation, cells: Cell[]) => {
  const { data, columns } = Preparation.fromJSON(JSON.parse(JSON.stringify(preparation))).prepare(
    table(cells),
    undefined,
    { form: 'values', keepMissing: true },
  ).matrix;
  return cells.map((_, row) => data[row * columns]);
};
const values = (cells: Cell[], overrides: ColumnOverrides = {}) => read(fit(cells, overrides), cells);
const kindOf = (cells: Cell[], overrides: ColumnOverrides = {}) => fit(cells, overrides).inputColumns[0].kind;

describe('a column of numbers', () => {
  it.each<[string, string[], number[]]>([
    ['percentages', ['45%', '3 %', '-12.5%'], [45, 3, -12.5]],
    ['dollars', ['$1,234', '$99.50', '-$5', '($12)'], [1234, 99.5, -5, -12]],
    ['euros', ['€ 3,50', '€ 1.234,00', '12 €'], [3.5, 1234, 12]],
    ['euros with three digits after each point', ['€ 1.234', '€ 12.500'], [1234, 12_500]],
    ['kroner', ['1 234 kr', '99 kr'], [1234, 99]],
    ['magnitudes of amounts', ['£1.5m', '£300k'], [1.5e6, 3e5]],
    ['decimal commas', ['3,14', '0,5', '-1,25'], [3.14, 0.5, -1.25]],
    ['groups of three', ['1,234', '5,678', '12'], [1234, 5678, 12]],
    ['one word that is no group', ['1,234', '12', '0,5'], [1.234, 12, 0.5]],
    ['points between groups', ['1.234.567', '2.345', '12'], [1_234_567, 2345, 12]],
    ['Indian groups', ['12,34,567', '1,234.5'], [1_234_567, 1234.5]],
    ['Swiss groups', ["1'234.50", '12’000'], [1234.5, 12_000]],
    ['Unicode signs and spaces', ['\u22123', '+4', '1\u202f234', '\u00a05'], [-3, 4, 1234, 5]],
    ['lengths', ['0,1 km', '12 km', '1.234,5 km'], [0.1, 12, 1234.5]],
    ['durations', ['5 ms', '12ms'], [5, 12]],
    ['weights', ['70kg', '81.5 KG'], [70, 81.5]],
    ['wide digits', ['\uff11\uff12', '3'], [12, 3]],
  ])('is read from %s', (_, cells, expected) => {
    expect(values(cells)).toEqual(expected);
  });

  it.each<[string, string[]]>([
    ['two currencies', ['$5', '€6', '$7', '€8']],
    ['two units', ['5 min', '2 h', '6 min', '3 h']],
    ['a currency and a unit', ['$5 kg', '$6 kg']],
    ['leading zeros', ['007', '12', '015']],
    ['a word in a third of the cells', ['1,5', 'abc', '2,5']],
    ['wrong groups', ['1,23,4', '12', '5']],
  ])('is not read from %s', (_, cells) => {
    expect(kindOf(cells)).toBe('categorical');
  });

  it('has a notice with its format, an example and the way out', () => {
    const { notices } = fit(['1,234', '5,678']);
    expect(notices).toHaveLength(1);
    expect(notices[0]).toMatch(/"x" read as numbers.*"," between thousands.*"1,234".*--decimal x=,/);
  });

  it('is read as the options say', () => {
    expect(values(['1,234', '5,678'], { decimal: ',' })).toEqual([1.234, 5.678]);
    expect(values(['1,234', '5,678'], { thousands: 'none' })).toEqual([1.234, 5.678]);
    expect(values(['1.234', '12.345', '7€'], { thousands: '.' })).toEqual([1234, 12_345, 7]);
  });

  it('keeps its format at prediction', () => {
    const preparation = fit(['1.234,5 €', '3,5 €']);
    expect(read(preparation, ['1,234', '2.000', 7])).toEqual([1.234, 2000, 7]);
    expect(() => read(preparation, ['$7'])).toThrow(/column "x" must be numeric, but data row 1 holds "\$7"/);
  });

  it('restores any number written in any format', () => {
    const amount = fc.integer({ min: -9_999_999, max: 9_999_999 });
    fc.assert(
      fc.property(fc.array(amount, { minLength: 3, maxLength: 20 }), fc.boolean(), (cents, comma) => {
        fc.pre(new Set(cents).size > 1);
        const text = cents.map((cent) => {
          const plain = (cent / 100).toLocaleString('en-US', { minimumFractionDigits: 2 });
          return comma ? plain.replace(/[.,]/g, (sign) => (sign === ',' ? '.' : ',')) : plain;
        });
        expect(values([...text, '0%'])).toEqual([...cents.map((cent) => cent / 100 + 0), 0]);
      }),
    );
  });
});

describe('missing words', () => {
  it.each([5, 12, 60, 90])('among numbers are missing cells at %i %%', (percent) => {
    const cells = Array.from({ length: 100 }, (_, i) => (i < percent ? ['n/a', '-'][i % 2] : `${i}.5`));
    const preparation = fit(cells);
    expect(preparation.inputColumns[0]).toMatchObject({ kind: 'numeric', indicator: true });
    expect(preparation.notices.join()).toMatch(
      new RegExp(`"x": ${percent} cells read as missing.*"n/a", "-".*--keep-words`),
    );
    expect(read(preparation, ['?', '#N/A', 'NULL', '3'])).toEqual([Number.NaN, Number.NaN, Number.NaN, 3]);
  });

  it('are those of the options too, in every column', () => {
    const words = tableFromColumns([
      ['n', ['1', 'nil', 'gone', '4']],
      ['m', [1, -999, 3, 5]],
      ['c', ['a', 'gone', 'b', 'a']],
    ]);
    const preparation = Preparation.fit(words, undefined, undefined, { missing: ['gone', '-999'] });
    expect(preparation.inputColumns).toMatchObject([
      { kind: 'numeric', indicator: true },
      { kind: 'numeric', indicator: true, range: { least: 1, greatest: 5 } },
      { kind: 'categorical', categories: ['a', 'b'], missing: true },
    ]);
    const again = Preparation.fromJSON(JSON.parse(JSON.stringify(preparation)));
    expect(again.prepare(words)).toEqual(preparation.prepare(words));
    const one = tableFromColumns([
      ['n', ['gone']],
      ['m', [-999]],
      ['c', ['gone']],
    ]);
    expect(
      Array.from(again.prepare(one, undefined, { form: 'values', keepMissing: true }).matrix.data),
    ).toEqual([Number.NaN, 1, Number.NaN, 1, 3]);
  });

  it('can be kept', () => {
    const cells = ['1', '2', '3', 'none', '5', 'none'];
    expect(kindOf(cells)).toBe('numeric');
    expect(kindOf(cells, { keepWords: ['None'] })).toBe('categorical');
  });

  it('are suggested for other words among numbers', () => {
    const cells = Array.from({ length: 50 }, (_, i) => (i === 7 ? 'n/b' : `${i}`));
    expect(() => fit(cells)).toThrow(/49 of 50 cells, but data row 8 holds "n\/b".*--missing n\/b does/);
    expect(values(cells, { missing: ['n/b'] })[7]).toBeNaN();
    expect(() => fit(cells.map((cell) => cell.replace('n/b', 'so, so')))).toThrow(
      /--missing '"so, so"' does/,
    );
  });

  it('are not suggested for numbers in another notation', () => {
    const refuse = (cells: (string | number)[], news: string) => {
      const preparation = Preparation.fit(tableFromColumns([['x', cells]]));
      try {
        preparation.prepare(tableFromColumns([['x', [news]]]));
      } catch (error) {
        expect(String(error)).not.toContain('--missing');
        return String(error);
      }
      throw new Error('it was read');
    };
    expect(refuse([1, 2, 3], '1,300')).toContain(
      '(expected: numbers such as 1234.5, without a unit or sign)',
    );
    expect(refuse(['1,5 km', '2,5 km'], '1.5 km')).toContain('1234,5, with "km" or without');
    expect(refuse(['$1,234.50', '$2'], '2 €')).toContain('1,234.5, with "$" or without');
    const mixed = ['0,1 km', '400 m', '3 mi', '5'];
    expect(() => fit(mixed, { numeric: ['x'] })).toThrow(/"0,1 km": correct the cell.*expected: numbers/);
  });
});
