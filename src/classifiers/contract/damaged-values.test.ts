/** Saved models whose values are finite one by one, and which would still predict NaN, or load for ever. */
import { describe, expect, it } from 'vitest';
import { knownOptions } from '../../../test/support/known-options.js';
import { blobs } from '../../../test/support/labelled-rows.js';
import { InputError } from '../../errors.js';
import type { ModelTensor } from '../../modelfile/tensor.js';
import { classifiers } from '../registry.js';
import type { Classifier } from './classifier.js';

interface Saved {
  // biome-ignore lint/suspicious/noExplicitAny: the tests reach into it to damage it.
  readonly json: any;
  readonly tensors: Map<string, ModelTensor>;
}

const table = blobs([30, 25, 20], ['a', 'b', 'c']);
const fitted = new Map<string, Promise<Classifier>>();

/** Copies of what a small model of the classifier saves; fitted once for the same options. */
async function saved(name: string, options: Record<string, unknown>): Promise<Saved> {
  const entry = classifiers.find((each) => each.name === name)!;
  const key = JSON.stringify([name, options]);
  if (!fitted.has(key)) {
    fitted.set(
      key,
      entry.create(knownOptions(entry, { epochs: 2, nEstimators: 4, ...options })).fit(table.X, table.y),
    );
  }
  const classifier = await fitted.get(key)!;
  const tensors = [...classifier.tensors()].map(
    ([array, { dtype, shape, data }]) => [array, { dtype, shape, data: data.slice() }] as const,
  );
  return { json: structuredClone(classifier.toJSON()), tensors: new Map(tensors) };
}

const data = ({ tensors }: Saved, name: string) => tensors.get(name)!.data;
const fill = (name: string, value: number) => (model: Saved) => data(model, name).fill(value);
const set = (name: string, at: number, value: number) => (model: Saved) =>
  data(model, name).fill(value, at, at + 1);
const member =
  (fields: Record<string, unknown>) =>
  ({ json }: Saved) => {
    Object.assign(json.model.members[0], fields);
  };
const SMALL_AUTO = { candidates: ['logistic-regression', 'knn', 'qcl-ensemble on quantiles'] };

