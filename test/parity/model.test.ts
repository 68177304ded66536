import { describe, expect, it } from 'vitest';
import { qclMixNetDefinition } from '../../src/classifiers/qcl-mixnet/network.js';
import { qclMixNetOptions } from '../../src/classifiers/qcl-mixnet/options.js';
import type { ParameterStore } from '../../src/engine/parameter-store.js';
import { Program } from '../../src/engine/program.js';
import type { KernelBuild } from '../../src/kernels/load.js';
import { AdamW } from '../../src/nn/optimisers/adamw.js';
import { NetworkPredictor } from '../../src/training/network-predictor.js';
import { bench, builds, expectClose, flat, golden } from './agreement.js';

const g = golden.model;
const { D, C, B } = g;

/** The value and gradient slices of a PyTorch array that stand for one of ours: v_proj is the last third. */
function ours(name: string, torch: Map<string, unknown>): number[] {
  const inProjection = {
    'attn.v_proj.weight': 'attn.mha.in_proj_weight',
    'attn.v_proj.bias': 'attn.mha.in_proj_bias',
  };
  const stacked = inProjection[name as keyof typeof inProjection];
  if (stacked) {
    const all = flat(torch.get(stacked));
    return all.slice((all.length * 2) / 3);
  }
  return flat(torch.get(name.replace('attn.out_proj', 'attn.mha.out_proj')));
}

function load(store: ParameterStore, values: Record<string, unknown>): void {
  const torch = new Map(Object.entries(values));
  for (const p of store.parameters()) store.engine.floats(p.value, p.size).set(ours(p.name, torch));
}

/**
 * A bias in front of a batch normalisation has no gradient: what is computed is rounding, of either
 * sign, and AdamW would turn it into a whole step. PyTorch's own rounding is taken instead.
 */
function removeRoundingNoise(store: ParameterStore): void {
  const torch = new Map(Object.entries(g.grads));
  for (const p of store.parameters()) {
    const gradient = store.engine.floats(p.gradient, p.size);
    ours(p.name, torch).forEach((value, i) => {
      if (Math.abs(value) < 1e-9) gradient[i] = value;
    });
  }
}

async function modelBench(
  build: KernelBuild,
  without: ('quantum' | 'attention')[] = [],
  inputGradient = true,
) {
  const definition = qclMixNetDefinition(qclMixNetOptions.parse({ without }));
  const b = await bench(build, B);
  const x = b.program.input(D, inputGradient);
  b.write(x.value, g.x_mix);
  const loss = definition.record(b.program, x, b.targets(g.y), C);
  b.program.compile();
  load(b.store, g.params);
  b.program.forward();
  b.program.backward();
  return { ...b, definition, x, loss };
}

describe.each(builds)('the whole model against PyTorch, %s', (build) => {
  it('mixes the given pairs (Eq. 7)', async () => {
    const b = await bench(build, B);
    const x = b.input(g.x, D);
    const neighbours = b.engine.allocateInts(B);
    b.engine.ints(neighbours, B).set(g.mix_j);
    const lambdas = b.engine.allocateFloats(B);
    b.write(lambdas, g.mix_lambda);
    const mixed = b.program.input(D);
    b.engine.kernels.mixRows(B, D, x.value, neighbours, lambdas, mixed.value);
    expectClose(b.read(mixed.value, B * D), g.x_mix, build);
  });

  it('the gradient of the input', async () => {
    const { read, x } = await modelBench(build);
    expectClose(read(x.gradient, B * D), g.grad_x_mix, build, 'grad_x_mix');
  });

  // Without it, as in training, theta's gradient takes the shorter way through products.
  it.each([
    ['with the gradient of the input', true],
    ['without the gradient of the input', false],
  ])('loss and every gradient of one training pass, %s', async (_name, inputGradient) => {
    const { store, loss, read } = await modelBench(build, [], inputGradient);
    expectClose(loss.value(), g.loss, build, 'loss');
    const torch = new Map(Object.entries(g.grads));
    // A gradient that is zero is a sum over the rows of terms of this size.
    const terms = Math.sqrt(B) * Math.max(...flat(Object.values(g.grads)).map(Math.abs));
    const compared = [...store.parameters()].map((p) => {
      expectClose(read(p.gradient, p.size), ours(p.name, torch), build, p.name, terms);
      return p.name;
    });
    expect(compared.length).toBe(Object.keys(g.grads).length);
  });

  it('running statistics after one pass', async () => {
    const { store } = await modelBench(build);
    for (const [name, s] of Object.entries<{ running_mean: number[]; running_var: number[] }>(
      g.bn_after_one_forward,
    )) {
      for (const key of ['running_mean', 'running_var'] as const) {
        const array = [...store.arrays()].find((a) => a.name === `${name}.${key}`);
        expectClose(array?.view ?? [], s[key], build, `${name}.${key}`);
      }
    }
  });

  it('AdamW, then folded and unfolded evaluation', async () => {
    const { engine, store, definition, read, write } = await modelBench(build);
    removeRoundingNoise(store);
    const optimiser = new AdamW(store, { weightDecay: 1e-5 });
    optimiser.step(1e-3, 0.9);
    const compare = (wanted: Record<string, unknown>) => {
      const torch = new Map(Object.entries(wanted));
      for (const p of store.parameters())
        expectClose(read(p.value, p.size), ours(p.name, torch), build, p.name);
    };
    compare(g.adamw.params_after_1);

    const predictor = new NetworkPredictor(engine, store, definition.inference(D, C), D);
    await predictor.refresh();
    const data = Float32Array.from(flat(g.x));
    const softmax = g.eval_after_1.logits.map((row: number[]) => {
      const e = row.map(Math.exp);
      const sum = e.reduce((a, v) => a + v, 0);
      return e.map((v) => v / sum);
    });
    // The matrix is 32-bit, whatever the build computes in.
    const inputBuild = build === 'typescript-float64' ? 'typescript' : build;
    const folded = await predictor.probabilities({ data, rows: B, columns: D });
    expectClose(folded.data, softmax, inputBuild, 'folded');

    const evaluation = new Program(engine, store, B, 'inference');
    const input = evaluation.input(D);
    const logits = definition.inference(D, C).record(evaluation, input);
    const embedding = definition.embedding?.(evaluation, input, C);
    evaluation.compile();
    write(input.value, g.eval_after_1.x);
    evaluation.forward();
    expectClose(read(logits.value, B * C), g.eval_after_1.logits, build, 'logits');
    expectClose(read(embedding?.value ?? 0, B * 8), g.eval_after_1.embedding, build, 'embedding');

    optimiser.step(1e-3, 0.9);
    optimiser.step(1e-3, 0.9);
    compare(g.adamw.params_after_3_same_grads);
  });

  it.each([
    ['no_quantum', 'quantum'],
    ['no_attention', 'attention'],
  ] as const)('ablation %s', async (key, part) => {
    const wanted = golden.model_ablated[key];
    const { store, loss, read } = await modelBench(build, [part]);
    expectClose(loss.value(), wanted.loss, build, 'loss');
    const weight = [...store.parameters()].find((p) => p.name === 'fc1.weight');
    expectClose(read(weight?.gradient ?? 0, 64 * D), wanted.grad_fc1_weight, build, 'grad_fc1_weight');
  });
});
