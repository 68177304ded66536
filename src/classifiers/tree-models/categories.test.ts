/** Columns of categories in all classifiers of trees. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asVersion1, savedArrays } from '../../../test/support/saved-ensemble.js';
import { RandomStream } from '../../engine/random/random-stream.js';
import { InputError } from '../../errors.js';
import type { FeatureMatrix } from '../../matrix.js';
import type { ModelTensor } from '../contract/classifier.js';
import type { ClassifierEntry } from '../contract/classifier-entry.js';
import { balancedRandomForest } from './balanced-random-forest/balanced-random-forest.js';
import { boosting } from './boosting/boosting.js';
import { decisionTree } from './decision-tree/decision-tree.js';
import { gradientBoosting } from './gradient-boosting/gradient-boosting.js';
import { randomForest } from './random-forest/random-forest.js';
import { xgboost } from './xgboost/xgboost.js';

const FEW = { nEstimators: 8 };
const MODELS: readonly (readonly [string, ClassifierEntry, Record<string, unknown>])[] = [
  ['xgboost', xgboost as ClassifierEntry, { ...FEW, maxDepth: 4 }],
  ['xgboost exact', xgboost as ClassifierEntry, { ...FEW, method: 'exact', gamma: 0.5 }],
  ['boosting', boosting as ClassifierEntry, { ...FEW, learningRate: 0.3, maxDepth: 4 }],
  ['gradient-boosting', gradientBoosting as ClassifierEntry, { ...FEW, minSamplesLeaf: 2 }],
  ['random-forest', randomForest as ClassifierEntry, FEW],
  [
    'random-forest exact entropy',
    randomForest as ClassifierEntry,
    { ...FEW, method: 'exact', criterion: 'entropy' },
  ],
  ['balanced-random-forest', balancedRandomForest as ClassifierEntry, FEW],
  ['decision-tree', decisionTree as ClassifierEntry, { minSamplesLeaf: 3 }],
];

// Few levels occur of each column, or it would be encoded; of the last they are spread over many.
const LEVELS = [6, 14, 400];
const STRIDE = 29;

/** The class depends on levels of the first two columns of categories; a column of numbers lies between. */
function table(rows: number, seed: number, classes = 2) {
  const random = new RandomStream(seed, 'table');
  const codes = Array.from({ length: rows }, () =>
    LEVELS.map((levels) => {
      const stride = levels > 255 ? STRIDE : 1;
      return stride * Math.floor((levels / stride) * random.uniform() ** 1.5);
    }),
  );
  const numbers = Float64Array.from({ length: rows }, () => random.integer(50));
  const y = codes.map(([a, b]) => {
    const level = (a * 7) % 5 < 2 || b % 4 === 1 ? 1 : 0;
    return random.uniform() < 0.1 ? random.integer(classes) : classes > 2 && a === 0 ? 2 : level;
  });
  return { codes, numbers, y: y.map((c) => `class ${c}`) };
}

function matrix({ codes, numbers }: ReturnType<typeof table>, of = (_column: number, code: number) => code) {
  const data = Float64Array.from(
    codes.flatMap(([a, b, c], row) => [of(0, a), of(1, b), numbers[row], of(2, c)]),
  );
  return { data, rows: codes.length, columns: 4, categories: [LEVELS[0], LEVELS[1], null, LEVELS[2]] };
}

const fit = (entry: ClassifierEntry, options: Record<string, unknown>, X: FeatureMatrix, y: string[]) =>
  entry.create(options).fit(X, y, { validation: 'none' });

