import { describe, expect, it } from 'vitest';
import { batchNorm } from '../../src/nn/layers/batch-norm.js';
import { quantumEntanglement } from '../../src/nn/layers/quantum-entanglement.js';
import { AdamW } from '../../src/nn/optimisers/adamw.js';
import { oneCycle } from '../../src/nn/schedules/one-cycle.js';
import { bench, builds, expectClose, golden } from './agreement.js';

describe.each(builds)('layers against PyTorch, %s', (build) => {
  it('quantum entanglement (Eq. 1-3)', async () => {
    const g = golden.qe;
    const b = await bench(build, 5);
    const x = b.input(g.x, 7);
    const y = quantumEntanglement('qe').record(b.program, x);
    b.program.compile();
    const theta = b.store.parameter('qe.theta', [7], () => {});
    b.write(theta.value, g.theta);
    b.program.forward();
    expectClose(b.read(y.value, 35), g.out, build, 'out');
    b.write(y.gradient, g.grad_out);
    b.program.backward();
    expectClose(b.read(x.gradient, 35), g.grad_x, build, 'grad_x');
    expectClose(b.read(theta.gradient, 7), g.grad_theta, build, 'grad_theta');
  });

  it('batch normalisation over two batches, backward and evaluation', async () => {
    const g = golden.batchnorm;
    const b = await bench(build, 6);
    const x = b.input(g.x1, 4);
    const y = batchNorm('bn').record(b.program, x);
    b.program.compile();
    const gamma = b.store.parameter('bn.weight', [4], () => {});
    const beta = b.store.parameter('bn.bias', [4], () => {});
    b.write(gamma.value, g.weight);
    b.write(beta.value, g.bias);
    const mean = b.store.statistic('bn.running_mean', 4, 0).value;
    const variance = b.store.statistic('bn.running_var', 4, 1).value;
    b.program.forward();
    expectClose(b.read(y.value, 24), g.y1, build, 'y1');
    expectClose(b.read(mean, 4), g.running_after_1.mean, build);
    expectClose(b.read(variance, 4), g.running_after_1.var, build);
    b.write(x.value, g.x2);
    b.program.forward();
    expectClose(b.read(y.value, 24), g.y2, build, 'y2');
    expectClose(b.read(mean, 4), g.running_after_2.mean, build);
    expectClose(b.read(variance, 4), g.running_after_2.var, build);
    b.write(y.gradient, g.grad_y2);
    b.program.backward();
    expectClose(b.read(x.gradient, 24), g.grad_x2, build, 'grad_x2');
    expectClose(b.read(gamma.gradient, 4), g.grad_weight, build, 'grad_weight');
    expectClose(b.read(beta.gradient, 4), g.grad_bias, build, 'grad_bias');

    const evaluation = await bench(build, 6, 'inference');
    const x1 = evaluation.input(g.x1, 4);
    const out = batchNorm('bn').record(evaluation.program, x1);
    evaluation.program.compile();
    for (const { name, view } of evaluation.store.arrays()) {
      const source = [...b.store.arrays()].find((array) => array.name === name);
      view.set(source?.view ?? []);
    }
    evaluation.program.forward();
    expectClose(evaluation.read(out.value, 24), g.eval_x1, build, 'eval');
  });

  it('AdamW driven by the one-cycle schedule', async () => {
    const g = golden.adamw_onecycle;
    const b = await bench(build, 1);
    const p = b.program.parameter('p', [6], () => {});
    b.program.compile();
    b.write(p.value, g.p0);
    const optimiser = new AdamW(b.store, { weightDecay: g.weight_decay, beta2: g.beta2, epsilon: g.eps });
    const schedule = oneCycle(20);
    g.steps.forEach((step: { lr: number; beta1: number; p: number[] }, t: number) => {
      const { learningRate, beta1 } = schedule.at(t);
      expect(learningRate).toBeCloseTo(step.lr, 12);
      expect(beta1).toBeCloseTo(step.beta1, 12);
      b.write(p.gradient, g.grads[t]);
      optimiser.step(learningRate, beta1);
      expectClose(b.read(p.value, 6), step.p, build, `step ${t}`);
    });
  });

  it('the five nearest neighbours of each row', async () => {
    const g = golden.knn;
    const b = await bench(build, 12);
    const x = b.input(g.x, 5);
    const { kernels } = b.engine;
    const gram = b.engine.allocateFloats(144);
    const found = b.engine.allocateInts(12);
    const ranks = b.engine.allocateInts(12);
    const scratch = b.engine.allocateFloats(80);
    kernels.gramRows(12, 5, x.value, 5, gram, 12);
    const byRank = [0, 1, 2, 3, 4].map((rank) => {
      b.engine.ints(ranks, 12).fill(rank);
      kernels.neighbourOfRank(12, gram, 12, ranks, scratch, found);
      return [...b.engine.ints(found, 12)];
    });
    const rows = g.neighbours_sorted.map((_: unknown, i: number) =>
      byRank.map((found) => found[i]).sort((p, q) => p - q),
    );
    expect(rows).toEqual(g.neighbours_sorted);
  });
});