describe('is refused when it is loaded', () => {
  it.each<[string, Record<string, unknown>, string, (model: Saved) => unknown, RegExp]>([
    ['xgboost', {}, 'leaves that sum to infinity', fill('leaves.value', 3e38), /leaves add up to margins of/],
    ['gradient-boosting', {}, 'leaves that sum to minus infinity', fill('leaves.value', -3e38), /margins/],
    ['xgboost', {}, 'infinite first margins', ({ json }) => json.model.initial.fill(1e39), /margins of/],
    [
      'xgboost',
      {},
      'more nodes than bits',
      ({ json }) => (json.model.nodes = 2 ** 31),
      /too few for 2147483648/,
    ],
    [
      'xgboost',
      {},
      'one node too many',
      ({ json }) => json.model.nodes++,
      /more nodes than those of 12 trees/,
    ],
    ['xgboost', {}, 'one node too few', ({ json }) => json.model.nodes--, /the nodes end in tree 11 of 12/],
    ['xgboost', {}, 'one leaf too many', ({ json }) => json.model.leaves++, /there are \d+ leaves, not/],
    [
      'xgboost',
      {},
      'more trees than nodes',
      ({ json }) => (json.model.rounds = 1e9),
      /too few for 3000000000 trees/,
    ],
    [
      'random-forest',
      {},
      'nodes that are all leaves',
      fill('trees.nodes', 0),
      /more nodes than those of 4 trees/,
    ],
    ['random-forest', {}, 'nodes that are all splits', fill('trees.nodes', 255), /has threshold|on column/],
    [
      'random-forest',
      {},
      'a column that X does not have',
      set('trees.columns', 6, 3),
      /ascending ones below 3/,
    ],
    ['random-forest', {}, 'columns twice', set('trees.columns', 3, 0), /ascending ones below 3/],
    [
      'random-forest',
      {},
      'a column without thresholds',
      set('trees.columns', 2, 0),
      /column 0 has 0 thresholds/,
    ],
    [
      'random-forest',
      {},
      'thresholds beyond the last',
      set('trees.columns', 2, 1e9),
      /has 1000000000 thresholds/,
    ],
    ['random-forest', {}, 'sets of a column of numbers', set('trees.columns', 1, 0), /splits of kind 0/],
    ['random-forest', {}, 'a split of no kind', set('trees.columns', 1, 7), /splits of kind 7/],
    [
      'random-forest',
      {},
      'thresholds in disorder',
      set('trees.thresholds', 0, 1e9),
      /column 0 are not ascending/,
    ],
    [
      'random-forest',
      {},
      'shares of a leaf that do not sum to 1',
      set('leaves.shares', 0, 0.25),
      /leaf \d+ sum to|not ascending/,
    ],
    ['random-forest', {}, 'a share of no size', ({ json }) => json.model.shares--, /more than \d+ shares/],
    ['random-forest', {}, 'fewer shares', ({ json }) => json.model.shares++, /shares, not/],
    [
      'random-forest',
      {},
      'shares without end',
      ({ json }) => (json.model.shares = 1e12),
      /1000000000000 shares/,
    ],
    [
      'random-forest',
      {},
      'distributions without end',
      ({ json }) => (json.model.distributions = 1e9),
      /1000000000 distributions/,
    ],
    [
      'random-forest',
      {},
      'one distribution too many',
      ({ json }) => json.model.distributions++,
      /distribution/,
    ],
    [
      'random-forest',
      {},
      'unpacked leaves',
      ({ json }) => delete json.model.distributions,
      /leaves.begin.*missing/,
    ],
    [
      'decision-tree',
      {},
      'an importance that is no share',
      set('importances', 0, 7),
      /importances has 7 at 0/,
    ],
    [
      'logistic-regression',
      {},
      'coefficients whose products overflow',
      fill('coefficients', 1e300),
      /1e\+300/,
    ],
    ['logistic-regression', {}, 'intercepts that overflow', fill('intercepts', -1e300), /intercepts has/],
    ['knn', {}, 'factors that sum to infinity', fill('factors', 1e308), /factors has 1e\+308 at 0/],
    ['svm-smote', {}, 'coefficients that overflow', fill('coefficients', 1e308), /coefficients has/],
    ['svm-smote', {}, 'means beyond 32 bits', fill('mean', 1e39), /mean has/],
    [
      'svm-smote',
      {},
      'a kernel without width',
      ({ json }) => {
        json.model.kernel.gamma = 1e308;
      },
      /gamma/,
    ],
    [
      'mlp',
      { hiddenSizes: [4] },
      'a weight that no training reaches',
      set('out.weight', 1, 3e38),
      /out\.weight has 3\.[0-9]+e\+38 at 1/,
    ],
    [
      'mlp',
      { hiddenSizes: [4] },
      'weights whose products overflow',
      (model) => {
        for (const name of ['fc1.weight', 'bn1.weight', 'out.weight']) fill(name, 1e12)(model);
        fill('bn1.running_var', 0)(model);
      },
      /values overflow: the probabilities of a row whose values are all -?10 are/,
    ],
    [
      'mlp',
      { hiddenSizes: [4] },
      'a negative variance',
      set('bn1.running_var', 0, -1),
      /running_var has -1 at 0/,
    ],
    [
      'qcl-mixnet',
      { folded: true },
      'folded weights that no training reaches',
      (model) => {
        for (const [name] of model.tensors) if (name.endsWith('.weight')) fill(name, 1e30)(model);
      },
      /weight has 1\.\d+e\+30 at 0/,
    ],
    [
      'qcl-mixnet',
      { snapshots: 'both' },
      'a weight of the last epoch that no training reaches',
      set('last.fc3.weight', 0, -3e38),
      /last\.fc3\.weight has/,
    ],
    ['gcn', { width: 4 }, 'kept rows that overflow', fill('kept_rows', 3e38), /overflow/],
    [
      'gcn',
      { width: 4 },
      'more kept rows than can be',
      (model) => {
        const shape = [10_000, 3];
        model.tensors.set('kept_rows', { dtype: 'F32', shape, data: new Float32Array(30_000) });
        model.json.arrays.find(({ name }: { name: string }) => name === 'kept_rows').shape = shape;
      },
      /keeps 10000 rows/,
    ],
    [
      'resnet',
      { width: 4, blocks: 1 },
      'options of a network too large for memory',
      ({ json }) => {
        Object.assign(json.options, { width: 4096, blocks: 64 });
      },
      /in\.weight has shape 4x3, not 4096x3/,
    ],
    ['auto', SMALL_AUTO, 'a correction without bound', member({ correction: 1e6 }), /correction/],
    ['auto', SMALL_AUTO, 'weights that sum to infinity', member({ weight: 1e308 }), /weight/],
    ['auto', SMALL_AUTO, 'weights that vanish', member({ weight: 5e-324 }), /weight/],
    [
      'auto',
      SMALL_AUTO,
      'frequencies of no rows',
      ({ json }) => {
        json.model.frequencies = json.classes.map(() => 1e-300);
        for (const member of json.model.members)
          Object.assign(member, { calibration: undefined, correction: 0.5 });
      },
      /frequencies/,
    ],
    [
      'auto',
      SMALL_AUTO,
      'a calibration that does not exist',
      ({ json }) => Object.assign(json.model.members[0], { calibration: { kind: 'magic' } }),
      /member 0.*calibration/,
    ],
    [
      'auto',
      SMALL_AUTO,
      'a member of other columns',
      ({ json }) => {
        json.model.members[0].state.columns = 9;
      },
      /9 columns/,
    ],
    [
      'auto',
      SMALL_AUTO,
      'members without end',
      ({ json }) => {
        json.model.members = new Array(3000).fill(json.model.members[0]);
      },
      /members/,
    ],
    [
      'qcl-ensemble',
      {},
      'quantiles that fall',
      (model) => data(model, 'quantiles').reverse(),
      /quantiles of column 0 are not ascending/,
    ],
    [
      'qcl-ensemble',
      {},
      'classes of a member in another order',
      ({ json }) => {
        json.model.members[0].state.classes.reverse();
      },
      /not ascending class indices/,
    ],
    [
      'qcl-ensemble',
      {},
      'out-of-fold predictions that are not probabilities',
      set('out_of_fold.probabilities', 0, 2),
      /row 0/,
    ],
    [
      'knn',
      {},
      'an array listed again and again',
      ({ json }) => json.arrays.push(json.arrays[0]),
      /listed twice/,
    ],
  ])('%s %j: %s', async (name, options, _, damage, message) => {
    const { json, tensors } = await saved(name, options);
    damage({ json, tensors });
    const entry = classifiers.find((each) => each.name === name)!;
    const error = await entry.load(json, tensors).then(
      () => new Error('loaded'),
      (reason: unknown) => reason as Error,
    );
    expect(error).toBeInstanceOf(InputError);
    expect(error.message).toMatch(message);
    expect(error.message.length).toBeLessThan(3000);
  });
});

describe('a row too far from the training rows', () => {
  const far = new Float32Array(2 * 3).fill(3e38, 3);

  it.each(['mlp', 'resnet', 'qcl-mixnet'])('is refused by name, not predicted as NaN: %s', async (name) => {
    const { json, tensors } = await saved(name, {});
    const classifier = await classifiers.find((each) => each.name === name)!.load(json, tensors);
    const X = { data: far, rows: 2, columns: 3 };
    for (const asked of [classifier.predictProba(X), classifier.predict(X)]) {
      await expect(asked).rejects.toThrow(InputError);
      await expect(asked).rejects.toThrow(/^row 1 of X cannot be predicted .*NaN/);
    }
  });

  it.each(['xgboost', 'random-forest', 'logistic-regression', 'knn'])('is predicted: %s', async (name) => {
    const { json, tensors } = await saved(name, {});
    const classifier = await classifiers.find((each) => each.name === name)!.load(json, tensors);
    const { data: P } = await classifier.predictProba({ data: far, rows: 2, columns: 3 });
    for (const row of [P.subarray(0, 3), P.subarray(3)]) {
      expect(row.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 6);
    }
  });
});
