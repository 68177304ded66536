/**
 * Names and options of classifiers are typed: `tsc`, which the linting runs, fails if one of the errors expected here
 * is none any more. What does not compile is refused in JavaScript too.
 */
import { describe, expect, expectTypeOf, it } from 'vitest';
import { type ClassifierName, type ClassifierOptions, isClassifierName } from '../classifiers/names.js';
import type { XgboostOptions } from '../classifiers/tree-models/xgboost/options.js';
import { tableFromColumns } from '../tables/preparation/table-from-columns.js';
import { compareClassifiers } from './comparison/compare-classifiers.js';
import { trainOnTable } from './train-on-table.js';

const cells = Array.from({ length: 40 }, (_, row) => Math.sin(row) + (row < 20 ? 0 : 3));
const table = tableFromColumns([
  ['x', cells],
  ['y', cells.map((_, row) => (row < 20 ? 'a' : 'b'))],
]);

describe('the classifier of a training', () => {
  it('has a name of the registry', async () => {
    // @ts-expect-error no such name
    const training = trainOnTable(table, { target: 'y', classifier: 'xgbost' });
    await expect(training).rejects.toThrow(/no classifier "xgbost"\. Did you mean "xgboost"/);
  });

  it('takes its own options', async () => {
    const classifierOptions = { nEstimators: 3, maxDepth: 2 };
    const { model } = await trainOnTable(table, { target: 'y', classifier: 'xgboost', classifierOptions });
    expect(model.classifier.name).toBe('xgboost');
  });

  it('takes no options of another one', async () => {
    const training = trainOnTable(table, {
      target: 'y',
      classifier: 'xgboost',
      // @ts-expect-error an option of knn
      classifierOptions: { k: 3 },
    });
    await expect(training).rejects.toThrow(/xgboost has no option "k"/);
  });

  it('takes no value of another type', async () => {
    const training = trainOnTable(table, {
      target: 'y',
      classifier: 'knn',
      // @ts-expect-error a word instead of a number
      classifierOptions: { k: 'three' },
    });
    await expect(training).rejects.toThrow(/knn: k is "three"/);
  });

  it('is the default one without a name, with the options of that', async () => {
    // @ts-expect-error an option of knn
    const training = trainOnTable(table, { target: 'y', classifierOptions: { k: 3 } });
    await expect(training).rejects.toThrow(/auto has no option "k"/);
  });

  it('may be known at run time only', async () => {
    const text: string = ['decision', 'tree'].join('-');
    // @ts-expect-error any text
    const options: { classifier: ClassifierName } = { classifier: text };
    expect(options.classifier).toBe('decision-tree');
    if (!isClassifierName(text)) throw new Error('is one');
    const { model } = await trainOnTable(table, { target: 'y', classifier: text });
    expect(model.classifier.name).toBe(text);
    expectTypeOf<ClassifierOptions<'xgboost'>>().toEqualTypeOf<XgboostOptions>();
  });
});

describe('the classifiers of a comparison', () => {
  it('have names of the registry', async () => {
    // @ts-expect-error no such name
    const comparison = compareClassifiers(table, { target: 'y', classifiers: ['knn', 'xgbost'] });
    await expect(comparison).rejects.toThrow(/no classifier "xgbost"/);
  });

  it('take their own options', async () => {
    const { ranked } = await compareClassifiers(table, {
      target: 'y',
      classifiers: ['decision-tree', { name: 'knn', options: { k: 3 } }],
      folds: 2,
      repeats: 1,
    });
    expect(ranked.find(({ name }) => name === 'knn')?.options).toEqual({ k: 3 });
  });

  it('take neither options of another one nor a seed', async () => {
    const mixedUp = compareClassifiers(table, {
      target: 'y',
      // @ts-expect-error an option of knn
      classifiers: [{ name: 'decision-tree', options: { k: 3 } }],
    });
    await expect(mixedUp).rejects.toThrow(/decision-tree has no option "k"/);
    const seeded = compareClassifiers(table, {
      target: 'y',
      // @ts-expect-error the comparison seeds all of them
      classifiers: [{ name: 'decision-tree', options: { seed: 3 } }],
    });
    await expect(seeded).rejects.toThrow(/give the seed to the comparison/);
  });
});
