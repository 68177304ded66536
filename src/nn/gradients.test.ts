/** Every layer and loss: its gradients are those of its own forward pass. */
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
import type { Layer } from './layers/layer.js';
import { lengthOneAttention } from './layers/length-one-attention.js';
import { linear } from './layers/linear.js';
import { lstm } from './layers/lstm.js';
import { quantumEntanglement } from './layers/quantum-entanglement.js';
import { centroidVariance } from './losses/centroid-variance.js';
import { focalLoss } from './losses/focal-loss.js';
import { type HybridLossOptions, hybridLoss } from './losses/hybrid-loss.js';
import { minedTriplets } from './losses/mined-triplets.js';
import { gram, pairwiseDistance, unitRows } from './losses/pairs.js';
import { supervisedContrastive } from './losses/supervised-contrastive.js';
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

describe('pairs of rows', () => {
  it('unitRows', () =>
    expectTrueGradients(SIZE, (network) => weightedSum(network, [unitRows(network.program, network.input)])));

  it('gram', () =>
    expectTrueGradients(SIZE, (network) => weightedSum(network, [gram(network.program, network.input)])));

  it.each([
    { unit: true, power: 1 },
    { unit: true, power: 2 },
    { unit: false, power: 1 },
    { unit: false, power: 2 },
  ] as const)('pairwiseDistance $unit $power', (form) =>
    expectTrueGradients(SIZE, (network) => {
      const { program, input } = network;
      const rows = form.unit ? unitRows(program, input) : input;
      return weightedSum(network, [pairwiseDistance(program, gram(program, rows), form)]);
    }),
  );
});

describe('losses', () => {
  const SCALE = 0.7;

  it.each([0, 0.5, 1, 2, 3])('focal, gamma %f', (gamma) =>
    expectTrueGradients(SIZE, ({ program, input, targets }) => {
      const term = focalLoss(program, input, targets, { gamma, scale: SCALE });
      return () => SCALE * term.value;
    }),
  );

  it.each(['squared', 'mse'] as const)('centroids, %s', (intraForm) =>
    expectTrueGradients(SIZE, ({ program, input, targets }) => {
      const [intraWeight, interWeight] = [0.8, 1.3];
      const { intra, inter } = centroidVariance(program, input, targets, {
        classes: 4,
        intraWeight,
        interWeight,
        intraForm,
        centroids: standardNormal,
        scale: SCALE,
      });
      return () => SCALE * (intraWeight * intra.value + interWeight * inter.value);
    }),
  );

  it.each(['mean', 'sum'] as const)('supervised contrastive, %s', (reduction) =>
    expectTrueGradients({ rows: 10, columns: 5 }, ({ program, input, targets }) => {
      const similarity = gram(program, unitRows(program, input));
      const term = supervisedContrastive(program, similarity, targets, {
        temperature: 0.2,
        reduction,
        scale: SCALE,
      });
      return () => SCALE * term.value;
    }),
  );

  const forms = [true, false].flatMap((unit) =>
    ([1, 2] as const).flatMap((power) =>
      (['mean', 'sum'] as const).map((reduction) => ({ unit, power, reduction })),
    ),
  );
  // The miner's decisions and the hinges are constant within a step of these rows: where one changed, the
  // differences would disagree by far.
  it.each(forms)('mined triplets, unit $unit power $power $reduction', ({ unit, power, reduction }) =>
    expectTrueGradients({ rows: 10, columns: 5 }, ({ program, input, targets }) => {
      const similarity = gram(program, unitRows(program, input));
      const distance = pairwiseDistance(program, unit ? similarity : gram(program, input), { unit, power });
      const term = minedTriplets(program, similarity, distance, targets, {
        margin: 0.5,
        minerEpsilon: 0.1,
        reduction,
        scale: SCALE,
      });
      return () => SCALE * term.value;
    }),
  );
});

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
  ] as [string, HybridLossOptions][])('%s', (_, options) =>
    expectTrueGradients({ rows: 10, columns: 4 }, wholeNetwork(options)),
  );

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

  it('in the whole network', () =>
    expectTrueGradients({ rows: 10, columns: 4, inputGradient: false }, wholeNetwork(HYBRID)));
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
