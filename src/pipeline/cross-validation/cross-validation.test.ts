import { describe, expect, it } from 'vitest';
import { executorOf } from '../../../test/support/executors.js';
import type { Label } from '../../matrix.js';
import { tableFromColumns } from '../../tables/preparation/table-from-columns.js';
import { placesOfFold } from '../../tables/split/folds-of-rows.js';
import { type FoldFit, FoldFitter, type FoldOutcome, type FoldWork } from './fold-fit.js';
import { poolPredictions } from './pooled-predictions.js';
import { runFolds } from './run-folds.js';

const labels = Array.from({ length: 30 }, (_, i) => (i === 0 ? 'lone' : Math.sin(7 * i) > 0 ? 'up' : 'down'));
const foldOf = Int32Array.from(labels.keys(), (i) => i % 3);
const work: FoldWork = {
  table: tableFromColumns([
    ['x', labels.map((_, i) => Math.sin(7 * i))],
    ['label', labels],
  ]),
  target: 'label',
  rows: Int32Array.from(labels.keys()),
  labels,
  foldsOfRows: [foldOf],
};
const fit: FoldFit = { classifier: 'decision-tree', options: { seed: 1 }, repeat: 0, fold: 0 };

describe('FoldFitter', () => {
  it('predicts the rows of the fold in their order, for the classes of the other folds', async () => {
    const outcome = await new FoldFitter(work).run(fit);
    if ('failure' in outcome) throw new Error(outcome.failure);
    // The lone row is in no other fold, so nothing can know its class.
    expect(outcome.classes).toEqual(['down', 'up']);
    const { test } = placesOfFold({ ofRow: foldOf }, 0);
    const ofTruth = Array.from(test, (place, row) => {
      const column = outcome.classes.indexOf(labels[place]);
      return column < 0 ? undefined : outcome.probabilities[2 * row + column];
    });
    expect(ofTruth).toEqual([undefined, 1, 1, 1, 1, 1, 1, 1, 1, 1]);
  });

  it('keeps missing cells for the classifiers that take them, whoever came before', async () => {
    const holes = labels.map((_, i) => (i % 4 === 1 ? null : Math.sin(7 * i)));
    const table = tableFromColumns([
      ['x', holes],
      ['z', labels.map((_, i) => Math.cos(11 * i))],
      ['label', labels],
    ]);
    const withHoles = { ...work, table };
    const alone = await new FoldFitter(withHoles).run(fit);
    const shared = new FoldFitter(withHoles);
    await shared.run({ ...fit, classifier: 'knn', options: {} });
    expect(await shared.run(fit)).toEqual({ ...alone, seconds: expect.any(Number) });
  });
});

describe('poolPredictions', () => {
  it('puts the predictions of the folds in the order of the labels, without those of failed folds', () => {
    const predictions = (classes: Label[], ...probabilities: number[]) => ({
      classes,
      probabilities: Float32Array.from(probabilities),
      seconds: 0,
    });
    const pooled = poolPredictions(
      [predictions(['a', 'b'], 0.25, 0.75, 1, 0), undefined, predictions(['b'], 1)],
      Int32Array.of(2, 0, 1, 0),
      ['b', 'a', 'a', 'b'],
      ['a', 'b'],
    );
    expect(pooled).toEqual({
      probabilities: { data: Float32Array.of(0, 1, 0.25, 0.75, 1, 0), rows: 3, columns: 2 },
      y: Int32Array.of(1, 0, 1),
      places: Int32Array.of(0, 1, 3),
      foldOfRow: Int32Array.of(1, 0, 0),
    });
  });
});

describe('runFolds', () => {
  const fits = [0, 1, 2].map((fold) => ({ ...fit, fold }));
  const outcome: FoldOutcome = { classes: [], probabilities: new Float32Array(0), seconds: 0 };

  it('gives a cancelled fit the message of the reason, and goes on', async () => {
    const outcomes = new Map<number, FoldOutcome>();
    await runFolds(work, fits, {
      executor: executorOf(() => outcome, 2),
      fitSignal: (index) => (index === 1 ? AbortSignal.abort(new Error('too slow')) : undefined),
      onOutcome: (index, each) => outcomes.set(index, each),
    });
    expect([...outcomes].sort(([one], [other]) => one - other)).toEqual([
      [0, outcome],
      [1, { failure: 'too slow' }],
      [2, outcome],
    ]);
  });

  it('cancels a fit that is running', async () => {
    const controller = new AbortController();
    const outcomes: FoldOutcome[] = [];
    const executor = executorOf((_, { signal }) => {
      const aborted = new Promise<never>((_, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason));
        if (signal.aborted) reject(signal.reason);
      });
      controller.abort(new Error('out of time'));
      return aborted;
    });
    await runFolds(work, fits, {
      executor,
      fitSignal: () => controller.signal,
      onOutcome: (_, each) => void outcomes.push(each),
    });
    expect(outcomes).toEqual(fits.map(() => ({ failure: 'out of time' })));
  });

  it('rejects with the reason of the signal that ends everything, and with defects', async () => {
    const controller = new AbortController();
    const seen: number[] = [];
    const running = runFolds(work, fits, {
      signal: controller.signal,
      onOutcome: (index) => {
        seen.push(index);
        controller.abort(new Error('stop'));
      },
    });
    await expect(running).rejects.toThrow('stop');
    expect(seen).toEqual([0]);
    const executor = executorOf(() => Promise.reject(new TypeError('defect')));
    await expect(runFolds(work, fits, { executor, onOutcome: () => {} })).rejects.toThrow('defect');
  });
});
