/**
 * The fused network is the network: recordFused against the same layers recorded one by one, and
 * predictions that do not depend on which rows are predicted together.
 */
import { describe, expect, it } from 'vitest';
import { qclMixNetDefinition } from '../../classifiers/qcl-mixnet/network.js';
import { type QclMixNetOptions, qclMixNetOptions } from '../../classifiers/qcl-mixnet/options.js';
import { Engine } from '../../engine/engine.js';
import { ParameterStore } from '../../engine/parameter-store.js';
import { Program } from '../../engine/program.js';
import { RandomStream } from '../../engine/random/random-stream.js';
import type { KernelBuild } from '../../kernels/load.js';
import type { Matrix } from '../../matrix.js';
import { NetworkPredictor } from '../../training/network-predictor.js';
import { leakyRelu, relu, sigmoid, tanh } from '../layers/activation.js';
import { batchNorm } from '../layers/batch-norm.js';
import { residual, type SequentialLayer, sequential } from '../layers/composition.js';
import { conv1d } from '../layers/conv1d.js';
import { gru } from '../layers/gru.js';
import type { Layer } from '../layers/layer.js';
import { lengthOneAttention } from '../layers/length-one-attention.js';
import { linear } from '../layers/linear.js';
import { lstm } from '../layers/lstm.js';
import { circuitFeatures } from '../layers/quantum-circuit.js';
import { quantumEntanglement } from '../layers/quantum-entanglement.js';
import { recordFused } from './record-fused.js';

const BUILDS = ['fma', 'simd', 'typescript', 'typescript-float64'] as const;
const ROWS = 11;

/** Every array of the network at random, as after some training; variances stay positive. */
function randomize(store: ParameterStore, random: RandomStream): void {
  for (const { name, shape, view } of store.arrays()) {
    // Small biases: which class is likeliest shall depend on the row.
    const scale = shape.length === 2 ? 2 / Math.sqrt(shape[1]) : name.endsWith('.bias') ? 0.1 : 0.5;
    for (let i = 0; i < view.length; i++) {
      view[i] = name.endsWith('running_var') ? 0.5 + random.uniform() : scale * random.normal();
      if (name.endsWith('.weight') && shape.length === 1) view[i] += 1;
    }
  }
}

function randomRows(random: RandomStream, rows: number, columns: number): Matrix {
  return { data: Float32Array.from({ length: rows * columns }, () => random.normal()), rows, columns };
}

async function bothOutputs(build: KernelBuild, layers: SequentialLayer, columns: number) {
  const engine = await Engine.create(build);
  const store = new ParameterStore(engine);
  const programs = [0, 1].map(() => new Program(engine, store, ROWS, 'inference'));
  const inputs = programs.map((program) => program.input(columns));
  const outputs = [layers.record(programs[0], inputs[0]), recordFused(programs[1], layers, inputs[1]).output];
  for (const program of programs) program.compile();
  const random = new RandomStream(7, 'folding');
  const evaluate = () => {
    randomize(store, random);
    const { data } = randomRows(random, ROWS, columns);
    return programs.map((program, i) => {
      engine.floats(inputs[i].value, data.length).set(data);
      program.refresh();
      program.forward();
      return Array.from(engine.floats(outputs[i].value, ROWS * outputs[i].columns));
    });
  };
  return { evaluate, widths: outputs.map((y) => y.columns) };
}

async function expectFusedToAgree(build: KernelBuild, layers: SequentialLayer, columns: number) {
  const { evaluate, widths } = await bothOutputs(build, layers, columns);
  expect(widths[1]).toBe(widths[0]);
  // Twice: refresh must take up changed parameters.
  for (let pass = 0; pass < 2; pass++) {
    const [plain, fused] = evaluate();
    const size = Math.max(1, ...plain.map(Math.abs));
    const tolerance = size * (build === 'typescript-float64' ? 1e-10 : 1e-5);
    plain.forEach((value, i) => {
      expect(Math.abs(fused[i] - value), `pass ${pass}, output ${i}`).toBeLessThanOrEqual(tolerance);
    });
    expect(plain.some((value) => Math.abs(value) > 1e-3)).toBe(true);
  }
}

const inference = (options: QclMixNetOptions, columns: number, classes: number) =>
  qclMixNetDefinition(qclMixNetOptions.parse(options)).inference(columns, classes);

