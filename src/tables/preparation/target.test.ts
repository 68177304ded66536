import { describe, expect, it } from 'vitest';
import { InputError } from '../../errors.js';
import { readLabels, respelledLabelsNotices } from './labels.js';
import { type Cell, tableFromColumns } from './table-from-columns.js';
import { extractTarget, type TargetOptions } from './target.js';

const target = (cells: readonly Cell[], options?: TargetOptions) =>
  extractTarget(
    tableFromColumns(
      [
        ['x', cells.map((_, i) => i)],
        ['y', cells],
      ],
      'data.csv',
    ),
    'y',
    options,
  );
const many = (count: number, make: (i: number) => Cell) => Array.from({ length: count }, (_, i) => make(i));

describe('extractTarget', () => {
  it('sorts numbers by value and strings by code units, and takes the column out', () => {
    const numeric = target([10, -2, 9, 9, 10, -2]);
    expect(numeric.classes).toEqual([-2, 9, 10]);
    expect(numeric.indices).toEqual(Int32Array.of(2, 0, 1, 1, 2, 0));
    expect(numeric.features.columns.map((column) => column.name)).toEqual(['x']);
    const text = target(['b', 'Z', 'constructor', '__proto__', 'b', 'true']);
    expect(text.classes).toEqual(['Z', '__proto__', 'b', 'constructor', 'true']);
    expect(text.labels).toEqual(['b', 'Z', 'constructor', '__proto__', 'b', 'true']);
    expect(Array.from(text.indices)).toEqual([2, 0, 3, 1, 2, 4]);
  });

  it('accepts rare classes with a notice', () => {
    expect(target(['a', 'a', 'b']).notices).toEqual([
      '1 class has a single row, which is used for training but not for testing: "b"',
    ]);
    expect(target(['a', 'a', 'b', 'b']).notices).toEqual([]);
  });

  it.each([
    ['100 integers in 1599 rows', many(1599, (i) => i % 100)],
    ['26 letters', many(20_000, (i) => String.fromCharCode(65 + (i % 26)))],
    ['150 integers in 1500 rows', many(1500, (i) => i % 150)],
    ['150 texts in 1500 rows', many(1500, (i) => `t${i % 150}`)],
    ['100 texts in 200 rows', many(200, (i) => `t${i % 100}`)],
    ['20 fractions', many(60, (i) => (i % 20) / 8)],
    ['21 texts in 42 rows', many(42, (i) => `t${i % 21}`)],
  ])('takes %s for classes', (_, cells) => {
    expect(target(cells).classes.length).toBeGreaterThanOrEqual(20);
  });

  it.each([
    ['21 fractions', many(600, (i) => (i % 21) / 8)],
    ['101 integers in 300 rows', many(300, (i) => i % 101)],
    ['151 integers in 1500 rows', many(1500, (i) => i % 151)],
    ['7500 texts in 30,000 rows', many(30_000, (i) => `customer ${i % 7500}`)],
    ['21 integers in 41 rows', many(41, (i) => i % 21)],
    ['22 texts in 42 rows', many(42, (i) => `t${i % 22}`)],
  ])('refuses %s unless told to take them', (_, cells) => {
    expect(() => target(cells)).toThrow(
      /data\.csv: target column "y".*do not look like classes.*--many-classes/,
    );
    expect(target(cells, { manyClasses: true }).classes).toHaveLength(new Set(cells).size);
  });

  it('refuses unknown names, missing cells and a single class', () => {
    const table = tableFromColumns([
      ['Class', ['a', 'b']],
      ['x', [1, 2]],
    ]);
    expect(() => extractTarget(table, 'clas')).toThrow(
      /"clas".*Did you mean "Class"\? Columns: "Class", "x"/,
    );
    expect(() => extractTarget(table, 'toString')).toThrow(InputError);
    expect(() => target(['a', null, 'b', null])).toThrow(/empty in 2 rows, first in data row 2/);
    expect(() => target([1, 2, null])).toThrow(/empty in 1 row, first in data row 3/);
    expect(() => target([3, 3])).toThrow(/only the class 3.*at least two/);
    expect(() => target([])).toThrow(/no row/);
  });
});

describe('respelledLabelsNotices', () => {
  const said = (cells: readonly Cell[], classes: readonly (string | number)[]) => {
    const table = tableFromColumns([['y', cells]]);
    return respelledLabelsNotices(table, 'y', readLabels(table, 'y', classes));
  };

  it('count the labels that are taken for a class of another spelling', () => {
    expect(said(['no', 'Yes', ' yes', 'Yes', 'yes'], ['no', 'yes'])).toEqual([
      'target column "y": 3 labels not spelled as in training: "Yes" taken for "yes" (2 rows), ' +
        '" yes" taken for "yes" (1 row)',
    ]);
    expect(said([0, 1, 1], ['no', 'yes'])[0]).toMatch(/^.*: 3 labels .*0 taken for "no" \(1 row\), 1 taken/);
  });

  it('is silent about equal labels, numbers and unknown labels', () => {
    expect(said(['a', ' c', 'b'], ['a', 'b'])).toEqual([]);
    expect(said([1, 2, 1], ['1', '2'])).toEqual([]);
    expect(said(['1', '2.0', 'x'], [1, 2])).toEqual([]);
    expect(said(['e\u0301'], ['é'])).toEqual([]);
  });
});

describe('readLabels', () => {
  const read = (cells: readonly Cell[], classes: readonly (string | number)[]) =>
    readLabels(tableFromColumns([['y', cells]]), 'y', classes);

  it('spells labels as the known classes are spelled', () => {
    expect(read([1, 2.5], ['1', '2.5', 'x'])).toEqual(['1', '2.5']);
    expect(read(['1', '2.0', 'x'], [1, 2])).toEqual([1, 2, 'x']);
    expect(read([1, 3], [1, 2])).toEqual([1, 3]);
    expect(read(['01', '1'], ['1', '01'])).toEqual(['01', '1']);
  });

  it('refuses missing labels', () => {
    expect(() => read(['a', null], ['a'])).toThrow(/first in data row 2/);
  });
});
