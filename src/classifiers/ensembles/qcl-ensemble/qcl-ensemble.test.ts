import { describe, expect, it } from 'vitest';
import { blobs } from '../../../../test/support/labelled-rows.js';
import type { Classifier } from '../../contract/classifier.js';
import { QclMixNet } from '../../qcl-mixnet/qcl-mixnet.js';
import { QclEnsemble } from './qcl-ensemble.js';

const { X, y } = blobs([40, 20, 10], ['a', 'b', 'c']);
const bytes = (classifier: Classifier) =>
  [...classifier.tensors().values()].reduce((sum, { data }) => sum + data.byteLength, 0);

describe('qcl-ensemble', () => {
  it('has folds x partitions nets, half of them on quantile-normal features', async () => {
    const options = { epochs: 3, minimumSteps: 0, folds: 3, partitions: 2 };
    const ensemble = await new QclEnsemble(options).fit(X, y);
    expect(ensemble.parts()).toEqual([
      {
        name: 'qcl-mixnet',
        classifier: 'qcl-mixnet',
        remark: '',
        members: 3,
        weight: expect.closeTo(0.5, 12),
      },
      {
        name: 'qcl-mixnet',
        classifier: 'qcl-mixnet',
        remark: 'quantile-normal features',
        members: 3,
        weight: expect.closeTo(0.5, 12),
      },
    ]);
    expect(ensemble.outOfFold?.probabilities.rows).toBe(X.rows);
    const plain = await new QclEnsemble({ ...options, scaling: 'standard' }).fit(X, y);
    expect(plain.parts()).toHaveLength(1);
  });

  it('keeps the last epoch of each net, and refuses to choose another', async () => {
    const ensemble = await new QclEnsemble({ epochs: 3, minimumSteps: 0, folds: 2, partitions: 1 }).fit(X, y);
    const { model } = ensemble.toJSON() as unknown as { model: { members: { state: { model: object } }[] } };
    for (const { state } of model.members) {
      expect(state.model).toMatchObject({ bestEpoch: 3, history: { validationMacroF1: [] } });
      expect(state.model).not.toHaveProperty('withLast');
    }
    expect(() => new QclEnsemble({ snapshots: 'best' } as never)).toThrow(/snapshots/);
  });

  it('stopped, is made of the partitions that are done, so that every row is still judged', async () => {
    const controller = new AbortController();
    const ensemble = new QclEnsemble({ epochs: 3, minimumSteps: 0, folds: 3, partitions: 3 });
    const fit = ensemble.fit(X, y, {
      signal: controller.signal,
      onProgress: ({ epoch }) => epoch === 5 && controller.abort('enough'),
    });
    await expect(fit).rejects.toBe('enough');
    expect(ensemble.parts().map(({ members }) => members)).toEqual([3]);
    expect(ensemble.outOfFold?.y).toHaveLength(70);
  });
});

describe('the options of its nets', () => {
  const epochs = 12;
  const proba = async (options: object) =>
    (await (await new QclMixNet({ epochs, ...options }).fit(X, y)).predictProba(X)).data;

  it('snapshots: both is the mean of best and last', async () => {
    const [best, last, both] = [
      await proba({ snapshots: 'best' }),
      await proba({ snapshots: 'last' }),
      await proba({ snapshots: 'both' }),
    ];
    expect(best).not.toEqual(last);
    both.forEach((p, i) => {
      expect(p).toBeCloseTo((best[i] + last[i]) / 2, 6);
    });
  });

  it('folded: the same predictions from fewer numbers, also after loading', async () => {
    for (const snapshots of ['best', 'both'] as const) {
      const options = { epochs, snapshots };
      const whole = await new QclMixNet(options).fit(X, y);
      const folded = await new QclMixNet({ ...options, folded: true }).fit(X, y);
      expect(bytes(folded)).toBeLessThan(bytes(whole));
      const expected = (await whole.predictProba(X)).data;
      const found = (await folded.predictProba(X)).data;
      found.forEach((p, i) => {
        expect(p).toBeCloseTo(expected[i], 5);
      });
      const loaded = await QclMixNet.load(JSON.parse(JSON.stringify(folded.toJSON())), folded.tensors());
      expect((await loaded.predictProba(X)).data).toEqual(found);
    }
  });

  it('minimumSteps makes the epochs more, and never fewer', async () => {
    // 56 rows to train on are one step an epoch.
    const lengthOf = async (options: object) =>
      (await new QclMixNet({ epochs, ...options }).fit(X, y)).history.loss.length;
    expect(await lengthOf({ minimumSteps: 30 })).toBe(30);
    expect(await lengthOf({ minimumSteps: 5 })).toBe(epochs);
  });
});
