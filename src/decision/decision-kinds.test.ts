/** The contract of decisions, over the list of kinds. */
import { describe, expect, it } from 'vitest';
import { RandomStream } from '../engine/random/random-stream.js';
import { InputError } from '../errors.js';
import { type Matrix, rowsAt } from '../matrix.js';
import { argmaxRows } from './argmax.js';
import { labelsOf } from './decision.js';
import { decisionKinds, reviveDecision } from './decision-kinds.js';

/** What is saved of a decision whose kind needs settings besides its name, for so many classes. */
const SETTINGS = new Map<string, (classes: number) => Record<string, unknown>>([
  [
    'weighted-argmax',
    (classes) => ({ metric: 'macro-f1', weights: Array.from({ length: classes }, (_, c) => 1 + c) }),
  ],
  [
    'floor',
    (classes) => ({
      floors: [{ class: classes - 1, metric: 'recall', least: 0.8, threshold: 0.3 }],
      confidence: 0.9,
    }),
  ],
  ['alerts', (classes) => ({ positive: classes - 1, capacity: { rows: 7 }, threshold: 0.4 })],
  [
    'cost',
    (classes) => ({
      review: false,
      costs: Array.from({ length: classes }, (_, c) =>
        Array.from({ length: classes }, (_, a) => (c === a ? 0 : 1 + c)),
      ),
    }),
  ],
]);
/** Kinds that need a class beside the one that they are about. */
const FOR_SEVERAL = new Set(['floor', 'alerts']);

const labels = (classes: number) => Array.from({ length: classes }, (_, c) => `class ${c}`);

/** Random rows that sum to 1, and rows of equal values. */
function probabilities(rows: number, classes: number): Matrix {
  const random = new RandomStream(5, `rows of ${classes}`);
  const data = new Float32Array(rows * classes);
  for (let row = 0; row < rows; row++) {
    const weights = Array.from({ length: classes }, () => (row % 5 === 0 ? 1 : random.uint32() + 1));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    data.set(
      weights.map((weight) => weight / total),
      row * classes,
    );
  }
  return { data, rows, columns: classes };
}

describe.each(decisionKinds.map(({ kind }) => kind))('the decision %s', (kind) => {
  const decisionFor = (classes: number) =>
    reviveDecision({ kind, ...SETTINGS.get(kind)?.(classes) }, labels(classes));

  it('decides the same after saving and reviving', () => {
    for (const classes of FOR_SEVERAL.has(kind) ? [2, 7] : [1, 2, 7]) {
      const decision = decisionFor(classes);
      expect(decision.kind).toBe(kind);
      const saved = JSON.parse(JSON.stringify(decision));
      expect(saved).toMatchObject({ kind });
      const revived = reviveDecision(saved, labels(classes));
      const P = probabilities(40, classes);
      expect(revived.decide(P)).toEqual(decision.decide(P));
      expect(JSON.stringify(revived)).toBe(JSON.stringify(decision));
    }
  });

  it('gives each row an index of a class', () => {
    for (const classes of [2, 3, 7]) {
      const found = decisionFor(classes).decide(probabilities(40, classes));
      expect(found).toBeInstanceOf(Int32Array);
      expect(found).toHaveLength(40);
      expect(found.every((index) => index >= 0 && index < classes)).toBe(true);
    }
  });

  it('decides for the only class there is, and for no rows', () => {
    if (!FOR_SEVERAL.has(kind)) {
      expect(decisionFor(1).decide(probabilities(3, 1))).toEqual(new Int32Array(3));
    }
    expect(decisionFor(3).decide(probabilities(0, 3))).toEqual(new Int32Array(0));
  });

  it('decides each row by itself, ties too, whatever the order of the rows', () => {
    const P = probabilities(40, 4);
    const decision = decisionFor(4);
    const found = decision.decide(P);
    if (decision.needsAllRows) return;
    const order = Int32Array.from(found.keys()).sort((a, b) => ((a * 7) % 40) - ((b * 7) % 40));
    expect(decision.decide(rowsAt(P, order))).toEqual(order.map((row) => found[row]));
    for (const row of order) expect(decision.decide(rowsAt(P, [row]))[0]).toBe(found[row]);
  });

  it('says its rule in one line', () => {
    const rule = decisionFor(3).describe(labels(3));
    expect(rule).toMatch(/^\S.*[^.]$/);
  });

  it('does not change the probabilities', () => {
    const P = probabilities(10, 3);
    const before = P.data.slice();
    decisionFor(3).decide(P);
    expect(P.data).toEqual(before);
  });

  it('refuses a setting that it does not have', () => {
    const saved = { kind, ...SETTINGS.get(kind)?.(2), colour: 'red' };
    expect(() => reviveDecision(saved, labels(2))).toThrow(/colour/);
  });
});

it('have names of their own', () => {
  const names = decisionKinds.map(({ kind }) => kind);
  expect(new Set(names).size).toBe(names.length);
});

it('is refused when its kind is unknown or missing, with the kinds that are known', () => {
  for (const [saved, given] of [
    [{ kind: 'oracle' }, '"oracle"'],
    [{ kind: 'constructor' }, '"constructor"'],
    [{}, 'not named'],
    [null, 'not named'],
    ['argmax', 'not named'],
  ] as const) {
    const revive = () => reviveDecision(saved, ['a', 'b']);
    expect(revive).toThrow(InputError);
    expect(revive).toThrow(`the kind of its decision is ${given}; known kinds: "argmax", `);
  }
});

it('argmax takes the first of equals', () => {
  const data = Float32Array.of(0.4, 0.4, 0.2, 0.2, 0.4, 0.4, 0.2, 0.2, 0.6);
  expect(argmaxRows({ data, rows: 3, columns: 3 })).toEqual(Int32Array.of(0, 1, 2));
  expect(labelsOf(Int32Array.of(0, 1, 2, 0), ['x', 7, false])).toEqual(['x', 7, false, 'x']);
});
