/**
 * A whole training on every build of the kernels. Static data of a build that overlaps with the memory of
 * the network corrupts single operations without failing; the losses of a training show it.
 */
import { describe, expect, it } from 'vitest';
import { blobs } from '../../test/support/labelled-rows.js';
import { qclMixNetDefinition } from '../classifiers/qcl-mixnet/network.js';
import { type QclMixNetOptions, qclMixNetOptions } from '../classifiers/qcl-mixnet/options.js';
import { QclMixNet } from '../classifiers/qcl-mixnet/qcl-mixnet.js';
import { Engine } from '../engine/engine.js';
import { ParameterStore } from '../engine/parameter-store.js';
import type { KernelBuild } from '../kernels/load.js';
import { oneCycle } from '../nn/schedules/one-cycle.js';
import { trainNetwork } from './train-network.js';

const STEPS = 20;

/** The losses of a training of twenty steps, one batch an epoch. */
async function losses(build: KernelBuild, options: QclMixNetOptions, columns: number): Promise<number[]> {
  const { X, y } = blobs([16, 14, 11], [0, 1, 2], 1, columns);
  const engine = await Engine.create(build);
  const store = new ParameterStore(engine);
  const definition = qclMixNetDefinition(qclMixNetOptions.parse(options));
  const data = { X, y: Int32Array.from(y as number[]), classes: 3 };
  const { history } = await trainNetwork(engine, store, definition, data, {
    epochs: STEPS,
    batchSize: X.rows,
    seed: 1,
    weightDecay: 1e-5,
    schedule: (total) => oneCycle(total),
    mixup: { neighbours: 5, alpha: 0.4, lambdaPer: 'sample', space: 'input' },
  });
  return history.loss;
}

describe.each<[string, QclMixNetOptions, number]>([
  ['default options', {}, 5],
  ['the sums as printed', { contrastiveReduction: 'sum', tripletReduction: 'sum', intraForm: 'mse' }, 6],
  ['raw squared triplets', { tripletEmbedding: 'raw', tripletDistance: 'squared' }, 3],
  ['metric losses in the logits', { metricSpace: 'logits' }, 5],
  ['a circuit', { quantum: 'circuit', qubits: 3 }, 5],
  ['without quantum and attention', { without: ['quantum', 'attention'] }, 7],
])('%s', (_, options, columns) => {
  it('has the losses of the oracle over twenty steps on every build', async () => {
    const oracle = await losses('typescript-float64', options, columns);
    expect(oracle).toHaveLength(STEPS);
    expect(oracle[STEPS - 1]).toBeLessThan(oracle[0]);
    for (const build of ['fma', 'simd', 'typescript'] as const) {
      const actual = await losses(build, options, columns);
      actual.forEach((loss, step) => {
        const error = Math.abs(loss - oracle[step]) / oracle[step];
        expect(error, `${build}, step ${step}: ${loss}, the oracle has ${oracle[step]}`).toBeLessThan(1e-3);
      });
    }
  });
});

describe('the plain build', () => {
  const table = blobs([25, 25, 25], ['a', 'b', 'c']);
  const validation = blobs([25, 25, 25], ['a', 'b', 'c'], 2);

  it('is a whole fallback: it fits, predicts, saves and loads', async () => {
    const classifier = new QclMixNet({ epochs: 25 }).useKernels('typescript');
    await classifier.fit(table.X, table.y, { validation });
    expect(classifier.toJSON().model).toMatchObject({ kernelBuild: 'typescript' });
    const predicted = await classifier.predict(table.X);
    expect(predicted.filter((label, i) => label === table.y[i]).length).toBeGreaterThan(65);
    const probabilities = await classifier.predictProba(table.X);

    // The same model on the fast build predicts the same, within its rounding.
    const json = JSON.parse(JSON.stringify(classifier.toJSON()));
    const loaded = await QclMixNet.load(json, classifier.tensors());
    expect(await loaded.predict(table.X)).toEqual(predicted);
    const fast = await loaded.predictProba(table.X);
    fast.data.forEach((p, i) => {
      expect(Math.abs(p - probabilities.data[i])).toBeLessThan(1e-4);
    });
  });
});
