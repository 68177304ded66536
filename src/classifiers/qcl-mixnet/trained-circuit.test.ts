import { describe, expect, it } from 'vitest';
import { blobs } from '../../../test/support/labelled-rows.js';
import { InputError } from '../../errors.js';
import type { QclMixNetOptions } from './options.js';
import { QclMixNet } from './qcl-mixnet.js';

const CIRCUIT = { quantum: 'circuit', qubits: 3, epochs: 2 } as const;

describe('the angles of rows', () => {
  it.each([
    ['all columns', {}],
    ['the columns of a folded network', { folded: true }],
    ['selected columns', { columnSelection: 'wide' }],
  ] as const)('are the projection of %s', async (_, options) => {
    const { X, y } = blobs([30, 30], ['a', 'b'], 1, 120);
    const classifier = await new QclMixNet({ ...CIRCUIT, ...options }).fit(X, y);
    const tensors = classifier.tensors();
    const selected = tensors.get('selected_columns')?.data ?? Array.from({ length: 120 }, (_, i) => i);
    expect(selected.length < 120).toBe('columnSelection' in options);
    const [W, b] = ['weight', 'bias'].map((name) => tensors.get(`circuit.projection.${name}`)?.data ?? []);
    const angles = classifier.circuitAngles(X);
    expect(angles).toMatchObject({ rows: 60, columns: 3 });
    for (const [row, j] of [
      [0, 0],
      [59, 2],
    ]) {
      const angle = Array.from(selected).reduce(
        (sum, column, i) => sum + W[j * selected.length + i] * X.data[row * 120 + column],
        b[j],
      );
      expect(angles?.data[row * 3 + j]).toBeCloseTo(angle, 12);
    }
  });

  it('are there for circuits only', async () => {
    const { X, y } = blobs([20, 20], ['a', 'b']);
    const none: QclMixNetOptions[] = [{}, { quantum: 'none' }, { ...CIRCUIT, without: ['quantum'] }];
    for (const options of none) {
      const classifier = await new QclMixNet({ epochs: 1, ...options }).fit(X, y);
      expect(classifier.circuit).toBeUndefined();
      expect(classifier.circuitAngles(X)).toBeUndefined();
    }
    const single = await new QclMixNet(CIRCUIT).fit(X, new Array(40).fill('a'));
    expect(single.circuit).toBeUndefined();
  });
});

describe('options', () => {
  it('without=quantum and quantum=none are the same network', async () => {
    const { X, y } = blobs([20, 20], ['a', 'b']);
    const [one, other] = await Promise.all([
      new QclMixNet({ epochs: 2, quantum: 'none' }).fit(X, y),
      new QclMixNet({ epochs: 2, quantum: 'circuit', without: ['quantum'] }).fit(X, y),
    ]);
    expect(await one.predictProba(X)).toEqual(await other.predictProba(X));
  });

  it.each([
    [{ qubits: 30 }, 'qubits is 30: give an integer from 2 to 10'],
    [{ qubits: 1 }, 'qubits is 1: give an integer from 2 to 10'],
    [{ circuitLayers: 0 }, 'circuitLayers is 0: give an integer from 1 to 20'],
    [{ shots: -1 }, 'shots is -1: give an integer from 0 to 1000000'],
    [{ entangler: 'swap' }, 'entangler is "swap": give one of cnot, cz'],
    [{ quantum: 'annealer' }, 'quantum is "annealer": give one of layers, circuit, none'],
  ])('refuses %j', (options, message) => {
    const create = () => new QclMixNet({ quantum: 'circuit', ...options } as never);
    expect(create).toThrow(InputError);
    expect(create).toThrow(message);
  });

  it('predicts from shots, by the seed, the more like the exact network the more shots', async () => {
    const { X, y } = blobs([30, 30], ['a', 'b']);
    const predicted = async (shots: number, seed = 1) => {
      const exact = await new QclMixNet({ ...CIRCUIT, validationFraction: 0, seed: 1 }).fit(X, y);
      const json = JSON.parse(JSON.stringify(exact.toJSON()));
      const network = await QclMixNet.load(
        { ...json, options: { ...json.options, shots, seed } },
        exact.tensors(),
      );
      return (await network.predictProba(X)).data;
    };
    const exact = await predicted(0);
    const distance = (data: Float32Array) => Math.hypot(...data.map((p, i) => p - exact[i]));
    const [few, many] = [await predicted(10), await predicted(10_000)];
    expect(await predicted(10)).toEqual(few);
    expect(await predicted(10, 2)).not.toEqual(few);
    expect(distance(many)).toBeGreaterThan(0);
    expect(distance(many)).toBeLessThan(distance(few) / 10);
  });
});
