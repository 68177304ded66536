import { expect, it } from 'vitest';
import { InputError } from '../../errors.js';
import { binMatrix, rankMatrix } from './bin-matrix.js';
import { LevelGroups } from './level-groups.js';

/** Level l of 300 has 1 + (l % 3) rows; a column of numbers follows. */
function manyLevels() {
  const levels = Array.from({ length: 300 }, (_, level) => new Array<number>(1 + (level % 3)).fill(level));
  const column = levels.flat();
  return {
    data: Float64Array.from(column.flatMap((level, row) => [level, row / 2])),
    rows: column.length,
    columns: 2,
    categories: [300, null],
  };
}

it('gives the most frequent levels codes of their own, and one to all others', () => {
  const X = manyLevels();
  const groups = LevelGroups.of(X);
  expect(groups?.codes(0)).toBe(255);
  expect(groups?.has(1)).toBe(false);
  const codes = Array.from({ length: 300 }, (_, level) => groups?.code(0, level));
  // 200 levels have two or three rows; the first 54 of one row have the other codes.
  expect(new Set(codes).size).toBe(255);
  codes.forEach((code, level) => {
    expect(code === 254).toBe(level % 3 === 0 && level >= 3 * 54);
  });
  for (const unknown of [300, -1, 1.5, Number.NaN]) expect(groups?.code(0, unknown)).toBe(255);
});

it('keeps the codes of levels in ranks and in bins, however few', () => {
  const X = { data: Float32Array.of(2, 0, 4, 2), rows: 4, columns: 1, categories: [5] };
  for (const binned of [rankMatrix(X), binMatrix(X, 2)]) {
    expect(Array.from(binned.codes)).toEqual([2, 0, 4, 2]);
    expect(binned.bins[0]).toBe(5);
    expect(binned.hasMissing[0]).toBe(0);
  }
  expect(rankMatrix({ ...X, categories: [null] }).categories).toBeUndefined();
});

it.each([[Number.NaN], [5], [-1], [0.5]])('refuses %d in a column of 5 levels', (value) => {
  const X = { data: Float64Array.of(1, value), rows: 2, columns: 1, categories: [5] };
  expect(() => rankMatrix(X)).toThrow(InputError);
  expect(() => rankMatrix(X)).toThrow(/row 1, column 0.*codes from 0 to 4/);
});
