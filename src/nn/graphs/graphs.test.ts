/** Graph layers: true gradients, and results of a row that depend on nothing they should not depend on. */
import { describe, expect, it } from 'vitest';
import {
  expectTrueGradients,
  fillBatch,
  type Recorder,
  recordNetwork,
  weightedSum,
} from '../../../test/support/gradient-check.js';
import { normals } from '../../../test/support/kernels/kernel-case.js';
import { Engine } from '../../engine/engine.js';
import { ParameterStore } from '../../engine/parameter-store.js';
import { Program } from '../../engine/program.js';
import { RandomStream } from '../../engine/random/random-stream.js';
import type { Matrix } from '../../matrix.js';
import { relu, tanh } from '../layers/activation.js';
import { sequential } from '../layers/composition.js';
import { graphAttention } from '../layers/graph-attention.js';
import { graphConvolution } from '../layers/graph-convolution.js';
import { graphIsomorphism } from '../layers/graph-isomorphism.js';
import { jumpingKnowledge } from '../layers/jumping-knowledge.js';
import { linear } from '../layers/linear.js';
import { sageConvolution } from '../layers/sage-convolution.js';
import { focalLoss } from '../losses/focal-loss.js';
import { batchNeighbourhood } from './batch-neighbourhood.js';
import { nearestRows } from './nearest-rows.js';
import { type GraphLayer, graphSequence } from './neighbourhood.js';
import { onKeptRows } from './on-kept-rows.js';

const SIZE = { rows: 8, columns: 4 };
const LAYERS: [string, GraphLayer][] = [
  ['graphConvolution', graphConvolution('a', 3)],
  ['sageConvolution', sageConvolution('a', 3)],
  ['graphAttention, one head', graphAttention('a', 3, { heads: 1 })],
  ['graphAttention, three heads', graphAttention('a', 6, { heads: 3 })],
  ['graphIsomorphism', graphIsomorphism('a', sequential([linear('a.nn', 5), tanh(), linear('a.out', 3)]))],
  [
    'jumpingKnowledge',
    jumpingKnowledge(['a', 'b', 'c'].map((name) => graphSequence([sageConvolution(name, 3), tanh()]))),
  ],
];

/** The layer over the graph of the batch, which comes from the input itself. */
const overBatch =
  (layers: readonly GraphLayer[], k = 3): Recorder =>
  (network) => {
    const { program, input } = network;
    const graph = batchNeighbourhood(program, input, k);
    return weightedSum(network, [graphSequence(layers).record(program, input, graph)]);
  };

describe.each(LAYERS)('%s', (_, layer) => {
  it('has true gradients', () => expectTrueGradients(SIZE, overBatch([layer])));

  it('has them behind another layer', () =>
    expectTrueGradients(SIZE, overBatch([linear('first', 4), tanh(), layer])));

  it('has them on rows whose gradient nobody wants', () =>
    expectTrueGradients({ ...SIZE, inputGradient: false }, overBatch([layer])));

  it('has them in a batch smaller than the program', () =>
    expectTrueGradients({ ...SIZE, maximumRows: 13 }, overBatch([layer])));

  it.each([2, 3])('has them in a batch of %i rows, fewer than the neighbours asked for', (rows) =>
    expectTrueGradients({ rows, maximumRows: 9, columns: 4 }, overBatch([linear('first', 4), layer], 5)),
  );

  it('has them when its input has another consumer', () =>
    expectTrueGradients(SIZE, (network) => {
      const { program, input } = network;
      const graph = batchNeighbourhood(program, input, 3);
      const h = linear('h', 4).record(program, input);
      const before = tanh().record(program, h);
      const y = layer.record(program, h, graph);
      return weightedSum(network, [before, y, tanh().record(program, h)]);
    }));

  it('gives a smaller batch the bits of a program made for that many rows', async () => {
    const run = async (maximumRows: number) => {
      const network = await recordNetwork({ rows: maximumRows, columns: 4, build: 'fma' }, (network) => {
        const { program, input, targets } = network;
        const graph = batchNeighbourhood(program, input, 3);
        const logits = graphSequence([layer, linear('out', 3)]).record(program, input, graph);
        const term = focalLoss(program, logits, targets, { gamma: 0, scale: 1 });
        return () => term.value;
      });
      const { engine, store, program, input, loss } = network;
      const start = store.snapshot();
      // A full batch first: what it leaves behind must not show.
      program.forward();
      program.backward();
      store.restore(start);
      fillBatch({ ...network, random: new RandomStream(9, 'rows') }, 7);
      program.forward();
      program.backward();
      const gradients = engine.floats(store.gradients, store.size).slice();
      return { loss: loss(), gradients, input: engine.floats(input.gradient, 28).slice() };
    };
    const [exact, larger] = [await run(7), await run(12)];
    expect(exact.input.some((g) => g !== 0)).toBe(true);
    expect(larger).toEqual(exact);
  });
});

