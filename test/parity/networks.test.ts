/** Recurrent and convolutional layers, and the deep baselines, against PyTorch: values and gradients. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { classifiers } from '../../src/classifiers/registry.js';
import { conv1d } from '../../src/nn/layers/conv1d.js';
import { gru } from '../../src/nn/layers/gru.js';
import type { Layer } from '../../src/nn/layers/layer.js';
import { lstm } from '../../src/nn/layers/lstm.js';
import type { NetworkDefinition } from '../../src/training/network-definition.js';
import { NetworkPredictor } from '../../src/training/network-predictor.js';
import { type Bench, bench, builds, expectClose, flat } from './agreement.js';

type Arrays = Readonly<Record<string, unknown>>;

interface LayerGolden {
  readonly rows: number;
  readonly params: Arrays;
  readonly grads: Arrays;
  readonly x: unknown;
  readonly out: unknown;
  readonly grad_out: unknown;
  readonly grad_x: unknown;
}

interface Golden {
  readonly recurrent: readonly (LayerGolden & {
    readonly kind: 'gru' | 'lstm';
    readonly direction: 'forward' | 'reverse' | 'both';
    readonly features: number;
    readonly hidden: number;
  })[];
  readonly conv: readonly (LayerGolden & {
    readonly channels: number;
    readonly filters: number;
    readonly kernel: number;
    readonly padding: number;
  })[];
  readonly networks: readonly {
    readonly name: string;
    readonly options: Record<string, unknown>;
    readonly columns: number;
    readonly classes: number;
    readonly rows: number;
    readonly params: Arrays;
    readonly x: number[][];
    readonly y: number[];
    readonly weights: number[];
    readonly loss: number;
    readonly grads: Arrays;
    readonly statistics: Arrays;
    readonly probabilities: unknown;
  }[];
}

const golden: Golden = JSON.parse(readFileSync(new URL('./fixtures/networks.json', import.meta.url), 'utf8'));

/** Fills the parameters, which have to be among the golden ones, with the values of `params`. */
function writeParameters({ store, write }: Bench, params: Arrays, prefix = ''): void {
  for (const { name, value, size } of store.parameters()) {
    const values = params[name.slice(prefix.length)];
    expect(flat(values).length, name).toBe(size);
    write(value, values);
  }
}

/** All golden gradients, and 0 for what the network leaves out because it has no effect. */
function expectGradients(b: Bench, grads: Arrays, build: (typeof builds)[number], prefix = ''): void {
  const parameters = new Map([...b.store.parameters()].map((p) => [p.name.slice(prefix.length), p]));
  expect(parameters.size).toBeGreaterThan(0);
  for (const [name, values] of Object.entries(grads)) {
    const parameter = parameters.get(name);
    if (parameter) expectClose(b.read(parameter.gradient, parameter.size), values, build, name);
    else
      expect(
        flat(values).every((gradient) => gradient === 0),
        `${name} has no gradient`,
      ).toBe(true);
  }
}

describe.each(builds)('layers against PyTorch, %s', (build) => {
  async function expectLayer(layer: Layer, g: LayerGolden): Promise<void> {
    const b = await bench(build, g.rows);
    const n = flat(g.x).length;
    const x = b.input(g.x, n / g.rows);
    const y = layer.record(b.program, x);
    b.program.compile();
    writeParameters(b, g.params, 'a.');
    b.program.forward();
    expectClose(b.read(y.value, flat(g.out).length), g.out, build, 'out');
    b.write(y.gradient, g.grad_out);
    b.program.backward();
    expectClose(b.read(x.gradient, n), g.grad_x, build, 'grad_x');
    expectGradients(b, g.grads, build, 'a.');
  }

  it.each(
    golden.recurrent.map((g) => [g.kind, g.direction, flat(g.x).length / g.rows / g.features, g] as const),
  )('%s, %s, %i steps', async (kind, direction, _, g) => {
    const { features, hidden } = g;
    const layer = (kind === 'gru' ? gru : lstm)('a', hidden, { features, direction });
    if (direction === 'reverse') {
      // torch's module also has the other direction, whose gradients are zero.
      const ours = Object.entries(g.params).filter(([name]) => name.endsWith('_reverse'));
      await expectLayer(layer, { ...g, params: Object.fromEntries(ours) });
    } else await expectLayer(layer, g);
  });

  it.each(golden.conv.map((g) => [g.channels, g.filters, g.kernel, g.padding, g] as const))(
    'convolution of %i channels, %i filters, kernel %i, padding %i',
    (channels, filters, kernel, padding, g) =>
      expectLayer(conv1d('a', filters, { channels, kernel, padding }), g),
  );
});

describe.each(builds)('networks against PyTorch, %s', (build) => {
  it.each(golden.networks.map((g) => [g.name, JSON.stringify(g.options), g] as const))(
    '%s %s',
    async (name, _, g) => {
      const entry = classifiers.find((each) => each.name === name);
      const classifier = entry?.create(g.options) as unknown as { definition(): NetworkDefinition };
      const definition = classifier.definition();
      const b = await bench(build, g.rows);
      const x = b.input(g.x, g.columns);
      const targets = b.targets(g.y);
      const loss = definition.record(b.program, x, targets, g.classes);
      const predictor = new NetworkPredictor(
        b.engine,
        b.store,
        definition.inference(g.columns, g.classes),
        g.columns,
      );
      b.program.compile();
      writeParameters(b, g.params);
      b.write(targets.weights, g.weights);
      b.program.forward();
      b.program.backward();
      expectClose(loss.value(), g.loss, build, 'loss');
      expectGradients(b, g.grads, build);
      const statistics = [...b.store.arrays()].filter((array) => array.name.includes('running'));
      expect(statistics.map((array) => array.name).sort()).toEqual(Object.keys(g.statistics).sort());
      for (const array of statistics) expectClose(array.view, g.statistics[array.name], build, array.name);
      await predictor.refresh();
      const X = { data: Float32Array.from(flat(g.x)), rows: g.rows, columns: g.columns };
      const { data } = await predictor.probabilities(X);
      // Rows come in and probabilities go out in 32 bits on every build.
      expectClose(data, g.probabilities, 'fma', 'probabilities');
    },
  );
});
