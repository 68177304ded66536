/** Every layer and operation: its gradients are those of its own forward pass. */
import { describe, expect, it } from 'vitest';
import {
  expectTrueGradients,
  type Recorder,
  recordNetwork,
  weightedSum,
} from '../../test/support/gradient-check.js';
import { leakyRelu, relu, sigmoid, tanh } from './layers/activation.js';
import { batchNorm } from './layers/batch-norm.js';
import { residual, sequential } from './layers/composition.js';
import { conv1d } from './layers/conv1d.js';
import { gru } from './layers/gru.js';
import type { Layer } from './layers/layer.js';
import { lengthOneAttention } from './layers/length-one-attention.js';
import { linear } from './layers/linear.js';
import { lstm } from './layers/lstm.js';
import { circuitFeatures, quantumCircuit } from './layers/quantum-circuit.js';
import { quantumEntanglement } from './layers/quantum-entanglement.js';
import { add, multiply } from './operations/arithmetic.js';
import { concatColumns, sliceColumns } from './operations/columns.js';

const SIZE = { rows: 7, columns: 5 };
const ofLayer =
  (layer: Layer): Recorder =>
  (network) =>
    weightedSum(network, [layer.record(network.program, network.input)]);

describe('layers', () => {
  const layers: [string, Layer][] = [
    ['linear', linear('a', 3)],
    ['batchNorm', batchNorm('a')],
    ['leakyRelu', leakyRelu()],
    ['relu', relu()],
    ['sigmoid', sigmoid()],
    ['tanh', tanh()],
    ['quantumEntanglement', quantumEntanglement('a')],
    ['quantumCircuit', quantumCircuit('a', { qubits: SIZE.columns, layers: 2, entangler: 'cnot' })],
    ['quantumCircuit of a single layer', quantumCircuit('a', { qubits: 5, layers: 1, entangler: 'cz' })],
    ['circuitFeatures', circuitFeatures('a', { qubits: 2, layers: 3, entangler: 'cz' })],
    ['residual', residual(linear('a', SIZE.columns))],
    ['residual of a layer without parameters', residual(tanh())],
    ['sequential', sequential([linear('a', 4), tanh(), linear('b', 2)])],
    ['an empty sequential', sequential([])],
    ['lengthOneAttention', lengthOneAttention('a', SIZE.columns)],
    ...[gru, lstm].flatMap((kind): [string, Layer][] => [
      [`${kind.name} of a single step`, kind('a', 3)],
      [`${kind.name} of single features`, kind('a', 3, { features: 1 })],
      [`${kind.name} backwards`, kind('a', 4, { features: 1, direction: 'reverse' })],
      [`${kind.name} in both directions`, kind('a', 2, { features: 1, direction: 'both' })],
      [`${kind.name} in both directions of a single step`, kind('a', 2, { direction: 'both' })],
      [`${kind.name} over another`, sequential([kind('a', 4), kind('b', 3, { features: 2 })])],
      [`${kind.name} used twice`, sequential([kind('a', SIZE.columns), kind('a', SIZE.columns)])],
      [
        `${kind.name} used twice over steps`,
        sequential([kind('a', SIZE.columns, { features: 1 }), kind('a', SIZE.columns, { features: 1 })]),
      ],
    ]),
    ['conv1d', conv1d('a', 4)],
    ['conv1d with ReLU', conv1d('a', 4, { padding: 1, relu: true })],
    ['conv1d with padding', conv1d('a', 4, { padding: 1 })],
    ['conv1d of an even kernel', conv1d('a', 3, { kernel: 2, padding: 1 })],
    ['conv1d of a kernel wider than the row', conv1d('a', 2, { kernel: 7, padding: 3 })],
    ['conv1d of a kernel of one', conv1d('a', 2, { kernel: 1 })],
    ['conv1d over filters', sequential([conv1d('a', 4), conv1d('b', 3, { channels: 4, padding: 2 })])],
    [
      'conv1d over filters used twice, with ReLU',
      sequential([
        conv1d('a', 4),
        conv1d('b', 4, { channels: 4, padding: 1, relu: true }),
        conv1d('b', 4, { channels: 4, padding: 1, relu: true }),
      ]),
    ],
    ['conv1d used twice', sequential([conv1d('a', 2), linear('b', 6), conv1d('a', 2)])],
    ['a linear layer used twice', sequential([linear('a', SIZE.columns), tanh(), linear('a', SIZE.columns)])],
  ];
  it.each(layers)('%s', (_, layer) => expectTrueGradients(SIZE, ofLayer(layer)));
  it.each(layers)('%s behind another layer', (_, layer) =>
    expectTrueGradients(SIZE, ofLayer(sequential([linear('first', SIZE.columns), layer]))),
  );

  it.each(layers)('%s on rows whose gradient nobody wants', async (_, layer) => {
    const run = async (inputGradient: boolean) => {
      const network = await recordNetwork({ ...SIZE, inputGradient, build: 'simd' }, ofLayer(layer));
      const { engine, store, program } = network;
      program.forward();
      program.backward();
      const gradients = engine.floats(store.gradients, store.size).slice();
      // Nothing is ever allocated here: address 0 stands for "no gradient".
      return { gradients, lowest: new Uint8Array(engine.floats(0, 256).slice().buffer) };
    };
    const without = await run(false);
    expect(without.lowest.every((byte) => byte === 0)).toBe(true);
    const wanted = (await run(true)).gradients;
    without.gradients.forEach((gradient, i) => {
      expect(Math.abs(gradient - wanted[i])).toBeLessThanOrEqual(1e-5 * Math.max(1, Math.abs(wanted[i])));
    });
  });
});