const ROWS = 70;

function randomRows(random: RandomStream, rows: number, columns: number): Matrix {
  return { data: normals(random, rows * columns), rows, columns };
}

describe('nearestRows', () => {
  // 41 and 700 columns: below and above what is packed at once; 70 rows: several blocks.
  it.each([1, 3, 41, 700])('finds what sorting all distances finds (%i columns)', async (columns) => {
    const engine = await Engine.create('typescript-float64');
    const random = new RandomStream(1, 'rows');
    const fixed = randomRows(random, 40, columns);
    const asked = randomRows(random, ROWS, columns);
    const place = ({ data }: Matrix) => {
      const address = engine.allocateFloats(data.length);
      engine.floats(address, data.length).set(data);
      return address;
    };
    const search = nearestRows(engine, place(fixed), fixed);
    const indices = engine.allocateInts(ROWS * 5);
    const distance = (a: Matrix, i: number, j: number) => {
      let sum = 0;
      for (let q = 0; q < columns; q++) sum += (a.data[i * columns + q] - fixed.data[j * columns + q]) ** 2;
      return sum;
    };
    const sorted = (a: Matrix, i: number, without: number) =>
      Array.from({ length: fixed.rows }, (_, j) => j)
        .filter((j) => j !== without)
        .sort((p, q) => distance(a, i, p) - distance(a, i, q))
        .slice(0, 5);
    search.find(ROWS, place(asked), 5, indices);
    const found = [...engine.ints(indices, ROWS * 5)];
    expect(found).toEqual(Array.from({ length: ROWS }, (_, i) => sorted(asked, i, -1)).flat());
    await search.findAmongThemselves(5, indices);
    const among = [...engine.ints(indices, fixed.rows * 5)];
    expect(among).toEqual(Array.from({ length: fixed.rows }, (_, i) => sorted(fixed, i, i)).flat());
  });
});

describe('onKeptRows', () => {
  const predictor = async (layer: GraphLayer, kept: Matrix) => {
    const engine = await Engine.create();
    const store = new ParameterStore(engine);
    const program = new Program(engine, store, ROWS, 'inference');
    const x = program.input(4);
    const y = onKeptRows(graphSequence([layer, relu(), linear('out', 2)]), 2, kept, 3).record(program, x);
    program.compile();
    store.initialize(new RandomStream(4, 'values'));
    for (const prepare of program.preparations) await prepare();
    program.refresh();
    const predict = ({ data, rows }: Matrix) => {
      engine.floats(x.value, data.length).set(data);
      program.rows = rows;
      for (const { find } of program.lookups) find();
      program.forward();
      return [...engine.floats(y.value, rows * 2)];
    };
    return { store, program, predict };
  };

  it.each(LAYERS)('gives a row the same bits whatever is asked for beside it: %s', async (_, layer) => {
    const random = new RandomStream(2, 'rows');
    const { predict } = await predictor(layer, randomRows(random, 50, 4));
    const asked = randomRows(random, ROWS, 4);
    const whole = predict(asked);
    expect(new Set(whole).size).toBeGreaterThan(ROWS);
    for (const size of [1, 3, 33]) {
      for (let start = 0; start + size <= ROWS; start += size) {
        const part = { ...asked, data: asked.data.slice(start * 4, (start + size) * 4), rows: size };
        expect(predict(part)).toEqual(whole.slice(start * 2, (start + size) * 2));
      }
    }
  });

  it.each(LAYERS)('follows the parameters after a refresh: %s', async (_, layer) => {
    const random = new RandomStream(2, 'rows');
    const kept = randomRows(random, 50, 4);
    const asked = randomRows(random, 5, 4);
    const { store, program, predict } = await predictor(layer, kept);
    const before = predict(asked);
    store.initialize(new RandomStream(5, 'values'));
    program.refresh();
    const after = predict(asked);
    expect(after).not.toEqual(before);
    store.initialize(new RandomStream(4, 'values'));
    program.refresh();
    expect(predict(asked)).toEqual(before);
  });
});
