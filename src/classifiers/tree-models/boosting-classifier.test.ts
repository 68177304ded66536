/** What boosting does beyond the contract of all classifiers: early stopping, margins, importances, missing values. */
import { describe, expect, it } from 'vitest';
import { blobs, pickRows } from '../../../test/support/labelled-rows.js';
import { RandomStream } from '../../engine/random/random-stream.js';
import { InputError } from '../../errors.js';
import type { Matrix } from '../../matrix.js';
import { Boosting } from './boosting/boosting.js';
import { GradientBoosting } from './gradient-boosting/gradient-boosting.js';
import { Xgboost } from './xgboost/xgboost.js';

interface History {
  readonly loss: number[];
  readonly validationLoss: number[];
}

const historyOf = (classifier: Xgboost | GradientBoosting | Boosting) =>
  (classifier.toJSON().model as { history: History }).history;

/** Columns of noise with a class that depends on the first one most of the time. */
function noisy(rows: number, classes: number, seed = 1): { X: Matrix; y: number[] } {
  const random = new RandomStream(seed, 'noisy');
  const data = Float32Array.from({ length: rows * 4 }, () => random.normal());
  const y = Array.from({ length: rows }, (_, row) => {
    const level = Math.min(classes - 1, Math.max(0, Math.floor(data[4 * row] + classes / 2)));
    return random.uniform() < 0.4 ? random.integer(classes) : level;
  });
  return { X: { data, rows, columns: 4 }, y };
}

async function meanLoss(
  classifier: Xgboost | GradientBoosting | Boosting,
  X: Matrix,
  y: number[],
): Promise<number> {
  const { data, columns } = await classifier.predictProba(X);
  const column = (label: number) => classifier.classes.indexOf(label);
  return y.reduce((sum, label, row) => sum - Math.log(data[row * columns + column(label)]), 0) / y.length;
}

const create = [
  ['xgboost', (options = {}) => new Xgboost({ nEstimators: 20, ...options })],
  ['gradient-boosting', (options = {}) => new GradientBoosting({ nEstimators: 20, ...options })],
  ['boosting', (options = {}) => new Boosting({ nEstimators: 20, learningRate: 0.3, ...options })],
] as const;

/** The option that stops early. */
const STOPPING = {
  xgboost: 'earlyStoppingRounds',
  'gradient-boosting': 'nIterNoChange',
  boosting: 'earlyStoppingRounds',
};
/** The values of the option `method`, if there is one. */
const METHODS = { xgboost: ['hist', 'exact'], 'gradient-boosting': ['hist', 'exact'], boosting: [undefined] };

describe.each(create)('%s', (name, make) => {
  it.each([
    ['two classes', 2, {}],
    ['three classes', 3, {}],
    ['drawn rows', 3, { subsample: 0.6 }],
    ...METHODS[name].map((method) => [`method ${method}`, 3, method && { method }] as const),
  ] as const)('keeps the margins that its trees predict: %s', async (_, classes, options) => {
    const { X, y } = noisy(300, classes);
    const validation = noisy(100, classes, 2);
    const classifier = await make(options).fit(X, y, { validation });
    const { loss, validationLoss } = historyOf(classifier);
    expect(loss.length).toBe(20);
    expect(await meanLoss(classifier, X, y)).toBeCloseTo(loss[19], 5);
    expect(await meanLoss(classifier, validation.X, validation.y)).toBeCloseTo(validationLoss[19], 5);
  });

  it('stops early by the weighted loss: a row of weight n is as good as n rows', async () => {
    const { X, y } = noisy(300, 3);
    const given = noisy(60, 3, 2);
    const sampleWeight = given.y.map((label) => (label === 0 ? 5 : 1));
    const many = sampleWeight.flatMap((weight, row) => new Array<number>(weight).fill(row));
    const repeated = { X: pickRows(given.X, many), y: many.map((row) => given.y[row]) };
    const stopping = { nEstimators: 60, [STOPPING[name]]: 2 };
    const weighted = await make(stopping).fit(X, y, { validation: { ...given, sampleWeight } });
    const expected = historyOf(await make(stopping).fit(X, y, { validation: repeated })).validationLoss;
    const { validationLoss } = historyOf(weighted);
    expect(validationLoss).toHaveLength(expected.length);
    validationLoss.forEach((loss, i) => {
      expect(loss).toBeCloseTo(expected[i], 9);
    });
    const alike = historyOf(await make(stopping).fit(X, y, { validation: given })).validationLoss;
    expect(validationLoss[0]).not.toBeCloseTo(alike[0], 4);
  });

  it('draws rows and columns by the seed', async () => {
    const { X, y } = noisy(200, 2);
    const few = {
      xgboost: { colsampleByNode: 0.3 },
      'gradient-boosting': { maxFeatures: 1 },
      boosting: { colsample: 0.3 },
    };
    for (const method of METHODS[name]) {
      const losses = async (options: object) =>
        historyOf(await make({ ...(method && { method }), ...options }).fit(X, y)).loss.join();
      const drawn = { ...few[name], subsample: 0.5 };
      expect(await losses({ ...drawn, seed: 1 })).toBe(await losses({ ...drawn, seed: 1 }));
      expect(await losses({ ...drawn, seed: 1 })).not.toBe(await losses({ ...drawn, seed: 2 }));
      expect(await losses(few[name])).not.toBe(await losses({}));
    }
  });

  it('finds the column that matters, and keeps that through saving', async () => {
    const { X, y } = noisy(300, 2);
    const classifier = await make({ maxDepth: 2 }).fit(X, y);
    const importances = classifier.importances();
    expect(importances.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 5);
    expect(importances[0]).toBeGreaterThan(0.4);
    const Class = classifier.constructor as unknown as typeof Xgboost;
    const loaded = await Class.load(JSON.parse(JSON.stringify(classifier.toJSON())), classifier.tensors());
    expect(loaded.importances()).toEqual(importances);
    expect(loaded.rounds).toBe(20);
  });

  it('has no importances where nothing can be split', async () => {
    const { X, y } = noisy(40, 2);
    const classifier = await make().fit({ ...X, data: X.data.map(() => 1) }, y);
    expect(classifier.importances()).toEqual(new Float32Array(4));
  });

  it.skipIf(name === 'boosting')('holds exact splits and bins of single values to be the same', async () => {
    const { X, y } = noisy(200, 3);
    const table = { ...X, data: X.data.map((value) => Math.round(4 * value)) };
    const tensors = async (method: string) => [...(await make({ method }).fit(table, y)).tensors()];
    expect(await tensors('hist')).toEqual(await tensors('exact'));
  });
});

