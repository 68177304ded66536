import { describe, expect, it } from 'vitest';
import { blobs } from '../../../test/support/labelled-rows.js';
import type { FitProgress } from '../contract/classifier.js';
import { Mlp } from './sequential/mlp.js';

// Fewer rows than a batch, so that an epoch is one step, with or without the held-out rows.
const { X, y } = blobs([18, 18, 12], [0, 1, 2], 3);
const small = { epochs: 8, hiddenSizes: [4], learningRate: 0.05 };
const fitted = (options: object, fit = {}) => new Mlp({ ...small, ...options }).fit(X, y, fit);

describe('refit', () => {
  it('trains on all rows for the number of steps that the held-out rows chose', async () => {
    const first = await fitted({});
    expect(first.bestEpoch).toBeGreaterThan(0);
    const refitted = await fitted({ refit: true });
    const byHand = await fitted({ epochs: first.bestEpoch, validationFraction: 0 });
    expect(refitted.bestEpoch).toBe(first.bestEpoch);
    expect(await refitted.predictProba(X)).toEqual(await byHand.predictProba(X));
    expect(await refitted.predictProba(X)).not.toEqual(await first.predictProba(X));
  });

  it('keeps the learning rates of the first training', async () => {
    const rates = async (options: object) => {
      const reports: FitProgress[] = [];
      await fitted(
        { schedule: 'one-cycle', ...options },
        { onProgress: (each: FitProgress) => reports.push(each) },
      );
      return reports.map(({ learningRate }) => learningRate);
    };
    const whole = await rates({});
    const both = await rates({ refit: true });
    expect(both.slice(0, 8)).toEqual(whole);
    expect(both.length).toBeGreaterThan(8);
    expect(both.slice(8)).toEqual(whole.slice(0, both.length - 8));
  });

  it.each([
    ['rows are not held out', { validationFraction: 0 }, {}],
    ['validation rows are given', {}, { validation: { X, y } }],
    ['rows must not be held out', {}, { validation: 'none' }],
  ])('changes nothing if %s', async (_, options, fit) => {
    const plain = await fitted(options, fit);
    const refitted = await fitted({ ...options, refit: true }, fit);
    expect(await refitted.predictProba(X)).toEqual(await plain.predictProba(X));
  });

  it('keeps the first network if the signal stops the second training', async () => {
    const first = await fitted({});
    const stop = new AbortController();
    const stopped = new Mlp({ ...small, refit: true });
    const onProgress = ({ epoch }: FitProgress) => {
      if (epoch === 8) stop.abort(new Error('enough'));
    };
    await expect(stopped.fit(X, y, { signal: stop.signal, onProgress })).rejects.toThrow('enough');
    expect(await stopped.predictProba(X)).toEqual(await first.predictProba(X));
  });
});
