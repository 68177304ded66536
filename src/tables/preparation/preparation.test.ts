import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Matrix } from '../../matrix.js';
import golden from './fixtures/standard-scaler.json' with { type: 'json' };
import { Preparation } from './preparation.js';
import { type Cell, tableFromColumns } from './table-from-columns.js';
import { selectRows } from './table-parts.js';

const rowsOf = ({ data, rows, columns }: Matrix) =>
  Array.from({ length: rows }, (_, row) => Array.from(data.subarray(row * columns, (row + 1) * columns)));
const numbers = (count: number, make: (i: number) => Cell): Cell[] =>
  Array.from({ length: count }, (_, i) => make(i));

const mixed = tableFromColumns([
  ['size', [1, 3, null, 5]],
  ['ok', ['yes', 'no', 'YES', null]],
  ['colour', ['red', null, 'blue', 'red']],
  ['class', ['a', 'b', 'a', 'b']],
]);

describe('prepare', () => {
  it('standardises, imputes, encodes and names the columns', () => {
    const preparation = Preparation.fit(mixed, undefined, 'class');
    expect(preparation.featureNames).toEqual(['size', 'size is missing', 'ok', 'ok is missing', 'colour']);
    expect(preparation.featureColumns).toEqual(['size', 'size', 'ok', 'ok', 'colour']);
    const s = Math.fround(2 / Math.sqrt(8 / 3));
    expect(rowsOf(preparation.prepare(mixed).matrix)).toEqual([
      [-s, 0, 1, 0, 1],
      [0, 0, 0, 0, 3],
      [0, 1, 1, 0, 0],
      [s, 0, 1, 1, 1],
    ]);
    // blue, red, (other), (missing)
    expect(preparation.prepare(mixed).matrix.categories).toEqual([null, null, null, null, 4]);
  });

  it('leaves missing numbers and booleans missing where it is asked to', () => {
    const preparation = Preparation.fit(mixed, undefined, 'class');
    const imputed = rowsOf(preparation.prepare(mixed).matrix);
    const kept = rowsOf(preparation.prepare(mixed, undefined, { keepMissing: true }).matrix);
    imputed[2][0] = Number.NaN;
    imputed[3][2] = Number.NaN;
    expect(kept).toEqual(imputed);
  });

  it('agrees with StandardScaler on every column, the median in place of a missing cell', () => {
    const table = tableFromColumns(golden.map(({ name, values }) => [name, values]));
    const preparation = Preparation.fit(table);
    const { matrix } = preparation.prepare(table);
    const scored = preparation.inputColumns.flatMap((column) => ('quantiles' in column ? [column.name] : []));
    expect(scored).toEqual(['skewed']);
    golden.forEach((column) => {
      if (scored.includes(column.name)) return;
      const at = preparation.featureNames.indexOf(column.name);
      column.transformed.forEach((value, row) => {
        const expected = value ?? (column.median - column.mean) / column.scale;
        expect(matrix.data[row * matrix.columns + at]).toBeCloseTo(expected, 5);
      });
    });
  });

  it('puts unseen categories and unexpected missing cells in the place for others', () => {
    const train = tableFromColumns([
      ['v', [1, 3, 4]],
      ['c', ['(other)', '__proto__', 'constructor']],
    ]);
    const preparation = Preparation.fit(train);
    expect(preparation.featureNames).toEqual(['v', 'c']);
    const later = tableFromColumns([
      ['v', [null, 3, 3, 3]],
      ['c', ['__proto__', 'toString', null, 'constructor']],
    ]);
    const { matrix, notices } = preparation.prepare(later);
    // The median is 3 as well.
    expect(matrix.data[0]).toBe(matrix.data[2]);
    expect(rowsOf(matrix).map((row) => row.slice(1))).toEqual([[1], [3], [3], [2]]);
    expect(notices).toEqual([
      'column "c": 1 cell with a value not seen in training, treated as (other): "toString"',
      '2 missing cells in 2 columns that had none in training: "v" (1), "c" (1)',
    ]);
  });

  it('matches categories across text and numbers by their canonical spelling', () => {
    const codesOf = (preparation: Preparation, name: string, cells: Cell[]) =>
      Array.from(preparation.prepare(tableFromColumns([[name, cells]])).matrix.data);
    const asText = Preparation.fit(tableFromColumns([['doors', ['2', '4.0', 'more', '2']]]));
    expect(asText.inputColumns[0]).toMatchObject({ categories: ['2', '4.0', 'more'], numbers: false });
    expect(codesOf(asText, 'doors', [4, 2, 3])).toEqual([1, 0, 3]);
    const asNumbers = Preparation.fit(tableFromColumns([['z', [10, 2, 0.5]]]), undefined, undefined, {
      categorical: ['z'],
    });
    expect(asNumbers.inputColumns[0]).toMatchObject({ categories: ['0.5', '10', '2'], numbers: true });
    expect(codesOf(asNumbers, 'z', ['10.0', '5e-1', 'x', '2'])).toEqual([1, 0, 3, 2]);
  });

  it('groups what occurs once in a column of more than 50 categories, without a notice', () => {
    const city = (many: number) => [...numbers(2 * many, (i) => `city ${i % many}`), 'once', 'only', null];
    const preparation = Preparation.fit(tableFromColumns([['city', city(49)]]), undefined, undefined, {
      categorical: ['city'],
    });
    const table = tableFromColumns([['city', ['city 0', 'once', 'only', 'elsewhere', null]]]);
    const { matrix, notices } = preparation.prepare(table);
    expect(preparation.inputColumns[0]).toMatchObject({ rare: ['once', 'only'] });
    expect(Array.from(matrix.data)).toEqual([0, 49, 49, 49, 50]);
    expect(matrix.categories).toEqual([51]);
    expect(notices.join()).toMatch(/^column "city": 1 cell with a value not seen.*"elsewhere"$/);
    const few = Preparation.fit(tableFromColumns([['city', city(48)]]), undefined, undefined, {
      categorical: ['city'],
    });
    expect(few.inputColumns[0]).not.toHaveProperty('rare');
  });

  it('says how many cells are missing, empty or far outside that were not in training', () => {
    const train = tableFromColumns([
      ['a', [0, 1, 2, 3, 10]],
      ['b', ['yes', 'no', 'yes', 'no', 'no']],
      ['c', ['x', 'y', 'x', 'y', 'y']],
      ['d', [1, 2, null, 4, 5]],
    ]);
    const preparation = Preparation.fit(train);
    expect(preparation.prepare(train).notices).toEqual([]);
    const later = tableFromColumns([
      ['a', [20, 20.5, -10, -11, null]],
      ['b', ['yes', null, 'no', null, 'no']],
      ['c', [null, null, null, null, null]],
      ['d', [null, null, null, 4, 5]],
    ]);
    expect(preparation.prepare(later).notices).toEqual([
      '1 column without any value here, but never missing in training: "c"',
      '3 missing cells in 2 columns that had none in training: "b" (2), "a" (1)',
      '2 cells in 1 column beyond the training range by more than its width: "a" (2)',
    ]);
    expect(preparation.prepare(later, Int32Array.of(0), { rowsName: 'test rows' }).notices).toEqual([
      '1 missing cell of the test rows in 1 column that had none in training: "c" (1)',
    ]);
  });

  it('keeps only the indicator of a column with one present value', () => {
    const table = tableFromColumns([
      ['n', [7, null, 7]],
      ['b', [null, 'yes', 'yes']],
    ]);
    const preparation = Preparation.fit(table);
    expect(preparation.featureNames).toEqual(['n is missing', 'b is missing']);
    expect(rowsOf(preparation.prepare(table).matrix)).toEqual([
      [0, 1],
      [1, 0],
      [0, 0],
    ]);
  });

  it('keeps forced constants as zeros', () => {
    const table = tableFromColumns([
      ['n', [7, 7]],
      ['e', [null, null]],
    ]);
    const preparation = Preparation.fit(table, undefined, undefined, { numeric: ['n', 'e'] });
    expect(preparation.featureNames).toEqual(['n', 'e', 'e is missing']);
    expect(rowsOf(preparation.prepare(table).matrix)).toEqual([
      [0, 0, 1],
      [0, 0, 1],
    ]);
  });

  it('understands other boolean spellings and 0/1, and reports words that are neither', () => {
    const preparation = Preparation.fit(tableFromColumns([['b', ['yes', 'no', 'yes']]]));
    expect(rowsOf(preparation.prepare(tableFromColumns([['b', ['T', 'false', 'N']]])).matrix)).toEqual([
      [1],
      [0],
      [0],
    ]);
    expect(rowsOf(preparation.prepare(tableFromColumns([['b', [0, 1, 0]]])).matrix)).toEqual([[0], [1], [0]]);
    const odd = preparation.prepare(tableFromColumns([['b', ['no', 'maybe', null]]]));
    expect(rowsOf(odd.matrix)).toEqual([[0], [1], [1]]);
    expect(odd.notices).toEqual([
      'column "b": 1 cell neither true nor false, treated as missing: "maybe"',
      '1 missing cell in 1 column that had none in training: "b" (1)',
    ]);
  });

  it('finds columns by name, ignores unknown ones with a notice, and the target and dropped ones without', () => {
    const table = tableFromColumns([
      ['a', [1, 2, 4]],
      ['id', [5, 6, 9]],
      ['b', ['x', 'y', 'x']],
      ['class', [0, 1, 1]],
    ]);
    const preparation = Preparation.fit(table, undefined, 'class');
    expect(preparation.notices).toHaveLength(1);
    expect(preparation.notices[0]).toMatch(/"id" dropped.*identifier/);
    const shuffled = { ...table, columns: table.columns.toReversed() };
    expect(preparation.prepare(shuffled)).toEqual(preparation.prepare(table));
    expect(preparation.prepare(shuffled).notices).toEqual([]);
    const extra = tableFromColumns([
      ['b', ['x']],
      ['__proto__', [1]],
      ['a', [1]],
      ['z', ['q']],
    ]);
    expect(preparation.prepare(extra).notices).toEqual([
      '2 columns not in the training table ignored: "__proto__", "z"',
    ]);
  });

  it('learns from the training rows only', () => {
    const cell = fc.option(fc.integer({ min: -5, max: 5 }), { freq: 4, nil: null });
    const word = fc.option(fc.constantFrom('a', 'b', 'yes', 'no', '__proto__'), { freq: 4, nil: null });
    const row = fc.tuple(cell, word, fc.double({ min: 0, max: 1, noNaN: true }));
    const training = fc.array(row, { minLength: 3, maxLength: 12 });
    const rest = fc.array(row, { maxLength: 12 });
    fc.assert(
      fc.property(training, rest, rest, (train, one, other) => {
        const rows = Int32Array.from(train, (_, i) => i);
        const fit = (all: typeof train) => {
          const table = tableFromColumns([
            ['n', all.map((each) => each[0])],
            ['w', all.map((each) => each[1])],
            ['r', all.map((each) => each[2])],
          ]);
          return Preparation.fit(table, rows, undefined, { numeric: ['n'] }).toJSON();
        };
        expect(fit([...train, ...one])).toEqual(fit([...train, ...other]));
      }),
    );
  });

  it('takes row indices and selected tables alike, with mean 0 and deviation 1 on the training rows', () => {
    const value = fc.oneof(fc.constant(null), fc.double({ min: -1e9, max: 1e9, noNaN: true }));
    fc.assert(
      fc.property(
        fc.array(value, { minLength: 4, maxLength: 40 }),
        fc.infiniteStream(fc.boolean()),
        (cells, coin) => {
          const table = tableFromColumns([
            ['v', cells],
            ['t', cells.map((cell) => (cell === null ? null : cell > 0 ? 'up' : 'down'))],
          ]);
          const train = Int32Array.from(cells.keys()).filter(() => coin.next().value);
          fc.pre(train.length > 0);
          const preparation = Preparation.fit(table, train, undefined, {
            numeric: ['v'],
            categorical: ['t'],
          });
          expect(preparation.prepare(selectRows(table, train)).matrix).toEqual(
            preparation.prepare(table, train).matrix,
          );
          const { matrix } = preparation.prepare(table, train);
          expect(matrix.data.every(Number.isFinite)).toBe(true);
          const present = [...train.keys()]
            .filter((i) => cells[train[i]] !== null)
            .map((i) => matrix.data[i * matrix.columns]);
          const known = [...train].flatMap((row) => cells[row] ?? []);
          const spread = Math.max(...known) - Math.min(...known);
          // Values a few units of their last digit apart, or subnormal, have no mean between them in 64 bits.
          // Where a few make the deviation, the values have normal scores.
          if (preparation.toJSON().columns.some((column) => 'quantiles' in column)) {
            expect(Math.max(...present.map(Math.abs))).toBeLessThan(3.5);
            return;
          }
          if (present.length < 2 || spread <= Math.max(1e-300, 1e-9 * Math.max(...known.map(Math.abs))))
            return;
          const mean = present.reduce((sum, x) => sum + x, 0) / present.length;
          expect(mean).toBeCloseTo(0, 4);
          const square = present.reduce((sum, x) => sum + x * x, 0) / present.length;
          expect(square).toBeCloseTo(1, 4);
        },
      ),
    );
  });
});