describe('early stopping', () => {
  it('xgboost keeps the rounds up to the lowest validation loss', async () => {
    const { X, y } = noisy(300, 2);
    const classifier = new Xgboost({ nEstimators: 200, earlyStoppingRounds: 5 });
    await classifier.fit(X, y);
    const { validationLoss } = historyOf(classifier);
    const best = validationLoss.indexOf(Math.min(...validationLoss)) + 1;
    expect(classifier.rounds).toBe(best);
    expect(validationLoss.length).toBe(best + 5);
  });

  it('gradient boosting keeps all rounds until the loss stands still', async () => {
    const { X, y } = noisy(300, 3);
    const validation = noisy(100, 3, 2);
    const classifier = new GradientBoosting({ nEstimators: 300, nIterNoChange: 4 });
    await classifier.fit(X, y, { validation });
    const { validationLoss } = historyOf(classifier);
    expect(classifier.rounds).toBe(validationLoss.length);
    expect(classifier.rounds).toBeLessThan(300);
    expect(await meanLoss(classifier, validation.X, validation.y)).toBeCloseTo(validationLoss.at(-1)!, 5);
  });

  it('learns all rounds where no rows can be held back', async () => {
    const { X, y } = noisy(2, 2);
    const classifier = new Xgboost({ nEstimators: 7, earlyStoppingRounds: 2 });
    await classifier.fit(X, [y[0], 1 - y[0]]);
    expect(classifier.rounds).toBe(7);
  });

  it('says that it needs validation rows', async () => {
    const { X, y } = noisy(40, 2);
    const classifier = new Xgboost({ earlyStoppingRounds: 5, validationFraction: 0 });
    const error = await classifier.fit(X, y).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(InputError);
    expect((error as Error).message).toMatch(/earlyStoppingRounds.*validationFraction/);
    const withoutRows = new Xgboost({ earlyStoppingRounds: 5 }).fit(X, y, { validation: 'none' });
    await expect(withoutRows).rejects.toThrow(
      /earlyStoppingRounds needs validation rows.*validation: 'none'/,
    );
  });
});

describe('missing values', () => {
  it('go where they belong, also at the first prediction of one', async () => {
    const { X, y } = blobs([60, 60], [0, 1], 3);
    const data = X.data.slice();
    y.forEach((label, row) => {
      if (label === 1) data.fill(Number.NaN, row * 3, row * 3 + 3);
    });
    for (const method of ['hist', 'exact'] as const) {
      const classifier = await new Xgboost({ method, nEstimators: 5 }).fit({ ...X, data }, y);
      expect(await classifier.predict({ ...X, data })).toEqual(y);
      const dense = await new Xgboost({ method, nEstimators: 5 }).fit(X, y);
      const all = { data: new Float32Array(3).fill(Number.NaN), rows: 1, columns: 3 };
      expect((await dense.predictProba(all)).data.every(Number.isFinite)).toBe(true);
    }
  });
});
