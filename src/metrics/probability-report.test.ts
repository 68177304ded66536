import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { baselineReports, unbeatenBaselines } from './baseline-reports.js';
import { matthewsCorrelation } from './matthews-correlation.js';
import { type OneVsRestScores, type ProbabilityReport, probabilityReport } from './probability-report.js';
import { scoresAtK } from './scores-at-k.js';

type GoldenClass = Record<
  | ('precision' | 'recall' | 'f1' | 'expectedCalibrationError')
  | ('averagePrecision' | 'rocAuc' | 'brierScore' | 'logLoss'),
  number | null
>;

interface Golden {
  readonly classes: number;
  readonly y: number[];
  readonly predicted: number[];
  readonly probabilities: number[][];
  readonly perClass: (GoldenClass | null)[];
  readonly macroRocAuc: number | null;
  readonly macroAveragePrecision: number;
  readonly logLoss: number;
  readonly brierScore: number;
  readonly matthewsCorrelation: number;
  readonly macroF1: number;
  readonly balancedAccuracy: number;
}

const goldens: Golden[] = JSON.parse(
  readFileSync(new URL('./fixtures/probability_scores.json', import.meta.url), 'utf8'),
);

const names = (classes: number) => Array.from({ length: classes }, (_, c) => `class ${c}`);

function matrix(rows: readonly (readonly number[])[]) {
  return { data: Float64Array.from(rows.flat()), rows: rows.length, columns: rows[0].length };
}

function expectScore(actual: number | undefined, expected: number | null | undefined, digits = 12): void {
  if (expected === null || expected === undefined) expect(actual).toBeUndefined();
  else expect(actual).toBeCloseTo(expected, digits);
}