describe.each(BUILDS)('%s build', (build) => {
  const ablations: QclMixNetOptions['without'][] = [
    [],
    ['quantum'],
    ['attention'],
    ['mixup'],
    ['quantum', 'attention'],
    ['quantum', 'attention', 'mixup'],
  ];
  it.each(ablations.map((without) => [without?.join(' and ') || 'nothing', without] as const))(
    'fuses QCL-MixNet without %s',
    async (_, without) => {
      for (const columns of [1, 6, 17]) {
        await expectFusedToAgree(build, inference({ without }, columns, 3), columns);
      }
    },
  );

  it.each<QclMixNetOptions>([
    {},
    { without: ['attention'] },
    { qubits: 2, circuitLayers: 1, entangler: 'cz' },
  ])('fuses QCL-MixNet with a circuit and %j', async (options) => {
    for (const columns of [1, 6]) {
      await expectFusedToAgree(build, inference({ quantum: 'circuit', ...options }, columns, 3), columns);
    }
  });

  it.each([
    [1, 1, 1],
    [7, 5, 3],
    [8, 8, 2],
    [13, 9, 11],
    [33, 65, 26],
  ])('fuses odd widths: %i then %i, %i classes', (hiddenWidth, representationWidth, classes) =>
    expectFusedToAgree(build, inference({ hiddenWidth, representationWidth }, 5, classes), 5),
  );

  it.each([
    ['affine layers alone', sequential([linear('a', 7), batchNorm('b'), linear('c', 2)])],
    ['batch normalisation first', sequential([batchNorm('a'), linear('b', 3), relu()])],
    [
      'nested sequences',
      sequential([sequential([linear('a', 4), batchNorm('b')]), leakyRelu(), linear('c', 2)]),
    ],
    ['a residual around a residual', sequential([residual(residual(linear('a', 5))), linear('b', 3)])],
    ['a residual around what cannot fuse', sequential([residual(tanh()), linear('b', 3)])],
    ['activations that are not fused', sequential([linear('a', 4), tanh(), linear('b', 3), sigmoid()])],
    ['an activation first', sequential([leakyRelu(), linear('a', 3)])],
    ['a gate at the end', sequential([linear('a', 4), quantumEntanglement('g')])],
    ['a gate before an activation', sequential([quantumEntanglement('g'), tanh(), linear('a', 2)])],
    ['two gates', sequential([quantumEntanglement('g'), quantumEntanglement('h'), linear('a', 2)])],
    ['attention twice', sequential([lengthOneAttention('a', 5), lengthOneAttention('b', 5), linear('c', 2)])],
    ['no activation behind a gate', sequential([quantumEntanglement('g'), linear('a', 3)])],
  ])('fuses %s', (_, layers) => expectFusedToAgree(build, layers, 5));

  // 1100 columns: more than one block of the inner dimension of a product. 700 rows: several chunks.
  it.each([
    [1, 700],
    [5, 700],
    [64, 700],
    [1100, 70],
  ])('predicts %i columns alike whatever is predicted together', (columns, rows) => {
    // Attention of 1100 x 1100 fuses slowly on the plain builds, and adds nothing to what is tested here.
    const layers = inference({ without: columns > 1000 ? ['attention'] : [] }, columns, 3);
    return expectRowsAlone(build, layers, columns, rows);
  });

  it.each<[string, Layer[]]>([
    ['a residual block', [linear('a', 7), residual(sequential([batchNorm('b'), linear('c', 7), relu()]))]],
    ['a circuit', [circuitFeatures('a', { qubits: 3, layers: 2, entangler: 'cnot' })]],
    [
      'a circuit measured in shots',
      [
        circuitFeatures('a', { qubits: 3, layers: 1, entangler: 'cz', shots: { count: 20, seed: 1 } }),
        linear('b', 5),
      ],
    ],
    ['a convolution', [conv1d('a', 5, { padding: 1, relu: true }), conv1d('b', 3, { channels: 5 })]],
    ['recurrent units over a row', [gru('a', 9), lstm('b', 7)]],
    [
      'recurrent units over features',
      [gru('a', 9, { features: 1, direction: 'both' }), lstm('b', 7, { features: 3 })],
    ],
  ])('predicts with %s alike whatever is predicted together', (_, layers) =>
    expectRowsAlone(build, sequential([...layers, linear('out', 3)]), 6, 700),
  );
});

/** Every row has the same prediction whatever rows stand beside it. */
async function expectRowsAlone(
  build: KernelBuild,
  layers: SequentialLayer,
  columns: number,
  rows: number,
): Promise<void> {
  const engine = await Engine.create(build);
  const store = new ParameterStore(engine);
  const predictor = new NetworkPredictor(engine, store, layers, columns);
  const random = new RandomStream(3, 'prediction');
  randomize(store, random);
  await predictor.refresh();
  const X = randomRows(random, rows, columns);
  const part = (from: number, to: number): Matrix => ({
    data: X.data.slice(from * columns, to * columns),
    rows: to - from,
    columns,
  });
  const whole = await predictor.probabilities(X);
  const argmax = async (rows: Matrix) => (await predictor.repeatedArgmax(rows))();
  const classes = await argmax(X);
  expect(new Set(classes).size).toBeGreaterThan(1);
  for (const size of [1, 3, 4, 6, 13, 67]) {
    for (let from = 0; from < Math.min(rows, 70); from += size) {
      const rest = part(from, Math.min(rows, from + size));
      const expected = whole.data.slice(from * 3, (from + rest.rows) * 3);
      expect((await predictor.probabilities(rest)).data, `rows ${from}, ${size} at once`).toEqual(expected);
      expect(await argmax(rest)).toEqual(classes.slice(from, from + rest.rows));
    }
  }
}
