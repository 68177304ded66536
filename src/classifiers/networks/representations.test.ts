/** The hidden representation of the networks: what the last layer makes probabilities of. */
import { describe, expect, it } from 'vitest';
import { blobs } from '../../../test/support/labelled-rows.js';
import { InputError, NotFittedError } from '../../errors.js';
import type { Matrix } from '../../matrix.js';
import { QclMixNet } from '../qcl-mixnet/qcl-mixnet.js';
import { Gcn } from './graph/gcn.js';
import { Mlp } from './sequential/mlp.js';
import { Gru } from './sequential/recurrent.js';
import { ResNet } from './sequential/res-net.js';

const { X, y } = blobs([30, 25, 20], ['a', 'b', 'c']);
const epochs = 3;

/** softmax(H W' + b) */
function probabilitiesOf(H: Matrix, W: ArrayLike<number>, b: ArrayLike<number>): number[] {
  return Array.from({ length: H.rows }, (_, r) => {
    const logits = Array.from({ length: b.length }, (_, c) => {
      let sum = b[c];
      for (let j = 0; j < H.columns; j++) sum += H.data[r * H.columns + j] * W[c * H.columns + j];
      return sum;
    });
    const powers = logits.map((logit) => Math.exp(logit - Math.max(...logits)));
    return powers.map((power) => power / powers.reduce((sum, each) => sum + each, 0));
  }).flat();
}

describe('representations', () => {
  it.each([
    ['qcl-mixnet', new QclMixNet({ epochs, representationWidth: 12 }), 'fc3', 12],
    ['mlp', new Mlp({ epochs, hiddenSizes: [16, 8] }), 'out', 8],
    ['gru', new Gru({ epochs, hiddenSize: 6 }), 'out', 6],
    ['resnet', new ResNet({ epochs }), 'out', undefined],
  ])('of %s give its probabilities by the last layer', async (_, classifier, layer, width) => {
    await classifier.fit(X, y);
    const H = (await classifier.representations(X)) as Matrix;
    expect(H.rows).toBe(X.rows);
    if (width !== undefined) expect(H.columns).toBe(width);
    const tensors = classifier.tensors();
    const [W, b] = ['weight', 'bias'].map((part) => tensors.get(`${layer}.${part}`)?.data as Float32Array);
    const { data } = await classifier.predictProba(X);
    probabilitiesOf(H, W, b).forEach((p, i) => {
      expect(p).toBeCloseTo(data[i], 4);
    });
  });

  it('are none of a graph network and of one class', async () => {
    expect(await (await new Gcn({ epochs }).fit(X, y)).representations(X)).toBeUndefined();
    const single = await new Mlp({ epochs }).fit(
      X,
      y.map(() => 'a'),
    );
    expect(await single.representations(X)).toBeUndefined();
  });

  it('are refused before the fit, for another width and for NaN', async () => {
    const classifier = new Mlp({ epochs });
    await expect(classifier.representations(X)).rejects.toThrow(NotFittedError);
    await classifier.fit(X, y);
    await expect(classifier.representations({ ...X, columns: 1, rows: X.data.length })).rejects.toThrow(
      InputError,
    );
    const data = X.data.slice();
    data[3] = Number.NaN;
    await expect(classifier.representations({ ...X, data })).rejects.toThrow(InputError);
  });
});
