import { describe, expect, it } from 'vitest';
import { centroidVariance } from '../../src/nn/losses/centroid-variance.js';
import { focalLoss } from '../../src/nn/losses/focal-loss.js';
import { minedTriplets } from '../../src/nn/losses/mined-triplets.js';
import { gram, pairwiseDistance, unitRows } from '../../src/nn/losses/pairs.js';
import { supervisedContrastive } from '../../src/nn/losses/supervised-contrastive.js';
import { bench, builds, expectClose, flat, golden } from './agreement.js';

/** One labelling of a golden section; the fields are described beside the generating script. */
// biome-ignore lint/suspicious/noExplicitAny: plain JSON
type GoldenCase = { name: string; y: number[]; [field: string]: any };

describe.each(builds)('losses against PyTorch, %s', (build) => {
  it.each<GoldenCase>(golden.fvl.cases)('focal variance loss (Eq. 9-13): $name', async (c) => {
    const g = golden.fvl;
    const b = await bench(build, 10);
    const logits = b.input(g.logits, 4);
    const embedding = b.input(g.embedding, 8);
    const targets = b.targets(c.y);
    const { intra, inter } = centroidVariance(b.program, embedding, targets, {
      classes: 4,
      intraWeight: g.beta1,
      interWeight: g.beta2,
      intraForm: 'squared',
      centroids: () => {},
      scale: 1,
    });
    const focal = focalLoss(b.program, logits, targets, { gamma: g.gamma, scale: 1 });
    b.program.compile();
    const centroids = b.store.parameter('fvl.centroids', [4, 8], () => {});
    b.write(centroids.value, g.centroids);
    b.program.forward();
    b.program.backward();
    expectClose(focal.value, c.focal, build, 'focal');
    expectClose(intra.value, c.intra_sum, build, 'intra');
    expectClose(inter.value, c.inter, build, 'inter');
    expectClose(focal.value + 0.8 * intra.value + inter.value, c.total, build, 'total');
    expectClose(b.read(logits.gradient, 40), c.grad_logits, build, 'grad_logits');
    expectClose(b.read(embedding.gradient, 80), c.grad_embedding, build, 'grad_embedding');
    expectClose(b.read(centroids.gradient, 32), c.grad_centroids, build, 'grad_centroids');
  });

  it('intra as mean square (Algorithm 1)', async () => {
    const g = golden.fvl;
    const b = await bench(build, 10);
    const { intra } = centroidVariance(b.program, b.input(g.embedding, 8), b.targets(g.cases[0].y), {
      classes: 4,
      intraWeight: 1,
      interWeight: 1,
      intraForm: 'mse',
      centroids: () => {},
      scale: 1,
    });
    b.program.compile();
    b.write(b.store.parameter('fvl.centroids', [4, 8], () => {}).value, g.centroids);
    b.program.backward();
    expectClose(intra.value, g.cases[0].intra_mse, build);
  });

  describe.each<GoldenCase>(golden.metric.cases)('labels: $name', (c) => {
    const g = golden.metric;

    it.each(['mean', 'sum'] as const)('supervised contrastive (Eq. 15), %s', async (reduction) => {
      const b = await bench(build, 12);
      const e = b.input(g.embedding, 8);
      const similarity = gram(b.program, unitRows(b.program, e));
      const term = supervisedContrastive(b.program, similarity, b.targets(c.y), {
        temperature: g.tau,
        reduction,
        scale: 1,
      });
      b.program.compile();
      b.program.forward();
      b.program.backward();
      expectClose(b.read(similarity.value, 144), c.cosine, build, 'cosine');
      const key = reduction === 'mean' ? 'supcon' : 'supcon_sum';
      expectClose(term.value, c[key], build, 'loss');
      expectClose(b.read(e.gradient, 96), c[`${key}_grad`], build, 'grad');
    });

    it('keeps the pairs of the multi-similarity miner', async () => {
      const b = await bench(build, 12);
      const { kernels } = b.engine;
      const similarity = b.engine.allocateFloats(144);
      b.write(similarity, c.cosine);
      const kept = b.engine.allocateInts(144);
      kernels.mineMultiSimilarity(12, similarity, 12, b.targets(c.y).labels, g.epsilon, kept);
      const pairs = (kind: number) =>
        [...b.engine.ints(kept, 144)].flatMap((k, at) =>
          k === kind ? [[Math.floor(at / 12), at % 12]] : [],
        );
      expect(pairs(1)).toEqual(c.mined_pos);
      expect(pairs(2)).toEqual(c.mined_neg);
      const triplets = pairs(1).flatMap(([a, p]) =>
        pairs(2).flatMap(([i, n]) => (i === a ? [[a, p, n]] : [])),
      );
      expect(triplets.length).toBe(c.n_triplets);
      if (c.triplets) expect(flat(triplets)).toEqual(flat(c.triplets));
    });

    it.each([
      ['pml', true, 1, 'mean'],
      ['pml_squared', true, 2, 'mean'],
      ['eq16_raw_squared_sum', false, 2, 'sum'],
    ] as const)('mined triplets (Eq. 16): %s', async (key, unit, power, reduction) => {
      const b = await bench(build, 12);
      const e = b.input(g.embedding, 8);
      const similarity = gram(b.program, unitRows(b.program, e));
      const products = unit ? similarity : gram(b.program, e);
      const distance = pairwiseDistance(b.program, products, { unit, power });
      const term = minedTriplets(b.program, similarity, distance, b.targets(c.y), {
        margin: g.margin,
        minerEpsilon: g.epsilon,
        reduction,
        scale: 1,
      });
      b.program.compile();
      b.program.forward();
      b.program.backward();
      expectClose(term.value, c[key].loss, build, 'loss');
      expectClose(b.read(e.gradient, 96), c[key].grad, build, 'grad');
    });
  });
});
