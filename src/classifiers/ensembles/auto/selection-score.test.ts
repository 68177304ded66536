import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Matrix } from '../../../matrix.js';
import { takeRows } from '../../contract/labelled-rows.js';
import { SELECTION_METRICS, selectionScores } from './selection-score.js';

const rows = fc.array(
  fc.record({
    label: fc.nat(2),
    weight: fc.integer({ min: 1, max: 4 }),
    shares: fc.tuple(
      fc.integer({ min: 1, max: 9 }),
      fc.integer({ min: 1, max: 9 }),
      fc.integer({ min: 1, max: 9 }),
    ),
  }),
  { minLength: 1, maxLength: 30 },
);

describe.each(SELECTION_METRICS)('%s', (metric) => {
  const score = selectionScores[metric];

  it('counts a row of weight n as n rows; only proportions matter', () => {
    fc.assert(
      fc.property(rows, (given) => {
        const data = Float32Array.from(
          given.flatMap(({ shares }) => shares.map((share) => share / (shares[0] + shares[1] + shares[2]))),
        );
        const P: Matrix = { data, rows: given.length, columns: 3 };
        const y = Int32Array.from(given, ({ label }) => label);
        const many = takeRows(
          { X: P, y },
          Int32Array.from(given.flatMap(({ weight }, row) => new Array(weight).fill(row))),
        );
        const expected = score(many.X, many.y);
        for (const unit of [1, 0.01]) {
          expect(
            score(
              P,
              y,
              Float64Array.from(given, ({ weight }) => unit * weight),
            ),
          ).toBeCloseTo(expected, 9);
        }
      }),
    );
  });
});
