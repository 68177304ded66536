import { describe, expect, it } from 'vitest';
import { REVIEW } from '../decision/cost-matrix.js';
import type { Label } from '../matrix.js';
import { baselineReports } from '../metrics/baseline-reports.js';
import { probabilityReport } from '../metrics/probability-report.js';
import { averagePrecisionInterval } from '../statistics/average-precision-interval.js';
import { macroF1Interval } from '../statistics/macro-f1-interval.js';
import { shareInterval } from '../statistics/share-interval.js';
import { modelScores, scoreReference } from './model-scores.js';
import { SCORE_METRICS, scoreMetric } from './score-metrics.js';
import { shownMetrics, shownScores } from './shown-scores.js';

const CLASSES = ['no', 'yes'];
const reference = { classes: CLASSES, positive: 'yes', frequencies: [0.9, 0.1] };

/** 40 rows, every fifth of them `yes`; half of those are found, with two false alarms. */
const labels: Label[] = Array.from({ length: 40 }, (_, i) => (i % 5 === 0 ? 'yes' : 'no'));
const decided: Label[] = labels.map((_, i) => (i % 10 === 0 || i === 1 || i === 2 ? 'yes' : 'no'));
const risk = labels.map((label, i) => (label === 'yes' ? 0.3 : 0.1) + (i % 7) / 20);

function rows(of: readonly number[]) {
  return { data: Float32Array.from(of.flatMap((p) => [1 - p, p])), rows: of.length, columns: 2 };
}

describe('modelScores', () => {
  const scores = modelScores(labels, decided, rows(risk), reference);
  const y = Int32Array.from(labels, (label) => CLASSES.indexOf(label as string));
  const predicted = Int32Array.from(decided, (label) => CLASSES.indexOf(label as string));

  it('has the reports of the model and of the baselines on the same rows', () => {
    const options = { frequencies: reference.frequencies };
    expect(scores.probabilities).toEqual(probabilityReport(rows(risk), y, predicted, CLASSES, options));
    expect(scores.baselines).toEqual(baselineReports(y, CLASSES, options));
    expect(scores.report.perClass[1]).toMatchObject({ precision: 4 / 6, recall: 0.5, support: 8 });
    expect(scores.probabilities.perClass[1]).toMatchObject({ precision: 4 / 6, recall: 0.5 });
    expect(scores.unbeaten.map(({ metric }) => metric)).not.toContain('macroF1');
  });

  it('has intervals of macro F1 and of the positive class', () => {
    const { macroF1, ...interval } = macroF1Interval(y, predicted, 2);
    expect(scores.intervals.macroF1).toEqual(interval);
    expect(scores.intervals.recall).toEqual(shareInterval(4, 8));
    expect(scores.intervals.precision).toEqual(shareInterval(4, 6));
    const positive = labels.map((label) => label === 'yes');
    const expected = averagePrecisionInterval(
      positive,
      rows(risk).data.filter((_, i) => i % 2 === 1),
    );
    expect(scores.intervals.averagePrecision).toEqual({ low: expected.low, high: expected.high });
  });

  it('scores the probabilities of all rows, and the decisions of those that are not handed to review', () => {
    const reviewed = decided.map((label, i) => (i < 10 ? REVIEW : label));
    const partial = modelScores(labels, reviewed, rows(risk), reference);
    const rest = modelScores(labels.slice(10), decided.slice(10), rows(risk.slice(10)), reference);
    expect(partial.reviewed).toBe(10);
    for (const metric of ['accuracy', 'macroF1', 'balancedAccuracy', 'matthewsCorrelation'] as const) {
      expect(partial.probabilities[metric]).toBe(rest.probabilities[metric]);
      expect(partial.baselines.mostFrequentClass[metric]).toBe(rest.baselines.mostFrequentClass[metric]);
    }
    expect(partial.probabilities.perClass[1].recall).toBe(rest.probabilities.perClass[1].recall);
    for (const metric of ['logLoss', 'brierScore', 'averages'] as const) {
      expect(partial.probabilities[metric]).toEqual(scores.probabilities[metric]);
    }
    expect(partial.intervals.recall).toEqual(rest.intervals.recall);
  });

  it('names the classes without rows, and has reasons instead of their intervals', () => {
    const none = modelScores(
      labels.map(() => 'no'),
      labels.map(() => 'no'),
      rows(risk),
      reference,
    );
    expect(none.classesWithoutRows).toEqual(['yes']);
    for (const interval of Object.values(none.intervals)) expect(interval.reason).toMatch(/row/);
    const { scores: shown, classesWithoutRows } = shownScores(none);
    expect(classesWithoutRows).toEqual(['yes']);
    expect(shown.find(({ metric }) => metric === 'recall')).toEqual({
      metric: 'recall',
      score: null,
      mostFrequentClass: null,
      classFrequencies: null,
      noInterval: expect.stringMatching(/0 rows/),
    });
  });

  it('gives labels that the model does not know probability 0', () => {
    const unknown = labels.map((label, i) => (i === 3 ? 'new' : label));
    const found = modelScores(unknown, decided, rows(risk), reference);
    expect(found.report.labels).toEqual(['no', 'yes', 'new']);
    expect(found.probabilities.perClass[2]).toMatchObject({ label: 'new', rows: 1, recall: 0 });
    expect(found.probabilities.logLoss).toBeGreaterThan(scores.probabilities.logLoss + 0.3);
    expect(found.classesWithoutRows).toEqual([]);
  });
});

