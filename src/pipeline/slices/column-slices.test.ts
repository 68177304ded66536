import { describe, expect, it } from 'vitest';
import type { Column, Table } from '../../tables/table.js';
import { columnSlices, MISSING } from './column-slices.js';

function text(cells: readonly (string | undefined)[]): Column {
  const dictionary = [...new Set(cells.filter((cell) => cell !== undefined))];
  const index = new Map(dictionary.map((word, code) => [word, code]));
  const codes = Int32Array.from(cells, (cell) => (cell === undefined ? -1 : (index.get(cell) as number)));
  return { kind: 'text', name: 'c', codes, dictionary };
}

function numbers(values: readonly number[]): Column {
  return { kind: 'numeric', name: 'c', values: Float64Array.from(values) };
}

function sliced(column: Column) {
  const rows = column.kind === 'text' ? column.codes.length : column.values.length;
  const table: Table = { rows, columns: [column], source: 'table.csv' };
  const { kind, names, codes } = columnSlices(table, column, undefined);
  return { kind, names, sizes: names.map((_, s) => codes.filter((code) => code === s).length) };
}

describe('columnSlices', () => {
  it('takes levels by their rows, and missing cells last', () => {
    const found = sliced(text(['b', 'a', undefined, 'b', 'b', 'a', 'c']));
    expect(found).toEqual({ kind: 'levels', names: ['b', 'a', 'c', MISSING], sizes: [3, 2, 1, 1] });
  });

  it('puts the rest of 10,000 levels into one slice', () => {
    const cells = Array.from({ length: 10_100 }, (_, i) => `customer ${i % 10_000}`);
    const { names, sizes } = sliced(text(cells));
    expect(names).toHaveLength(21);
    expect(names[20]).toBe('(9980 other levels)');
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(10_100);
  });

  it('divides many numbers at quintiles, with short boundaries that divide them in the same way', () => {
    const found = sliced(numbers(Array.from({ length: 1000 }, (_, i) => i * 1.0037 + 0.123456)));
    expect(found.kind).toBe('ranges');
    expect(found.sizes).toEqual([200, 200, 200, 200, 200]);
    expect(found.names).toEqual([
      'up to 200',
      'above 200 to 401',
      'above 401 to 602',
      'above 602 to 803',
      'above 803',
    ]);
  });

  it('joins ranges of a value that most rows have, and takes few numbers as they are', () => {
    const mostly = sliced(numbers(Array.from({ length: 100 }, (_, i) => (i < 70 ? 0 : i))));
    expect(mostly.names[0]).toBe('up to 0');
    expect(mostly.sizes[0]).toBe(70);
    const few = sliced(numbers(Array.from({ length: 50 }, (_, i) => (i === 7 ? Number.NaN : (i * 3) % 4))));
    expect(few).toMatchObject({ kind: 'levels', names: ['0', '1', '2', '3', MISSING] });
  });

  it('takes days, months or years of dates, whichever are few', () => {
    const days = (count: number, step: number) =>
      text(
        Array.from({ length: count }, (_, i) =>
          new Date(Date.UTC(2020, 0, 1) + i * step * 86_400_000).toISOString().slice(0, 10),
        ),
      );
    expect(sliced(days(60, 0.25)).names).toHaveLength(15);
    expect(sliced(days(120, 3)).names.slice(0, 2)).toEqual(['2020-01', '2020-02']);
    expect(sliced(days(120, 30)).names.slice(0, 2)).toEqual(['2020', '2021']);
    expect(sliced(days(120, 30)).kind).toBe('periods');
  });
});
