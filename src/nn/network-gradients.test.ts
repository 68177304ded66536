/** Networks of several layers and losses: their gradients are those of their own forward pass. */
import { describe, expect, it } from 'vitest';
import {
  expectTrueGradients,
  fillBatch,
  type Recorder,
  recordNetwork,
  weightedSum,
} from '../../test/support/gradient-check.js';
import type { Tensor } from '../engine/program.js';
import { RandomStream } from '../engine/random/random-stream.js';
import { leakyRelu, relu, sigmoid, tanh } from './layers/activation.js';
import { batchNorm } from './layers/batch-norm.js';
import { residual, sequential } from './layers/composition.js';
import { conv1d } from './layers/conv1d.js';
import { gru } from './layers/gru.js';
import { standardNormal } from './layers/initializers.js';
import { lengthOneAttention } from './layers/length-one-attention.js';
import { linear } from './layers/linear.js';
import { lstm } from './layers/lstm.js';
import { quantumEntanglement } from './layers/quantum-entanglement.js';
import { centroidVariance } from './losses/centroid-variance.js';
import { focalLoss } from './losses/focal-loss.js';
import { type HybridLossOptions, hybridLoss } from './losses/hybrid-loss.js';
import { gram, pairwiseDistance, unitRows } from './losses/pairs.js';
import { supervisedContrastive } from './losses/supervised-contrastive.js';

const SIZE = { rows: 7, columns: 5 };

const HYBRID: HybridLossOptions = {
  classes: 3,
  alpha: 0.4,
  focalGamma: 3,
  intraWeight: 0.8,
  interWeight: 1,
  intraForm: 'squared',
  centroids: standardNormal,
  temperature: 0.2,
  contrastiveReduction: 'mean',
  margin: 0.5,
  minerEpsilon: 0.1,
  tripletNormalized: true,
  tripletPower: 1,
  tripletReduction: 'mean',
};

/** The paper's network in small: every layer and every loss, with a representation that two heads share. */
const wholeNetwork =
  (options: HybridLossOptions): Recorder =>
  ({ program, input, targets }) => {
    const trunk = sequential([
      quantumEntanglement('qe1'),
      lengthOneAttention('attn', input.columns),
      linear('fc1', 6),
      batchNorm('bn1'),
      leakyRelu(),
      quantumEntanglement('qe2'),
    ]).record(program, input);
    const head = sequential([linear('proj1', 5), batchNorm('projbn'), relu(), linear('proj2', 3)]);
    const embedding = head.record(program, trunk);
    const logits = linear('fc3', options.classes).record(program, trunk);
    const loss = hybridLoss(program, logits, embedding, targets, options);
    return () => loss.value();
  };

describe('whole networks', () => {
  it.each([
    ['normalised triplets', HYBRID],
    [
      'raw squared triplets',
      { ...HYBRID, tripletNormalized: false, tripletPower: 2, tripletReduction: 'sum' },
    ],
    ['printed sums', { ...HYBRID, contrastiveReduction: 'sum', intraForm: 'mse' }],
    ['learned weights', { ...HYBRID, weights: 'learned' }],
    [
      'learned weights without the metric losses',
      { ...HYBRID, weights: 'learned', alpha: 1, interWeight: 0 },
    ],
  ] as [string, HybridLossOptions][])('%s', (_, options) =>
    expectTrueGradients({ rows: 10, columns: 4 }, wholeNetwork(options)),
  );

  it('on rows whose gradient nobody wants', () =>
    expectTrueGradients({ rows: 10, columns: 4, inputGradient: false }, wholeNetwork(HYBRID)));

  it('the loss is the weighted sum of its parts', async () => {
    let parts: () => Record<string, number> = () => ({});
    const { program, loss } = await recordNetwork(SIZE, ({ program, input, targets }) => {
      const logits = linear('logits', 3).record(program, input);
      const hybrid = hybridLoss(program, logits, linear('e', 4).record(program, input), targets, HYBRID);
      parts = () => hybrid.parts();
      return () => hybrid.value();
    });
    program.forward();
    program.backward();
    const { focal, intra, inter, contrastive, triplet } = parts();
    expect(Math.min(focal, intra, inter, contrastive, triplet)).toBeGreaterThan(0);
    expect(loss()).toBeCloseTo(0.4 * (focal + 0.8 * intra + inter) + 0.6 * (contrastive + triplet), 12);
  });
});

