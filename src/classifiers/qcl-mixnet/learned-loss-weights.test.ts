import { describe, expect, it } from 'vitest';
import { blobs } from '../../../test/support/labelled-rows.js';
import type { QclMixNetOptions } from './options.js';
import { QclMixNet } from './qcl-mixnet.js';

const { X, y } = blobs([24, 18, 12], ['a', 'b', 'c']);
const fit = (options: QclMixNetOptions) =>
  new QclMixNet({ epochs: 20, batchSize: 16, validationFraction: 0, ...options }).fit(X, y);

describe('lossWeights=learned', () => {
  it('starts at the fixed weights and moves them, in the direction of each term', async () => {
    const { learnedLossWeights: weights } = await fit({ lossWeights: 'learned' });
    const fixed = { focal: 0.5, intra: 0.4, inter: 0.5, contrastive: 0.5, triplet: 0.5 };
    for (const [term, start] of Object.entries(fixed)) {
      const weight = weights?.[term as keyof typeof fixed] ?? Number.NaN;
      expect(weight / start).toBeGreaterThan(1 / 20.1);
      expect(weight / start).toBeLessThan(20.1);
      expect(Math.abs(weight - start)).toBeGreaterThan(1e-3);
    }
    // The focal loss with gamma 3 is far below 1, the contrastive loss above it: 1 / (2 L) is the aim.
    expect(weights?.focal).toBeGreaterThan(0.5);
    expect(weights?.contrastive).toBeLessThan(0.5);
  });

  it('leaves terms of weight 0 out', async () => {
    const { learnedLossWeights: weights } = await fit({
      lossWeights: 'learned',
      lossAlpha: 1,
      intraWeight: 0,
    });
    expect(weights).toMatchObject({ intra: 0, contrastive: 0, triplet: 0 });
    expect(weights?.focal).toBeGreaterThan(1);
  });

  it('is kept with the model, and read back', async () => {
    const fitted = await fit({ lossWeights: 'learned' });
    const json = JSON.parse(JSON.stringify(fitted.toJSON()));
    const loaded = await QclMixNet.load(json, fitted.tensors());
    expect(loaded.learnedLossWeights).toEqual(fitted.learnedLossWeights);
    expect(await loaded.predictProba(X)).toEqual(await fitted.predictProba(X));
  });

  it('is not there with fixed weights, and in the folded form', async () => {
    const fixed = await fit({});
    expect(fixed.learnedLossWeights).toBeUndefined();
    expect([...fixed.tensors().keys()].join()).not.toContain('loss.');
    expect((await fit({ lossWeights: 'learned', folded: true })).learnedLossWeights).toBeUndefined();
  });

  it('loads a model that was saved without the option', async () => {
    const fitted = await fit({});
    const json = JSON.parse(JSON.stringify(fitted.toJSON()));
    delete json.options.lossWeights;
    const loaded = await QclMixNet.load(json, fitted.tensors());
    expect(loaded.options.lossWeights).toBe('fixed');
    expect(await loaded.predictProba(X)).toEqual(await fitted.predictProba(X));
  });
});
