import { describe, expect, it } from 'vitest';
import { blobs } from '../../../test/support/labelled-rows.js';
import { RandomStream } from '../../engine/random/random-stream.js';
import { bootstrap } from './draw-sample.js';
import { type ForestSettings, growForest } from './grow-forest.js';

const classes = ['a', 'b', 'c'];
const { X, y: labels } = blobs([60, 50, 40], classes, 1);
const y = Int32Array.from(labels, (label) => classes.indexOf(label as string));
const settings: ForestSettings = {
  trees: 25,
  seed: 5,
  criterion: 'gini',
  method: 'hist',
  growing: { maxFeatures: 1 },
  sampler: (rows) => (random) => bootstrap(rows, random),
  outOfBag: true,
};
const grow = (changes: Partial<ForestSettings> = {}, weights?: Float64Array) =>
  growForest({ X, y, classes: 3, weights }, { ...settings, ...changes });

describe('growForest', () => {
  it('begins with the trees of a smaller forest', async () => {
    const small = (await grow({ trees: 10 })).forest?.ensemble.arrays;
    const large = (await grow()).forest?.ensemble.arrays;
    const nodes = small?.split.length as number;
    expect(large?.split.subarray(0, nodes)).toEqual(small?.split);
    expect(large?.threshold.subarray(0, nodes)).toEqual(small?.threshold);
  });

  it('scores out of bag about as well as on fresh rows, and worse than on its own', async () => {
    const { forest, outOfBag } = await grow({ trees: 60 });
    const noisy = await growForest(
      { X, y: new RandomStream(1, 'y').shuffle(y.slice()), classes: 3 },
      settings,
    );
    expect(outOfBag?.rows).toBe(150);
    expect(outOfBag?.accuracy).toBeGreaterThan(0.9);
    expect(outOfBag?.macroF1).toBeGreaterThan(0.9);
    // Labels without meaning are learned by heart, and not out of bag.
    expect(noisy.outOfBag?.accuracy).toBeLessThan(0.55);
    expect(forest?.ensemble.trees).toBe(60);
  });

  it('has no out-of-bag score where every tree learns from every row', async () => {
    expect((await grow({ sampler: (rows) => () => rows })).outOfBag).toBeUndefined();
  });

  it('finds the features that tell the classes apart', async () => {
    const data = X.data.map((value, i) => (i % X.columns === 1 ? value : ((i * 7919) % 1000) / 1000));
    const { importances } = await growForest({ X: { ...X, data }, y, classes: 3 }, settings);
    expect(importances.reduce((a, b) => a + b)).toBeCloseTo(1, 5);
    expect(importances[1]).toBe(Math.max(...importances));
  });

  it('treats rows of weight 0 as absent', async () => {
    const kept = Array.from(y.keys()).filter((row) => row % 3 !== 0);
    const part = {
      X: {
        data: Float32Array.from(
          kept.flatMap((r) => [...X.data.subarray(r * X.columns, (r + 1) * X.columns)]),
        ),
        rows: kept.length,
        columns: X.columns,
      },
      y: Int32Array.from(kept, (row) => y[row]),
      classes: 3,
    };
    const without = await growForest(part, settings);
    const weighted = await grow(
      {},
      Float64Array.from(y.keys(), (row) => (row % 3 === 0 ? 0 : 1)),
    );
    expect(weighted.forest?.ensemble.arrays).toEqual(without.forest?.ensemble.arrays);
    expect(weighted.outOfBag).toEqual(without.outOfBag);
  });

  it('keeps the trees it has when the signal comes', async () => {
    const controller = new AbortController();
    const onTree = (trees: number) => {
      if (trees === 7) controller.abort();
    };
    const { forest, aborted } = await grow({ signal: controller.signal, onTree });
    expect([forest?.ensemble.trees, aborted]).toEqual([7, true]);
    const none = await grow({ signal: AbortSignal.abort() });
    expect([none.forest, none.aborted]).toEqual([undefined, true]);
  });
});