describe('a tensor with several consumers', () => {
  const consumers: [string, (network: Parameters<Recorder>[0], h: Tensor) => () => number][] = [
    ['linear', (n, h) => weightedSum(n, [linear('c1', 3).record(n.program, h)])],
    ['batchNorm', (n, h) => weightedSum(n, [batchNorm('c2').record(n.program, h)])],
    ['leakyRelu', (n, h) => weightedSum(n, [leakyRelu().record(n.program, h)])],
    ['sigmoid', (n, h) => weightedSum(n, [sigmoid().record(n.program, h)])],
    ['tanh', (n, h) => weightedSum(n, [tanh().record(n.program, h)])],
    ['quantumEntanglement', (n, h) => weightedSum(n, [quantumEntanglement('c3').record(n.program, h)])],
    ['residual', (n, h) => weightedSum(n, [residual(tanh()).record(n.program, h)])],
    ['unitRows', (n, h) => weightedSum(n, [unitRows(n.program, h)])],
    ['gram', (n, h) => weightedSum(n, [gram(n.program, h)])],
    [
      'focal loss',
      (n, h) => {
        const term = focalLoss(n.program, h, n.targets, { gamma: 2, scale: 1 });
        return () => term.value;
      },
    ],
    [
      'centroids',
      (n, h) => {
        const { intra, inter } = centroidVariance(n.program, h, n.targets, {
          classes: 3,
          intraWeight: 1,
          interWeight: 1,
          intraForm: 'squared',
          centroids: standardNormal,
          scale: 1,
        });
        return () => intra.value + inter.value;
      },
    ],
  ];

  // The consumer recorded last writes the gradient, the others add to it: each takes both parts.
  it.each(consumers.map(([name], i) => [name, i] as const))('%s last', (_, last) =>
    expectTrueGradients(SIZE, (network) => {
      const h = linear('h', 4).record(network.program, network.input);
      const order = [...consumers.slice(last + 1), ...consumers.slice(0, last + 1)];
      const losses = order.map(([, record]) => record(network, h));
      return () => losses.reduce((sum, loss) => sum + loss(), 0);
    }),
  );

  it('a matrix over pairs with three consumers', () =>
    expectTrueGradients({ rows: 9, columns: 4 }, (network) => {
      const { program, input, targets } = network;
      const similarity = gram(program, unitRows(program, input));
      const first = weightedSum(network, [pairwiseDistance(program, similarity, { unit: true, power: 1 })]);
      const second = weightedSum(network, [pairwiseDistance(program, similarity, { unit: true, power: 2 })]);
      const term = supervisedContrastive(program, similarity, targets, {
        temperature: 0.5,
        reduction: 'sum',
        scale: 1,
      });
      return () => first() + second() + term.value;
    }));
});

/** Layers over sequences, whose steps lie one behind the other for the rows of the batch. */
const overSteps: Recorder = ({ program, input, targets }) => {
  const layers = sequential([
    conv1d('conv', 3, { padding: 1, relu: true }),
    gru('gru', 4, { features: 3, direction: 'both' }),
    lstm('lstm', 5, { features: 2 }),
  ]);
  const term = focalLoss(program, layers.record(program, input), targets, { gamma: 0, scale: 1 });
  return () => term.value;
};

describe('a batch smaller than the program', () => {
  const networks: [string, Recorder][] = [
    ['the whole network', wholeNetwork(HYBRID)],
    ['layers over sequences', overSteps],
  ];
  it.each(networks)('has true gradients: %s', (_, network) =>
    expectTrueGradients({ rows: 7, maximumRows: 12, columns: 4 }, network),
  );

  const builds = ['fma', 'simd', 'typescript', 'typescript-float64'] as const;
  it.each(builds.flatMap((build) => networks.map(([name, network]) => [build, name, network] as const)))(
    'gives the bits of a program made for that many rows (%s, %s)',
    async (build, _, record) => {
      const rows = 11;
      const run = async (maximumRows: number) => {
        const network = await recordNetwork({ rows: maximumRows, columns: 5, build }, record);
        const { engine, store, program, loss } = network;
        const start = store.snapshot();
        // A full batch first: what it leaves behind must not show.
        program.forward();
        program.backward();
        store.restore(start);
        fillBatch({ ...network, random: new RandomStream(9, 'rows') }, rows);
        program.forward();
        program.backward();
        const gradients = engine.floats(store.gradients, store.size).slice();
        const inputGradient = engine.floats(network.input.gradient, rows * 5).slice();
        return { loss: loss(), gradients, inputGradient, state: store.snapshot() };
      };
      const [exact, larger] = [await run(rows), await run(16)];
      expect(exact.gradients.some((g) => g !== 0)).toBe(true);
      expect(larger).toEqual(exact);
    },
  );
});