describe('scoreReference', () => {
  const counted = (...trainingRows: number[]) =>
    trainingRows.map((count, c) => ({ label: `c${c}`, trainingRows: count, testRows: 0 }));
  const classes = ['c0', 'c1', 'c2'];

  it('takes the positive class that is given, otherwise the rarest that has rows, the later of equals', () => {
    expect(scoreReference(classes, { classes: counted(6, 2, 2), positive: 'c0' }).positive).toBe('c0');
    expect(scoreReference(classes, { classes: counted(6, 2, 2) }).positive).toBe('c2');
    expect(scoreReference(classes, { classes: counted(6, 2, 0) }).positive).toBe('c1');
    expect(scoreReference(classes, { classes: counted(6, 2, 2) }).frequencies).toEqual([0.6, 0.2, 0.2]);
  });

  it('does without what the provenance does not hold', () => {
    expect(scoreReference(classes, { classes: counted(0, 0, 0), positive: 'gone' })).toEqual({
      classes,
      positive: 'c0',
      frequencies: undefined,
    });
  });
});

describe('the metrics by name', () => {
  const { probabilities, baselines } = modelScores(labels, decided, rows(risk), reference);

  it('have the direction in which a perfect model beats the baselines', () => {
    const certain = labels.map((label) => (label === 'yes' ? 1 : 0));
    const perfect = modelScores(labels, labels, rows(certain), reference).probabilities;
    for (const { name, largerIsBetter, read } of [...SCORE_METRICS, scoreMetric('f2')]) {
      const sign = largerIsBetter ? 1 : -1;
      const best = sign * (read(perfect, 1) as number);
      for (const baseline of Object.values(baselines)) {
        expect(best, name).toBeGreaterThanOrEqual(sign * (read(baseline, 1) as number));
      }
      expect(best, name).toBeGreaterThan(sign * (read(baselines.mostFrequentClass, 1) as number));
    }
  });

  it('know F-beta, and refuse other names with the nearest', () => {
    const { precision = 0, recall = 0 } = probabilities.perClass[1];
    expect(scoreMetric('f2').read(probabilities, 1)).toBeCloseTo(
      (5 * precision * recall) / (4 * precision + recall),
      12,
    );
    expect(scoreMetric('f0.5')).toMatchObject({ decision: 'f0.5', ofPositive: true });
    expect(() => scoreMetric('macro-f')).toThrow(
      /metric is "macro-f": choose macro-f1.*Did you mean "macro-f1"/s,
    );
  });
});

it('shows each metric once, marks those of an unbeaten baseline, and leaves the harmonic F1 to the paper', () => {
  const constant = modelScores(
    labels,
    labels.map(() => 'no'),
    rows(labels.map(() => 0.2)),
    { ...reference, frequencies: [0.8, 0.2] },
  );
  const { scores } = shownScores(constant);
  expect(new Set(scores.map(({ metric }) => metric)).size).toBe(scores.length);
  expect(scores.filter(({ unbeaten }) => unbeaten).map(({ metric }) => metric)).toEqual([
    ...['macro-f1', 'balanced-accuracy', 'mcc', 'average-precision', 'roc-auc', 'log-loss', 'brier-score'],
  ]);
  const { metrics } = constant.report;
  expect(shownMetrics(metrics, 'paper')).toEqual(metrics);
  expect(shownMetrics(metrics, 'honest')).not.toHaveProperty('harmonicF1');
});