describe.each(MODELS)('%s', (_, entry, options) => {
  it('declares that it splits categories', () => expect(entry.categories).toBe('split'));

  it.each([2, 3])('predicts the same, saved and loaded, with %d classes', async (classes) => {
    const known = table(300, 1, classes);
    const others = matrix(table(100, 2, classes));
    const model = await fit(entry, options, matrix(known), known.y);
    const json = JSON.parse(JSON.stringify(model.toJSON()));
    const loaded = await entry.load(json, model.tensors());
    expect(await loaded.predictProba(others)).toEqual(await model.predictProba(others));
    expect(savedArrays(model as Parameters<typeof savedArrays>[0]).sets.length).toBeGreaterThan(0);
    // Trees know the columns of categories, a matrix to predict need not say which they are.
    const { categories, ...plain } = others;
    expect(await model.predictProba(plain)).toEqual(await model.predictProba(others));
  });

  it('learns sets of levels that no order of the codes separates', async () => {
    const known = table(900, 3);
    const model = await fit(entry, options, matrix(known), known.y);
    const other = table(500, 4);
    const predicted = await model.predict(matrix(other));
    const right = predicted.filter((label, row) => label === other.y[row]).length;
    expect(right / 500).toBeGreaterThan(0.8);
  });

  it('predicts the same whatever the codes of the levels are', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 1000 }), async (seed) => {
        const known = table(250, seed);
        const random = new RandomStream(seed, 'codes');
        // Of more than 255 levels, rare ones are pooled, of equally rare ones by their codes: these keep theirs.
        const orders = LEVELS.map((levels) =>
          levels > 255 ? Int32Array.from({ length: levels }, (_, code) => code) : random.permutation(levels),
        );
        const relabelled = (column: number, code: number) => orders[column][code];
        const others = table(60, seed + 1);
        const one = await fit(entry, options, matrix(known), known.y);
        const two = await fit(entry, options, matrix(known, relabelled), known.y);
        expect(await two.predictProba(matrix(others, relabelled))).toEqual(
          await one.predictProba(matrix(others)),
        );
      }),
      { numRuns: 8, seed: 1 },
    );
  });

  it('prefers a column of signal to one of 200 levels of noise', async () => {
    const random = new RandomStream(5, 'noise');
    const rows = 1000;
    const data = new Float64Array(2 * rows);
    const y: string[] = [];
    for (let row = 0; row < rows; row++) {
      data[2 * row] = random.integer(200);
      data[2 * row + 1] = random.integer(10);
      y.push(random.uniform() < (data[2 * row + 1] < 5 ? 0.15 : 0.5) ? 'yes' : 'no');
    }
    const X = { data, rows, columns: 2, categories: [200, null] };
    const model = await fit(entry, { ...options, maxDepth: 1, ...all(options) }, X, y);
    const [ofNoise, ofSignal] = (model as unknown as { importances(): Float32Array }).importances();
    expect(ofNoise).toBeLessThan(0.1 * ofSignal);
  });

  it.each<[string, string, (values: ModelTensor['data']) => void]>([
    ['thresholds of a column of categories', 'trees.columns', (values) => values.fill(1, 1, 2)],
    ['a number of thresholds of a set', 'trees.columns', (values) => values.fill(1, 2, 3)],
    ['negative levels', 'trees.levels', (values) => values.fill(-3)],
    ['more levels than groups', 'trees.levels', (values) => values.fill(2 ** 31 - 1)],
    ['a group that does not exist', 'trees.groups', (values) => values.fill(255)],
    ['a negative group', 'trees.groups', (values) => values.fill(-1)],
  ])('refuses %s in a saved model', async (_, array, damage) => {
    const known = table(300, 1);
    const model = await fit(entry, options, matrix(known), known.y);
    const tensors = copied(model.tensors());
    damage((tensors.get(array) as ModelTensor).data);
    await expect(entry.load(model.toJSON(), tensors)).rejects.toThrow(InputError);
  });

  it.each(['trees.nodes', 'trees.levels', 'trees.groups'])(
    'refuses a saved model without %s',
    async (array) => {
      const known = table(300, 1);
      const model = await fit(entry, options, matrix(known), known.y);
      const tensors = copied(model.tensors());
      tensors.delete(array);
      const json = model.toJSON() as { arrays: { name: string }[] };
      const arrays = json.arrays.filter(({ name }) => name !== array);
      await expect(entry.load({ ...json, arrays }, tensors)).rejects.toThrow(InputError);
    },
  );

  it.each<[string, (values: Int32Array | Float32Array | Float64Array) => unknown]>([
    ['beyond the last', (values) => values.fill(1e6)],
    ['before the first', (values) => values.fill(-1)],
    ['at a fraction', (values) => values.fill(0.5)],
  ])('reads a model of version 1, and refuses one whose sets begin %s', async (_, damage) => {
    const known = table(300, 1);
    const model = await fit(entry, options, matrix(known), known.y);
    const { json, tensors } = asVersion1(model as Parameters<typeof asVersion1>[0]);
    const loaded = await entry.load(json, tensors);
    const X = matrix(table(100, 2));
    expect(await loaded.predictProba(X)).toEqual(await model.predictProba(X));
    const saved = model.tensors();
    for (const array of ['leaves.cover', 'leaves.cover_indices']) saved.delete(array);
    expect(loaded.tensors()).toEqual(saved);
    const damaged = copied(tensors);
    damage(damaged.get('trees.threshold')?.data as Float64Array);
    await expect(entry.load(json, damaged)).rejects.toThrow(InputError);
  });

  it('refuses codes that are no levels in training', async () => {
    const known = table(50, 1);
    const X = matrix(known);
    X.data[1] = 14;
    await expect(fit(entry, options, X, known.y)).rejects.toThrow(/row 0, column 1.*integers from 0 to 13/);
  });

  it('saves no arrays of categories for a table of numbers', async () => {
    const known = table(100, 1);
    const { categories, ...plain } = matrix(known);
    const model = await fit(entry, options, plain, known.y);
    const none = { ...plain, categories: [null, null, null, null] };
    const same = await fit(entry, options, none, known.y);
    expect([...model.tensors().keys()].filter((name) => /sets|levels|groups/.test(name))).toEqual([]);
    expect(same.tensors()).toEqual(model.tensors());
  });
});

/** Lets a forest choose between all columns at every node. */
function all(options: Record<string, unknown>) {
  return 'maxDepth' in options || 'gamma' in options ? {} : { maxFeatures: 'all' };
}

function copied(tensors: Map<string, ModelTensor>): Map<string, ModelTensor> {
  return new Map(
    [...tensors].map(([name, tensor]) => [name, { ...tensor, data: tensor.data.slice() } as ModelTensor]),
  );
}
