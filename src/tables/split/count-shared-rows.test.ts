import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../errors.js';
import type { Matrix } from '../../matrix.js';
import { countSharedRows } from './count-shared-rows.js';

const matrix = (rows: readonly (readonly number[])[], columns: number): Matrix => ({
  data: Float32Array.from(rows.flat()),
  rows: rows.length,
  columns,
});

describe('countSharedRows', () => {
  it('counts as comparing every pair would', () => {
    const width = fc.integer({ min: 0, max: 3 });
    const pair = width.chain((columns) => {
      const rows = fc.array(
        fc.array(fc.constantFrom(0, 1, 0.5, -2), { minLength: columns, maxLength: columns }),
        { maxLength: 30 },
      );
      return fc.tuple(fc.constant(columns), rows, rows);
    });
    fc.assert(
      fc.property(pair, ([columns, train, test]) => {
        const expected = test.filter((row) =>
          train.some((other) => row.every((value, i) => value === other[i])),
        ).length;
        expect(countSharedRows(matrix(train, columns), matrix(test, columns))).toBe(expected);
      }),
    );
  });

  it('compares exactly and within views of larger buffers', () => {
    const next = Math.fround(1 + 2 ** -23);
    expect(
      countSharedRows(
        matrix([[1, 2]], 2),
        matrix(
          [
            [next, 2],
            [1, 2],
          ],
          2,
        ),
      ),
    ).toBe(1);
    const view = { data: new Float32Array([9, 1, 2]).subarray(1), rows: 1, columns: 2 };
    expect(countSharedRows(view, matrix([[1, 2]], 2))).toBe(1);
  });

  it('refuses different widths', () => {
    expect(() => countSharedRows(matrix([[1]], 1), matrix([[1, 2]], 2))).toThrow(InputError);
  });
});
