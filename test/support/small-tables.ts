/** Random tables for property tests of trees: few distinct values, so that ties are common, and missing ones. */
import fc from 'fast-check';
import type { Matrix } from '../../src/matrix.js';

export interface SmallTable {
  readonly X: Matrix;
  readonly y: Int32Array;
  readonly classes: number;
  /** A real number a row; eighths, so that sums do not depend on their order. */
  readonly target: Float64Array;
  /** Whole weights from 1 to 3. */
  readonly weights: Float64Array;
}

/** 4 to 40 rows, 1 to 4 columns; about one cell in ten missing if `missing`. */
export function smallTables(missing: boolean): fc.Arbitrary<SmallTable> {
  return fc
    .record({
      rows: fc.integer({ min: 4, max: 40 }),
      columns: fc.integer({ min: 1, max: 4 }),
      largest: fc.integer({ min: 1, max: 6 }),
    })
    .chain(({ rows, columns, largest }) => {
      const value = fc.integer({ min: -largest, max: largest }).map((v) => v / 2);
      const absent = { weight: missing ? 1 : 0, arbitrary: fc.constant(Number.NaN) };
      const cell = fc.oneof({ weight: 9, arbitrary: value }, absent);
      return fc.record({
        cells: fc.array(cell, { minLength: rows * columns, maxLength: rows * columns }),
        y: fc.array(fc.integer({ min: 0, max: 2 }), { minLength: rows, maxLength: rows }),
        target: fc.array(fc.integer({ min: -20, max: 20 }), { minLength: rows, maxLength: rows }),
        weights: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: rows, maxLength: rows }),
        rows: fc.constant(rows),
        columns: fc.constant(columns),
      });
    })
    .map(({ cells, y, target, weights, rows, columns }) => ({
      X: { data: Float32Array.from(cells), rows, columns },
      y: Int32Array.from(y),
      classes: 3,
      target: Float64Array.from(target, (t) => t / 8),
      weights: Float64Array.from(weights),
    }));
}
