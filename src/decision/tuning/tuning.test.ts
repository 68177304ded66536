import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Matrix } from '../../matrix.js';
import { classificationReport } from '../../metrics/classification-report.js';
import { candidateClasses } from './candidate-classes.js';
import { ascend, scoreOf, type WeightedRows } from './coordinate-ascent.js';
import { betaOf, isTunedMetric, metricNamed, type TallyMetric } from './tally-metric.js';

const NAMES = ['macro-f1', 'balanced-accuracy', 'mcc', 'accuracy', 'f1', 'f2', 'f0.5'];

/** Probabilities with many ties, and classes. */
const anyRows = (k: number) =>
  fc.array(
    fc.tuple(fc.array(fc.integer({ min: 1, max: 9 }), { minLength: k, maxLength: k }), fc.nat(k - 1)),
    {
      minLength: 4,
      maxLength: 30,
    },
  );

function rowsOf(list: [number[], number][], k: number): WeightedRows & { P: Matrix; y: Int32Array } {
  const data = Float32Array.from(
    list.flatMap(([parts]) => parts.map((part) => part / parts.reduce((sum, each) => sum + each, 0))),
  );
  const P = { data, rows: list.length, columns: k };
  const y = Int32Array.from(list, ([, c]) => c);
  const support = new Float64Array(k);
  for (const c of y) support[c]++;
  return {
    P,
    y,
    candidates: candidateClasses(P, 100),
    belongs: (row, c) => (y[row] === c ? 1 : 0),
    support,
    counts: new Float64Array(list.length).fill(1),
  };
}

const options = (metric: TallyMetric, k: number, searched: number[], reach = 8) => ({
  metric,
  searched,
  start: new Float64Array(k),
  low: new Float64Array(k).fill(-reach),
  high: new Float64Array(k).fill(reach),
});

/** The metric by its definition, from all predictions. */
function plainMetric(name: string, y: Int32Array, predicted: Int32Array, positive: number): number {
  const { metrics, perClass, confusion, labels } = classificationReport(Array.from(y), Array.from(predicted));
  if (name === 'macro-f1') return metrics.macroF1;
  if (name === 'balanced-accuracy') return metrics.balancedAccuracy;
  if (name === 'accuracy') return metrics.accuracy;
  if (name === 'mcc') return plainMcc(confusion, y.length);
  const beta = Number(name.slice(1)) ** 2;
  const at = labels.indexOf(positive);
  if (at < 0) return 0;
  const { precision, recall } = perClass[at];
  return precision + recall === 0 ? 0 : ((1 + beta) * precision * recall) / (beta * precision + recall);
}

/** Covariances of the one-hot codes (Gorodkin 2004, equation 8). */
function plainMcc(confusion: readonly (readonly number[])[], rows: number): number {
  const codes = confusion.map((_, c) => c);
  const of = (sum: (c: number) => number) => codes.reduce((total, c) => total + sum(c), 0);
  const support = codes.map((c) => confusion[c].reduce((a, b) => a + b, 0));
  const predicted = codes.map((c) => of((t) => confusion[t][c]));
  const cov = (xy: number, means: (c: number) => number) => xy - of(means) / rows;
  const both = cov(
    of((c) => confusion[c][c]),
    (c) => support[c] * predicted[c],
  );
  const first = cov(rows, (c) => support[c] ** 2);
  const second = cov(rows, (c) => predicted[c] ** 2);
  return first * second > 1e-9 ? both / Math.sqrt(first * second) : 0;
}

describe.each(NAMES)('%s', (name) => {
  it('is its definition on any weights', () => {
    fc.assert(
      fc.property(
        anyRows(3),
        fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 3, maxLength: 3 }),
        (list, w) => {
          const { P, y, ...rows } = rowsOf(list, 3);
          const logWeights = Float64Array.from(w, (value, c) => value + c / 10);
          const predicted = Int32Array.from(y, (_, row) => {
            const scores = w.map((_, c) => Math.log(P.data[3 * row + c]) + logWeights[c]);
            return scores.indexOf(Math.max(...scores));
          });
          expect(scoreOf(rows, metricNamed(name, 2), logWeights)).toBeCloseTo(
            plainMetric(name, y, predicted, 2),
            9,
          );
        },
      ),
      { numRuns: 100, seed: 1 },
    );
  });

  it('is as good, for two classes, as the best of all thresholds', () => {
    fc.assert(
      fc.property(anyRows(2), (list) => {
        const { P, y, ...rows } = rowsOf(list, 2);
        const found = ascend(rows, options(metricNamed(name, 1), 2, [1]));
        const scores = Array.from(y, (_, row) => P.data[2 * row + 1]);
        const best = Math.max(
          ...[...scores, 2].map((t) =>
            plainMetric(
              name,
              y,
              Int32Array.from(scores, (score) => (score >= t ? 1 : 0)),
              1,
            ),
          ),
        );
        expect(scoreOf(rows, metricNamed(name, 1), found)).toBeCloseTo(best, 9);
      }),
      { numRuns: 100, seed: 2 },
    );
  });

  it('never falls below the start, and near enough to the best of a fine grid for three classes', () => {
    let [short, cases] = [0, 0];
    fc.assert(
      fc.property(anyRows(3), (list) => {
        const { P, y, ...rows } = rowsOf(list, 3);
        const metric = metricNamed(name, 1);
        const value = scoreOf(rows, metric, ascend(rows, options(metric, 3, [0, 1, 2], 4)));
        expect(value).toBeGreaterThanOrEqual(scoreOf(rows, metric, new Float64Array(3)) - 1e-9);
        let best = 0;
        for (let a = -3; a <= 3; a += 0.3) {
          for (let b = -3; b <= 3; b += 0.3) {
            best = Math.max(best, scoreOf(rows, metric, Float64Array.of(0, a + 0.01, b + 0.02)));
          }
        }
        short += Math.max(0, best - value);
        cases++;
      }),
      { numRuns: 30, seed: 3 },
    );
    expect(short / cases).toBeLessThan(0.04);
  });
});

describe('candidateClasses', () => {
  it('leaves out what is far below the largest of its row', () => {
    const P = { data: Float32Array.of(0.9, 0.09, 0.01, 0, 0.5, 0.5), rows: 2, columns: 3 };
    const { rowStarts, ofEntry, rowsOf: ofClass } = candidateClasses(P, 3);
    expect(Array.from(rowStarts)).toEqual([0, 2, 4]);
    expect(Array.from(ofEntry)).toEqual([0, 1, 1, 2]);
    expect(ofClass.map((rows) => Array.from(rows))).toEqual([[0], [0, 1], [1]]);
  });
});

describe('names of metrics', () => {
  it('reads an F-beta', () => {
    expect(['f1', 'f2', 'f0.5', 'f0', 'f', 'fx', 'F1', 'f-1'].map(betaOf)).toEqual([
      1,
      2,
      0.5,
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
    expect(['mcc', 'f3', 'auc'].map(isTunedMetric)).toEqual([true, true, false]);
    expect(() => metricNamed('auc', 0)).toThrow(/"auc" is not a valid metric/);
  });
});
