import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Alerts } from '../decision/alerts.js';
import { Argmax } from '../decision/argmax.js';
import type { Decision } from '../decision/decision.js';
import { FloorDecision } from '../decision/floor.js';
import type { Label } from '../matrix.js';
import { positiveClass, riskOf, thresholdRule } from './risk.js';
import type { TableClassifier } from './table-classifier.js';

/** What risk depends on of a model with these training rows of the classes. */
function modelOf(counts: readonly [Label, number][], decision: Decision = new Argmax()): TableClassifier {
  const classes = counts.map(([label]) => label);
  const provenance = {
    classes: counts.map(([label, trainingRows]) => ({ label, trainingRows, testRows: 0 })),
  };
  return { classes, decision, provenance } as unknown as TableClassifier;
}

const THREE: readonly [Label, number][] = [
  ['a', 5],
  ['b', 90],
  ['c', 7],
];

describe('the positive class', () => {
  it('is the given one, else that of the decision, else the rarest in training', () => {
    const alerts = new Alerts(1, { rows: 3 }, 0.5);
    const floors = new FloorDecision([{ class: 2, metric: 'recall', least: 0.5, threshold: 0.1 }], null);
    expect(positiveClass(modelOf(THREE))).toEqual({ index: 0, chosenBy: 'rarest' });
    expect(positiveClass(modelOf(THREE, alerts))).toEqual({ index: 1, chosenBy: 'decision' });
    expect(positiveClass(modelOf(THREE, floors))).toEqual({ index: 2, chosenBy: 'decision' });
    const trained = modelOf(THREE);
    Object.assign(trained.provenance, { positive: 'b' });
    expect(positiveClass(trained)).toEqual({ index: 1, chosenBy: 'training' });
    expect(positiveClass(modelOf(THREE, floors), { positive: 'b' })).toEqual({ index: 1, chosenBy: 'label' });
  });

  it('is the later of two that are equally rare, and never one without rows', () => {
    const counts: [Label, number][] = [
      [false, 4],
      [true, 4],
    ];
    expect(positiveClass(modelOf(counts)).index).toBe(1);
    expect(positiveClass(modelOf([...counts, ['never', 0]])).index).toBe(1);
  });

  it('is given as text also for labels that are none, and must be a class', () => {
    const model = modelOf([
      [0, 50],
      [1, 3],
    ]);
    expect(positiveClass(model, { positive: '0' }).index).toBe(0);
    expect(() => positiveClass(modelOf([['fraud', 3]]), { positive: 'frau' })).toThrow(
      /"frau" is not a class\. Did you mean "fraud"/,
    );
  });

  it('has the risk as its probability', () => {
    const probabilities = { data: Float32Array.of(0.1, 0.7, 0.2, 0.3, 0.3, 0.4), rows: 2, columns: 3 };
    expect(riskOf(modelOf(THREE), probabilities)).toEqual(Float32Array.of(0.1, 0.3));
    expect(riskOf(modelOf(THREE), probabilities, { positive: 'c' })).toEqual(Float32Array.of(0.2, 0.4));
  });
});

describe('a threshold', () => {
  it('is reached by a risk that is written as the same number', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9999 }), fc.constantFrom(0, 1), (tenThousandths, positive) => {
        const threshold = tenThousandths / 10000;
        const at = Math.fround(threshold);
        const below = Math.fround(threshold - 0.00001);
        const data = [at, below].flatMap((risk) => (positive === 1 ? [1 - risk, risk] : [risk, 1 - risk]));
        const probabilities = { data: Float32Array.from(data), rows: 2, columns: 2 };
        const classes = ['no', 'yes'];
        const expected = [classes[positive], classes[1 - positive]];
        expect(thresholdRule(classes, positive, threshold)(probabilities)).toEqual(expected);
      }),
    );
  });

  it('of 0 is reached by all', () => {
    const probabilities = { data: Float32Array.of(1, 0), rows: 1, columns: 2 };
    expect(thresholdRule([0, 1], 1, 0)(probabilities)).toEqual([1]);
  });

  it('is refused for other numbers of classes and if it is no probability', () => {
    expect(() => thresholdRule(['a', 'b', 'c'], 0, 0.5)).toThrow(/two classes, but has "a", "b", "c"/);
    expect(() => thresholdRule(['a'], 0, 0.5)).toThrow(/two classes/);
    for (const threshold of [Number.NaN, -0.1, 1.1]) {
      expect(() => thresholdRule(['a', 'b'], 0, threshold)).toThrow(/from 0 to 1/);
    }
  });
});