describe('probabilityReport', () => {
  it.each(goldens)("has scikit-learn's scores, $classes classes, $y.length rows", (golden) => {
    const report = probabilityReport(
      matrix(golden.probabilities),
      Int32Array.from(golden.y),
      Int32Array.from(golden.predicted),
      names(golden.classes),
    );
    report.perClass.forEach((found, c) => {
      const expected = golden.perClass[c];
      expectScore(found.precision, expected?.precision);
      expectScore(found.recall, expected?.recall);
      expectScore(found.f1, expected?.f1);
      expectScore(found.expectedCalibrationError, expected?.expectedCalibrationError);
      expectScore(found.averagePrecision, expected?.averagePrecision);
      expectScore(found.rocAuc, expected?.rocAuc);
      expectScore(found.brierScore, expected?.brierScore);
      // scikit-learn rounds to 32 bits on the way.
      expectScore(found.logLoss, expected?.logLoss, 5);
    });
    const absent = names(golden.classes).filter((_, c) => golden.perClass[c] === null);
    expect(report.classesWithoutRows).toEqual(absent);
    expectScore(report.averages.rocAuc, golden.macroRocAuc);
    expectScore(report.averages.averagePrecision, golden.macroAveragePrecision);
    expectScore(report.logLoss, golden.logLoss, 5);
    expectScore(report.brierScore, golden.brierScore);
    expectScore(report.matthewsCorrelation, golden.matthewsCorrelation);
    expectScore(report.macroF1, golden.macroF1);
    expectScore(report.balancedAccuracy, golden.balancedAccuracy);
  });

  it('has the same scores in any order of rows, and of classes', () => {
    fc.assert(
      fc.property(cases(), fc.integer({ min: 1, max: 6 }), ({ classes, rows }, turn) => {
        const report = (chosen: typeof rows, classAt: (c: number) => number) =>
          probabilityReport(
            matrix(chosen.map(({ p }) => p.map((_, c) => p[classAt(c)]))),
            Int32Array.from(chosen, ({ y }) => names(classes).findIndex((_, c) => classAt(c) === y)),
            Int32Array.from(chosen, ({ predicted }) =>
              names(classes).findIndex((_, c) => classAt(c) === predicted),
            ),
            names(classes).map((_, c) => classAt(c)),
            { k: 0.3 },
          );
        const first = report(rows, (c) => c);
        const same = (other: ProbabilityReport) => {
          // Of equal largest probabilities the first is on top, whichever class that is.
          const { averages, perClass, classesWithoutRows, topLabelCalibrationError, ...overall } = first;
          expectSame(other, overall);
          expectSame(other.averages, averages);
        };
        same(report(rows.toReversed(), (c) => c));
        same(report(rows, (c) => (c + turn) % classes));
      }),
    );
  });

  it('keeps scores in their ranges, none of them NaN', () => {
    fc.assert(
      fc.property(cases(), ({ classes, rows }) => {
        const report = reportOf(classes, rows);
        for (const scores of [report.averages, ...report.perClass]) {
          for (const metric of RANGED) {
            const value = scores[metric];
            if (value === undefined) continue;
            expect(value, metric).toBeGreaterThanOrEqual(-1e-12);
            expect(value, metric).toBeLessThanOrEqual(1 + 1e-12);
          }
          for (const value of Object.values(scores)) expect(value).not.toBeNaN();
        }
        expect(Math.abs(report.matthewsCorrelation)).toBeLessThanOrEqual(1 + 1e-12);
        expect(report.topLabelCalibrationError).toBeLessThanOrEqual(1);
        expect(report.brierSkill ?? 0).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('takes the frequencies of the training rows for what skill compares with', () => {
    const [y, p] = [Int32Array.of(0, 0, 0, 1), matrix([0, 0, 0, 1].map(() => [0.5, 0.5]))];
    const own = probabilityReport(p, y, y, ['no', 'yes']);
    expect(own.frequencyLogLoss).toBeCloseTo(-0.75 * Math.log(0.75) - 0.25 * Math.log(0.25), 12);
    expect(own.brierSkill).toBeCloseTo(1 - 0.25 / 0.1875, 12);
    const trained = probabilityReport(p, y, y, ['no', 'yes'], { frequencies: [0.5, 0.5] });
    expect(trained).toMatchObject({ brierSkill: 0, frequencyLogLoss: Math.LN2 });
  });

  it('names what is wrong', () => {
    const [y, p] = [Int32Array.of(0, 1), matrix([0, 1].map(() => [0.5, 0.5]))];
    const report = (...[probabilities, labels, options]: unknown[]) =>
      probabilityReport(probabilities as typeof p, y, y, labels as string[], options as object);
    expect(() => report(p, ['a', 'b', 'c'])).toThrow(
      'probabilities is 2 x 2, but there are 2 rows and 3 classes',
    );
    const high = matrix([
      [0.5, 0.5],
      [0, 1.5],
    ]);
    expect(() => report(high, ['a', 'b'])).toThrow('probabilities is 1.5 at row 1, class 1');
    expect(() => report(p, ['a', 'b'], { frequencies: [0.5, 0.6] })).toThrow(
      '2 numbers from 0 that add up to 1',
    );
    expect(() => report(p, ['a', 'b'], { k: 3 })).toThrow('k is 3: give a number of rows from 1 to 2');
  });
});

describe('baselineReports', () => {
  it('are those of no model', () => {
    const y = Int32Array.of(0, 0, 0, 0, 1);
    const { mostFrequentClass, classFrequencies } = baselineReports(y, ['no', 'yes']);
    for (const report of [mostFrequentClass, classFrequencies]) {
      expect(report).toMatchObject({ accuracy: 0.8, balancedAccuracy: 0.5, matthewsCorrelation: 0 });
      expect(report.perClass[1]).toMatchObject({ averagePrecision: 0.2, rocAuc: 0.5, liftAtK: 1 });
    }
    expect(mostFrequentClass.brierScore).toBeCloseTo(0.2, 12);
    expect(classFrequencies.brierScore).toBeCloseTo(0.16, 12);
    expect(classFrequencies).toMatchObject({ brierSkill: 0, logLoss: classFrequencies.frequencyLogLoss });
  });

  it('are not beaten by themselves, nor all of them by a model that always says no', () => {
    const y = Int32Array.of(0, 0, 0, 0, 1);
    const labels = ['no', 'yes'];
    const baselines = baselineReports(y, labels);
    const unbeaten = unbeatenBaselines(baselines.classFrequencies, baselines);
    expect(unbeaten.map(({ metric }) => metric)).toHaveLength(7);
    const ranks = [0.1, 0.1, 0.1, 0.1, 0.4].map((p) => [1 - p, p]);
    const alwaysNo = probabilityReport(matrix(ranks), y, new Int32Array(5), labels);
    const found = unbeatenBaselines(alwaysNo, baselines);
    expect(new Set(found.map(({ of }) => of))).toEqual(new Set(['decisions']));
    expect(found[0]).toMatchObject({ metric: 'macroF1', score: 4 / 9, baselineScore: 4 / 9 });
    expect(unbeatenBaselines(probabilityReport(matrix(ranks), y, y, labels), baselines)).toEqual([]);
  });
});

describe('scoresAtK', () => {
  it('counts the highest rows, ties by their share', () => {
    const positive = [true, false, true, false, false, false];
    const scores = [0.9, 0.8, 0.5, 0.5, 0.5, 0.1];
    expect(scoresAtK(positive, scores, 2)).toEqual({ rows: 2, recall: 0.5, precision: 0.5, lift: 1.5 });
    expect(scoresAtK(positive, scores, 3).recall).toBeCloseTo((1 + 1 / 3) / 2, 12);
    expect(scoresAtK(positive, scores, 0.5)).toEqual(scoresAtK(positive, scores, 3));
    expect(scoresAtK(positive, scores, 6)).toMatchObject({ recall: 1, precision: 1 / 3, lift: 1 });
    expect(scoresAtK([false], [1], 1)).toEqual({ rows: 1, recall: undefined, precision: 0, lift: undefined });
  });

  it('names what is wrong', () => {
    expect(() => scoresAtK([], [], 1)).toThrow('empty');
    expect(() => scoresAtK([true], [1, 2], 1)).toThrow('positive has 1 rows, but scores has 2');
    expect(() => scoresAtK([true], [Number.NaN], 1)).toThrow('scores is NaN at 0');
    for (const k of [0, -1, 1.5, 2, Number.NaN]) expect(() => scoresAtK([true], [1], k)).toThrow(`k is ${k}`);
  });
});

describe('matthewsCorrelation', () => {
  it('is 1, 0 and -1 where it must be', () => {
    const y = Int32Array.of(0, 1, 0, 1);
    expect(matthewsCorrelation(y, y, 2)).toBe(1);
    expect(
      matthewsCorrelation(
        y,
        y.map((c) => 1 - c),
        2,
      ),
    ).toBe(-1);
    expect(matthewsCorrelation(y, new Int32Array(4), 2)).toBe(0);
  });
});

/** Every number of `expected`, but for rounding. */
function expectSame(found: object, expected: object): void {
  const values = new Map<string, unknown>(Object.entries(found));
  for (const [metric, value] of Object.entries(expected)) {
    if (value === undefined) expect(values.get(metric), metric).toBeUndefined();
    else expect(values.get(metric), metric).toBeCloseTo(value, 9);
  }
}

const RANGED: readonly (keyof OneVsRestScores)[] = [
  'averagePrecision',
  'rocAuc',
  'brierScore',
  'expectedCalibrationError',
  'recallAtK',
  'precisionAtK',
];

interface Row {
  readonly p: number[];
  readonly y: number;
  readonly predicted: number;
}

/** Rows of probabilities in steps of a tenth or so, so that there are ties. */
function cases(): fc.Arbitrary<{ classes: number; rows: Row[] }> {
  return fc.integer({ min: 1, max: 4 }).chain((classes) => {
    const index = fc.integer({ min: 0, max: classes - 1 });
    const p = fc
      .array(fc.integer({ min: 0, max: 4 }), { minLength: classes, maxLength: classes })
      .map((parts) => {
        const sum = parts.reduce((total, part) => total + part, 0);
        return parts.map((part) => (sum === 0 ? 1 / classes : part / sum));
      });
    const row = fc.record({ p, y: index, predicted: index });
    return fc.record({ classes: fc.constant(classes), rows: fc.array(row, { minLength: 1, maxLength: 25 }) });
  });
}

function reportOf(classes: number, rows: readonly Row[]): ProbabilityReport {
  return probabilityReport(
    matrix(rows.map(({ p }) => p)),
    Int32Array.from(rows, ({ y }) => y),
    Int32Array.from(rows, ({ predicted }) => predicted),
    names(classes),
  );
}
