/** The spaces in which the metric losses of QCL-MixNet can act. */
import { describe, expect, it } from 'vitest';
import { expectTrueGradients, type Recorder } from '../../../test/support/gradient-check.js';
import { blobs } from '../../../test/support/labelled-rows.js';
import { qclMixNetDefinition } from './network.js';
import { type MetricSpace, qclMixNetOptions } from './options.js';
import { QclMixNet } from './qcl-mixnet.js';

const SPACES: MetricSpace[] = ['embedding', 'representation', 'logits'];
const CLASSES = 3;
const SMALL = { hiddenWidth: 6, representationWidth: 5, projectionWidth: 4, embeddingWidth: 3 };

const whole =
  (metricSpace: MetricSpace): Recorder =>
  ({ program, input, targets }) => {
    const definition = qclMixNetDefinition(qclMixNetOptions.parse({ ...SMALL, metricSpace }));
    const loss = definition.record(program, input, targets, CLASSES);
    return () => loss.value();
  };

const { X, y } = blobs([30, 25, 20], ['a', 'b', 'c'], 1);
const fitted = (options: object) => new QclMixNet({ epochs: 3, ...options }).fit(X, y);

describe.each(SPACES)('metricSpace %s', (metricSpace) => {
  it('has true gradients', () =>
    expectTrueGradients({ rows: 10, columns: 4, inputGradient: false }, whole(metricSpace)));

  it('is trained, saved and loaded, with a projection head only for the embedding', async () => {
    const model = await fitted({ metricSpace });
    expect(model.tensors().has('proj1.weight')).toBe(metricSpace === 'embedding');
    const loaded = await QclMixNet.load(JSON.parse(JSON.stringify(model.toJSON())), model.tensors());
    expect(await loaded.predictProba(X)).toEqual(await model.predictProba(X));
    expect(await loaded.centroidDistances(X)).toEqual(await model.centroidDistances(X));
  });

  it('can be searched for the neighbours of mixup', async () => {
    const [input, space] = [
      await fitted({ metricSpace }),
      await fitted({ metricSpace, mixupSpace: 'embedding' }),
    ];
    expect(space.history.loss.every(Number.isFinite)).toBe(true);
    expect(space.history.loss).not.toEqual(input.history.loss);
  });
});

it('the embedding is the default', async () => {
  const [first, named] = [await fitted({}), await fitted({ metricSpace: 'embedding' })];
  expect(named.history).toEqual(first.history);
});

it('centroids are compared with the rows of their own space', async () => {
  const model = await fitted({ metricSpace: 'representation' });
  const H = await model.representations(X);
  const distances = await model.centroidDistances(X);
  const centroids = model.tensors().get('fvl.centroids');
  if (!H || !distances || !centroids) throw new Error('a network of three classes has all of them');
  expect(centroids.shape).toEqual([CLASSES, H.columns]);
  for (let row = 0; row < H.rows; row++) {
    const to = Array.from({ length: CLASSES }, (_, c) =>
      Math.hypot(
        ...Array.from(
          { length: H.columns },
          (_, j) => H.data[row * H.columns + j] - centroids.data[c * H.columns + j],
        ),
      ),
    );
    expect(distances[row]).toBeCloseTo(Math.min(...to), 5);
  }
});

it('the distance in the logits is that of the logits that give the probabilities', async () => {
  const model = await fitted({ metricSpace: 'logits' });
  const distances = await model.centroidDistances(X);
  const { data } = await model.predictProba(X);
  const centroids = model.tensors().get('fvl.centroids');
  const H = await model.representations(X);
  const [W, b] = ['weight', 'bias'].map((part) => model.tensors().get(`fc3.${part}`));
  if (!distances || !centroids || !H || !W || !b)
    throw new Error('a network of three classes has all of them');
  for (let row = 0; row < X.rows; row++) {
    const logits = Array.from({ length: CLASSES }, (_, c) => {
      let sum = Number(b.data[c]);
      for (let j = 0; j < H.columns; j++) sum += W.data[c * H.columns + j] * H.data[row * H.columns + j];
      return sum;
    });
    const powers = logits.map((logit) => Math.exp(logit - Math.max(...logits)));
    const total = powers.reduce((sum, power) => sum + power, 0);
    powers.forEach((power, c) => {
      expect(power / total).toBeCloseTo(data[row * CLASSES + c], 4);
    });
    const to = Array.from({ length: CLASSES }, (_, c) =>
      Math.hypot(...logits.map((logit, j) => logit - centroids.data[c * CLASSES + j])),
    );
    expect(distances[row]).toBeCloseTo(Math.min(...to), 4);
  }
});
