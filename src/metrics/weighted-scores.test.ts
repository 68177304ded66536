import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { classificationReport } from './classification-report.js';
import { probabilityReport } from './probability-report.js';

const CLASSES = 3;

interface Row {
  readonly p: readonly number[];
  readonly y: number;
  readonly predicted: number;
  readonly times: number;
}

const row: fc.Arbitrary<Row> = fc.record({
  p: fc
    .array(fc.integer({ min: 1, max: 9 }), { minLength: CLASSES, maxLength: CLASSES })
    .map((parts) => parts.map((part) => part / parts.reduce((sum, each) => sum + each, 0))),
  y: fc.nat(CLASSES - 1),
  predicted: fc.nat(CLASSES - 1),
  times: fc.integer({ min: 1, max: 4 }),
});

const labels = ['a', 'b', 'c'];

function scores(rows: readonly Row[], weights?: Float64Array) {
  const data = Float32Array.from(rows.flatMap(({ p }) => p));
  const y = Int32Array.from(rows, (each) => each.y);
  const predicted = Int32Array.from(rows, (each) => each.predicted);
  const report = probabilityReport({ data, rows: rows.length, columns: CLASSES }, y, predicted, labels, {
    weights,
  });
  const { metrics, perClass } = classificationReport(
    Array.from(y, (c) => labels[c]),
    Array.from(predicted, (c) => labels[c]),
    { labels, weights },
  );
  // Counts of rows are not weighted, and a share k of copies is rounded to whole rows.
  const { rowsAtK: _, averages, perClass: ofClasses, ...rest } = report;
  const shown = ({ recallAtK: _r, precisionAtK: _p, liftAtK: _l, ...each }: typeof averages) => each;
  return {
    ...rest,
    averages: shown(averages),
    ofClasses: ofClasses.map(({ rows: _rows, ...each }) => shown(each)),
    metrics,
    perClass: perClass.map(({ support: _s, ...each }) => each),
  };
}

/** Compared up to rounding. */
function rounded(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (_, each) => (typeof each === 'number' ? Number(each.toFixed(9)) : each)),
  );
}

it('scores of rows with whole weights are those of as many copies of each', () => {
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 40 }), (rows) => {
      const copies = rows.flatMap((each) => new Array<Row>(each.times).fill(each));
      const weights = Float64Array.from(rows, ({ times }) => times);
      expect(rounded(scores(rows, weights))).toEqual(rounded(scores(copies)));
    }),
  );
});

it('equal weights of any size change no score', () => {
  fc.assert(
    fc.property(
      fc.array(row, { minLength: 1, maxLength: 30 }),
      fc.double({ min: 0.01, max: 50, noNaN: true }),
      (rows, weight) => {
        expect(rounded(scores(rows, new Float64Array(rows.length).fill(weight)))).toEqual(
          rounded(scores(rows)),
        );
      },
    ),
  );
});

it('weights that cannot be summed without rounding give scores of one class and of constant predictions', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 0.001, max: 3, noNaN: true }), { minLength: 1, maxLength: 30 }),
      (weights) => {
        const rows = weights.map(() => ({ p: [0.2, 0.5, 0.3], y: 1, predicted: 1, times: 1 }));
        const found = scores(rows, Float64Array.from(weights));
        expect(found.matthewsCorrelation).toBe(0);
        expect(found.ofClasses[1].rocAuc).toBeUndefined();
        expect(found.accuracy).toBe(1);
      },
    ),
  );
});
