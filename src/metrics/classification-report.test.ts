import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InputError } from '../errors.js';
import type { Label } from '../matrix.js';
import {
  type ClassReport,
  classificationReport,
  confusionMatrix,
  type ReportMetrics,
} from './classification-report.js';
import { macroF1 } from './macro-f1.js';

interface Case {
  y: Label[];
  pred: Label[];
  labels: Label[] | null;
  metrics: ReportMetrics;
  perClass: ClassReport[];
  confusion: number[][];
}

interface Parity {
  y: number[];
  pred: number[];
  accuracy: number;
  maP: number;
  maR: number;
  maF1: number;
  harmonicF1: number;
}

const fixture = JSON.parse(readFileSync(new URL('./fixtures/reports.json', import.meta.url), 'utf8')) as {
  cases: Case[];
  parity: Parity[];
};

function expectClose(actual: object, expected: object): void {
  expect(Object.keys(actual)).toEqual(Object.keys(expected));
  const values = new Map<string, unknown>(Object.entries(actual));
  for (const [key, value] of Object.entries(expected)) {
    if (typeof value === 'number') expect(values.get(key), key).toBeCloseTo(value, 13);
    else expect(values.get(key), key).toBe(value);
  }
}

/** Class indices of a case, in the order of its table. */
function indices(c: Case): { truth: Int32Array; guess: Int32Array; classes: number } {
  const order = c.perClass.map((row) => row.label);
  return {
    truth: Int32Array.from(c.y, (label) => order.indexOf(label)),
    guess: Int32Array.from(c.pred, (label) => order.indexOf(label)),
    classes: order.length,
  };
}

describe('against scikit-learn', () => {
  it('has hard cases among them', () => {
    const { cases } = fixture;
    expect(cases.some((c) => c.perClass.some((row) => row.support === 0))).toBe(true);
    expect(cases.some((c) => c.perClass.length === 1)).toBe(true);
    expect(
      cases.some((c) => c.confusion.some((row, k) => row.every((_, t) => c.confusion[t][k] === 0))),
    ).toBe(true);
  });

  it.each(fixture.cases.map((c, i) => [i, c] as const))('random case %i', (_, c) => {
    const report = classificationReport(c.y, c.pred, c.labels === null ? {} : { labels: c.labels });
    expectClose(report.metrics, c.metrics);
    expect(report.labels).toEqual(c.perClass.map((row) => row.label));
    expect(report.perClass).toHaveLength(c.perClass.length);
    for (const [k, row] of report.perClass.entries()) expectClose(row, c.perClass[k]);
    expect(report.confusion).toEqual(c.confusion);

    const { truth, guess, classes } = indices(c);
    expect(confusionMatrix(truth, guess, classes)).toEqual(c.confusion);
    expect(macroF1(truth, guess, classes)).toBeCloseTo(c.metrics.macroF1, 13);
  });

  it.each(fixture.parity.map((c, i) => [i, c] as const))('vector %i of the PyTorch reference', (_, c) => {
    const { metrics } = classificationReport(c.y, c.pred);
    expect(metrics.accuracy).toBeCloseTo(c.accuracy, 14);
    expect(metrics.macroPrecision).toBeCloseTo(c.maP, 14);
    expect(metrics.macroRecall).toBeCloseTo(c.maR, 14);
    expect(metrics.macroF1).toBeCloseTo(c.maF1, 14);
    expect(metrics.harmonicF1).toBeCloseTo(c.harmonicF1, 14);
  });
});

