import { describe, expect, it } from 'vitest';
import { RandomStream } from '../engine/random/random-stream.js';
import { tableFromColumns } from '../tables/preparation/table-from-columns.js';
import { compareClassifiers } from './comparison/compare-classifiers.js';
import { byClassifier } from './option-notices.js';
import { trainOnTable } from './train-on-table.js';

const random = new RandomStream(1, 'option notices');
const x = Array.from({ length: 60 }, () => random.normal());
const table = tableFromColumns([
  ['x', x],
  ['z', x.map(() => random.normal())],
  ['label', x.map((value, i) => (i % 3 === 0 ? 'c' : value + 0.5 * random.normal() > 0 ? 'a' : 'b'))],
]);
const quick = { target: 'label', calibration: 'none', decision: 'argmax' } as const;

/** Those about effects, in the result; they are also reported at once. */
async function noticesOf(
  classifier: string,
  classifierOptions: object,
  more: object = {},
): Promise<string[]> {
  const said: string[] = [];
  const { notices } = await trainOnTable(table, {
    ...{ ...quick, classifier: classifier as 'xgboost', classifierOptions },
    ...{ ...more, onNotice: (notice: string) => said.push(notice) },
  });
  expect(said).toEqual(notices);
  return notices.filter((notice) => / (has|have) .*effect/.test(notice));
}

describe('the notices of trainOnTable', () => {
  it('name options without effect, with the classes and the rows that choose an epoch', async () => {
    const trees = { nEstimators: 2 };
    expect(await noticesOf('xgboost', { ...trees, baseScore: 0.5, earlyStoppingRounds: 1 })).toEqual([]);
    expect(await noticesOf('xgboost', { ...trees, baseScore: 0.7 })).toEqual([
      expect.stringMatching(/^baseScore=0\.7 has no effect: it is for two classes/),
    ]);
    const net = { epochs: 1, hiddenSizes: [4] };
    expect(await noticesOf('mlp', { ...net, snapshots: 'both' })).toEqual([
      expect.stringMatching(
        /^snapshots=both has no effect: no rows choose an epoch.* validationFraction, such as/,
      ),
    ]);
    expect(await noticesOf('mlp', { ...net, snapshots: 'both', validationFraction: 0.2 })).toEqual([]);
    expect(await noticesOf('mlp', { ...net, refit: true }, { protocol: 'paper' })).toEqual([
      expect.stringMatching(/^refit=true has no effect: validation rows are given \(with protocol paper/),
    ]);
  });

  it('are not about options that a search chose', async () => {
    const net = { epochs: 1, without: ['mixup'] };
    expect(await noticesOf('qcl-mixnet', net, { tuning: { folds: 2 } })).toEqual([]);
    const grid = { mixupAlpha: [1, 2], intraWeight: [0.5] };
    expect(await noticesOf('qcl-mixnet', net, { tuning: { folds: 2, grid } })).toEqual([
      expect.stringMatching(/^mixupAlpha has no effect: without=mixup removes mixup/),
    ]);
  });

  it('are about all trials of a search', async () => {
    const tuning = { folds: 2, search: { method: 'random', trials: 6 } };
    const given = { nEstimators: 2, maxBin: 16, validationFraction: 0.4 };
    // Some trials have method=hist, which has bins.
    expect(await noticesOf('xgboost', given, { tuning })).toEqual([
      expect.stringMatching(/^validationFraction=0\.4 has no effect: .* early stopping/),
    ]);
    expect(await noticesOf('xgboost', { ...given, method: 'exact' }, { tuning })).toEqual([
      expect.stringMatching(/^maxBin=16 has no effect: only method=hist has bins/),
      expect.stringMatching(/^validationFraction=0\.4 has/),
    ]);
  });
});

it('a comparison names the classifiers', async () => {
  const { notices } = await compareClassifiers(table, {
    ...{ target: 'label', folds: 2, repeats: 1 },
    classifiers: [
      { name: 'gradient-boosting', options: { nEstimators: 2, tol: 0.1 } },
      { name: 'balanced-random-forest', options: { nEstimators: 2 } },
    ],
  });
  expect(notices.filter((notice) => notice.includes('effect'))).toEqual([
    expect.stringMatching(/^gradient-boosting: tol=0\.1 has no effect: .*; set nIterNoChange/),
  ]);
});

it('a notice of several classifiers has their names once', () => {
  expect(
    byClassifier([
      { name: 'mlp', notices: ['one', 'two'] },
      { name: 'gru', notices: ['one'] },
      { name: 'mlp', notices: ['one'] },
    ]),
  ).toEqual(['mlp and gru: one', 'mlp: two']);
});
