import { beforeAll, describe, expect, it } from 'vitest';
import { executorOf } from '../../test/support/executors.js';
import { InputError } from '../errors.js';
import { tableFromColumns } from '../tables/preparation/table-from-columns.js';
import { decideModel } from './decide-model.js';
import type { TableClassifier } from './table-classifier.js';
import { type Pipeline, withExecutor } from './with-executor.js';

const table = tableFromColumns([
  ['x', Array.from({ length: 40 }, (_, row) => Math.sin(row))],
  ['y', Array.from({ length: 40 }, (_, row) => (row % 3 === 0 ? 'yes' : 'no'))],
]);
const pipeline = withExecutor(executorOf(() => Promise.reject(new Error('a task ran'))));
let model: TableClassifier;

beforeAll(async () => {
  const quick = {
    target: 'y',
    classifier: 'decision-tree',
    calibration: 'none',
    decision: 'argmax',
  } as const;
  ({ model } = await pipeline.trainOnTable(table, quick));
});

const training = ['trainOnTable', 'trainInWorker'] as const;
const withTarget = [...training, 'compareClassifiers'] as const;
const all = [...withTarget, 'predictTable', 'evaluateTable', 'predictRows'] as const;
type Name = (typeof all)[number];

/** Calls the function with options of any type. */
async function call(name: Name, options: unknown, { on = table as unknown, defaults = {} } = {}) {
  const given = options === null || typeof options !== 'object' ? options : { ...defaults, ...options };
  const rows = [{ x: 1 }];
  const run = pipeline[name as keyof Pipeline] as (...args: unknown[]) => Promise<unknown>;
  if ((withTarget as readonly Name[]).includes(name)) return await run(on, given);
  return await run(model, name === 'predictRows' ? rows : on, given);
}

const each = <T>(names: readonly Name[], cases: readonly T[]) =>
  names.flatMap((name) => cases.map((one) => [name, one] as const));

describe('the options of a call', () => {
  it.each([
    ...each(training, [
      [{ test: 'test.csv' }, 'test is "test.csv": give a table, as readTable returns'],
      [{ classifierOptions: null }, 'classifierOptions is null: give an object of options'],
      [{ classifier: 3 }, 'classifier is 3: give a string'],
      [{ protocol: Symbol('x') }, 'protocol is Symbol(x): give a string'],
      [{ tuning: true }, 'tuning is true: give an object of options'],
    ] as const),
    ...each(withTarget, [
      [{ target: 3 }, 'target is 3: give the name of the column to predict'],
      [{ seed: Symbol() }, 'seed is Symbol(): give a number'],
      [{ seed: '7' }, 'seed is "7": give a number'],
      [{ signal: new AbortController() }, 'signal is an object: give an AbortSignal'],
      [{ signal: 1 }, 'signal is 1: give an AbortSignal'],
      [{ onNotice: 'log' }, 'onNotice is "log": give a function'],
      [{ overrides: { drop: 'x' } }, 'overrides is an object: give an object of lists of column names'],
      [
        { overrides: { ordinal: new Map([['x', 'S<M']]) } },
        'overrides is an object: give an object of lists of column names',
      ],
      [{ manyClasses: 1 }, 'manyClasses is 1: give true or false'],
      [{ positive: Symbol() }, 'positive is Symbol(): give a string'],
      [{ confidence: '1' }, 'confidence is "1": give a number'],
      [{ costTable: { text: ',a' } }, 'costTable is an object: give the text of a CSV file'],
      [{ calibration: null }, 'calibration is null: give a string'],
    ] as const),
    ...each(all, [
      [{ executor: 4 }, 'executor is 4: give an executor'],
      [{ executor: { run: 1 } }, 'executor is an object: give an executor'],
    ] as const),
    ...each(['compareClassifiers'], [
      [{ classifiers: 'knn' }, 'classifiers is "knn": give an array'],
      [{ classifiers: [null] }, 'classifiers is an array: give an array of names'],
      [{ classifiers: [{ name: 'knn', options: null }] }, 'classifiers is an array: give an array of names'],
      [{ metric: 1 }, 'metric is 1: give a string'],
    ] as const),
  ])('%s refuses a wrong type: %o', async (name, [options, message]) => {
    const outcome = call(name, options, {
      defaults: (withTarget as readonly Name[]).includes(name) ? { target: 'y' } : {},
    });
    await expect(outcome).rejects.toThrow(InputError);
    await expect(outcome).rejects.toThrow(`${name}: ${message}`);
  });

  it.each(each(withTarget, [undefined, null, {}] as const))(
    '%s needs a target: %o',
    async (name, options) => {
      await expect(call(name, options)).rejects.toThrow(`${name} needs the option target: the name of`);
    },
  );

  it.each(each(withTarget, ['y', ['y'], 5] as const))('%s needs an object', async (name, options) => {
    await expect(call(name, options)).rejects.toThrow(InputError);
  });

  it('checks the options of a search', async () => {
    const search = (tuning: unknown) => call('trainOnTable', { target: 'y', classifier: 'knn', tuning });
    await expect(search({ fold: 3 })).rejects.toThrow('tuning has no option "fold". Did you mean "folds"?');
    await expect(search({ folds: '3' })).rejects.toThrow('tuning: folds is "3": give a number');
    await expect(search({ grid: [3] })).rejects.toThrow('tuning: grid is an array: give an object of lists');
    await expect(search({ grid: { k: undefined } })).rejects.toThrow(
      'the grid: "k" is undefined, not a list',
    );
    await expect(search({ grid: { k: 3 } })).rejects.toThrow('the grid: "k" is 3, not a list');
  });

  it.each([{ decision: 3 }, { costs: [[0, 1]] }, { prior: { yes: 0.1 } }, { seed: '1' }, { decison: 'f1' }])(
    'decideModel refuses %j',
    (options) => {
      expect(() => decideModel(model, options as never)).toThrow(InputError);
      expect(() => decideModel(model, options as never)).toThrow(/^decideModel(: | has no option)/);
    },
  );
});

describe('the table of a call', () => {
  it.each(each([...withTarget, 'predictTable', 'evaluateTable'], [undefined, null, 5, {}] as const))(
    '%s refuses %o',
    async (name, on) => {
      const options = (withTarget as readonly Name[]).includes(name) ? { target: 'y' } : {};
      await expect(call(name, options, { on: on ?? null })).rejects.toThrow(
        `${name} needs a table, as readTable returns, but got`,
      );
    },
  );

  it('suggests to await a promise', async () => {
    const outcome = call('trainInWorker', { target: 'y' }, { on: Promise.resolve(table) });
    await expect(outcome).rejects.toThrow('but got a promise: await it');
  });
});