describe('classificationReport', () => {
  const pairs = fc.array(fc.tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 5 })), {
    minLength: 1,
  });

  it('gives the same scores whatever labels the table has and however the rows lie', () => {
    fc.assert(
      fc.property(pairs, fc.shuffledSubarray([0, 1, 2, 3, 4, 5, 6, 7]), (rows, labels) => {
        const plain = classificationReport(
          rows.map(([t]) => t),
          rows.map(([, p]) => p),
        );
        const reversed = rows.toReversed();
        const other = classificationReport(
          reversed.map(([t]) => t),
          reversed.map(([, p]) => p),
          { labels },
        );
        for (const key of Object.keys(plain.metrics) as (keyof ReportMetrics)[]) {
          expect(other.metrics[key]).toBeCloseTo(plain.metrics[key], 12);
        }
        expect(other.labels.slice(0, labels.length)).toEqual(labels);
        expect(other.confusion.flat().reduce((a, b) => a + b)).toBe(rows.length);
      }),
    );
  });

  it('is 1 throughout for perfect predictions, without a part for labels that do not occur', () => {
    const report = classificationReport(['a', 'b'], ['a', 'b'], { labels: ['c', 'a', 'b'] });
    expect(Object.values(report.metrics)).toEqual([1, 1, 1, 1, 1, 1]);
    expect(report.perClass[0]).toEqual({ label: 'c', precision: 0, recall: 0, f1: 0, support: 0 });
  });

  it('is 0, not NaN, where nothing is right', () => {
    expect(Object.values(classificationReport([true, true], [false, false]).metrics)).toEqual([
      0, 0, 0, 0, 0, 0,
    ]);
  });

  it('adds a label the model does not know behind the given ones', () => {
    const report = classificationReport(['new', 'a', 'also new'], ['a', 'a', 'b'], { labels: ['b', 'a'] });
    expect(report.labels).toEqual(['b', 'a', 'also new', 'new']);
    expect(report.confusion[3]).toEqual([0, 1, 0, 0]);
  });

  it('sorts numbers as numbers and takes names of object properties as names', () => {
    expect(classificationReport([10, 9], [10, -1]).labels).toEqual([-1, 9, 10]);
    const odd = classificationReport(['__proto__', 'constructor'], ['__proto__', 'toString']);
    expect(odd.labels).toEqual(['__proto__', 'constructor', 'toString']);
    expect(odd.perClass[0].f1).toBe(1);
  });

  it('names what is wrong with its input', () => {
    const fails = (y: unknown[], pred: unknown[], labels: unknown[] | undefined, message: string) => {
      const run = () => classificationReport(y as Label[], pred as Label[], { labels: labels as Label[] });
      expect(run).toThrow(InputError);
      expect(run).toThrow(message);
    };
    fails([], [], undefined, 'empty');
    fails(['a'], ['a', 'b'], undefined, 'yTrue has 1 labels and yPred has 2');
    fails([1, 2], [1, '2'], undefined, 'yPred[1] is the string "2", but another label is the number 1');
    fails([1, Number.NaN], [1, 1], undefined, 'yTrue[1] is NaN');
    fails([null], ['a'], undefined, 'yTrue[0] is null');
    fails(['a'], ['a'], ['a', 'b', 'a'], 'labels names "a" twice');
    fails(['1'], ['1'], [1], 'yTrue[0] is the string "1"');
  });
});

describe('on class indices', () => {
  it.each([
    ['confusionMatrix', confusionMatrix],
    ['macroF1', macroF1],
  ] as const)('%s names what is wrong with its input', (_, score) => {
    const of = (...values: number[]) => Int32Array.from(values);
    expect(() => score(of(), of(), 2)).toThrow('empty');
    expect(() => score(of(0), of(0, 1), 2)).toThrow('yTrue has 1 labels and yPred has 2');
    expect(() => score(of(0, 2), of(0, 1), 2)).toThrow('yTrue[1] is 2, but class indices go from 0 to 1');
    expect(() => score(of(0, 1), of(0, -1), 2)).toThrow('yPred[1] is -1');
    expect(() => score(of(0), of(0), Number.NaN)).toThrow('classes must be a positive integer');
    expect(() => score(of(0), of(0), 0)).toThrow(InputError);
  });
});