it('conv1d over channels of rows so long that each is a block of its own', () =>
  expectTrueGradients(
    { rows: 2, columns: 2 * 262 },
    ofLayer(conv1d('a', 3, { channels: 2, padding: 1, relu: true })),
  ));

describe('operations', () => {
  const two: Recorder = (network) => {
    const { program, input } = network;
    const [a, b] = ['a', 'b'].map((name) => tanh().record(program, linear(name, 4).record(program, input)));
    const together = concatColumns(program, [add(program, a, b), multiply(program, a, b), a]);
    return weightedSum(network, [together, sliceColumns(program, together, 3, 6)]);
  };

  it('add, multiply, concatColumns and sliceColumns', () => expectTrueGradients(SIZE, two));

  it('the same, of the input itself', () =>
    expectTrueGradients(SIZE, (network) => {
      const { program, input } = network;
      const left = sliceColumns(program, input, 0, 3);
      const right = sliceColumns(program, input, 2, 3);
      return weightedSum(network, [multiply(program, left, right), multiply(program, input, input)]);
    }));

  it('in a batch smaller than the program', () => expectTrueGradients({ ...SIZE, maximumRows: 9 }, two));

  it('refuses columns that are not there', async () => {
    const { program, input } = await recordNetwork(SIZE, ofLayer(tanh()));
    expect(() => sliceColumns(program, input, 3, 3)).toThrow('columns 3 to 5 of a tensor of 5');
  });
});

// The first gate of a network needs only sums of its output's gradient; some consumers give these alone.
describe('theta of a gate on rows whose gradient nobody wants', () => {
  const gate = quantumEntanglement('gate');
  const width = SIZE.columns;
  it.each<[string, Layer]>([
    ['nothing', gate],
    ['linear', sequential([gate, linear('a', 3)])],
    ['tanh', sequential([gate, tanh()])],
    ['batchNorm', sequential([gate, batchNorm('a')])],
    ['another gate', sequential([gate, quantumEntanglement('second'), linear('a', 3)])],
    ['residual', sequential([gate, residual(tanh()), linear('a', 3)])],
    ['residual around linear', sequential([gate, residual(linear('a', width)), linear('b', 3)])],
    ['attention', sequential([gate, lengthOneAttention('a', width), linear('b', 3)])],
    ['a linear layer used twice', sequential([gate, linear('a', width), tanh(), linear('a', width)])],
  ])('before %s', async (_, layer) => {
    await expectTrueGradients({ ...SIZE, inputGradient: false }, ofLayer(layer));
    await expectTrueGradients({ ...SIZE, maximumRows: 12, inputGradient: false }, ofLayer(layer));
  });

  it('before consumers of sums and consumers of gradients', () =>
    expectTrueGradients({ ...SIZE, inputGradient: false }, (network) => {
      const h = gate.record(network.program, network.input);
      const shared = linear('shared', 3);
      const layers = [shared, tanh(), linear('b', 2), shared, residual(sigmoid()), leakyRelu()];
      return weightedSum(
        network,
        layers.map((layer) => layer.record(network.program, h)),
      );
    }));
});
