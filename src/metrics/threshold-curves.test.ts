import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { averagePrecision, precisionRecallCurve, rocAuc, rocCurve } from './threshold-curves.js';

interface Golden {
  readonly positive: boolean[];
  readonly scores: number[];
  readonly thresholds: number[];
  readonly precision: number[];
  readonly recall: number[];
  readonly falsePositiveRate: number[];
  readonly truePositiveRate: number[];
  readonly averagePrecision: number;
  readonly rocAuc: number;
}

const goldens: Golden[] = JSON.parse(
  readFileSync(new URL('./fixtures/threshold_curves.json', import.meta.url), 'utf8'),
);

describe.each(goldens)('threshold curves of scikit-learn, $scores.length rows', (golden) => {
  const { positive, scores } = golden;

  it('has its precision and recall', () => {
    const curve = precisionRecallCurve(positive, scores);
    expect([...curve.thresholds]).toEqual(golden.thresholds);
    expect([...curve.precision]).toEqual(golden.precision);
    expect([...curve.recall]).toEqual(golden.recall);
    expect(averagePrecision(positive, scores)).toBeCloseTo(golden.averagePrecision, 12);
  });

  it('has its rates', () => {
    const curve = rocCurve(positive, scores);
    expect([...curve.falsePositiveRate]).toEqual(golden.falsePositiveRate);
    expect([...curve.truePositiveRate]).toEqual(golden.truePositiveRate);
    expect([...curve.thresholds]).toEqual([Number.POSITIVE_INFINITY, ...golden.thresholds.toReversed()]);
    expect(rocAuc(positive, scores)).toBeCloseTo(golden.rocAuc, 12);
  });
});

describe('threshold curves of unusable input', () => {
  it('names what is wrong', () => {
    expect(() => precisionRecallCurve([true], [1, 2])).toThrow('positive has 1 rows, but scores has 2');
    expect(() => precisionRecallCurve([false], [1])).toThrow('no row of the positive class');
    expect(() => rocCurve([true, true], [1, 2])).toThrow('2 positive and 0 negative rows');
    expect(() => rocCurve([true, false], [1, Number.NaN])).toThrow('scores is NaN at 1');
  });
});
