import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Engine } from '../../engine/engine.js';
import { RandomStream } from '../../engine/random/random-stream.js';
import type { KernelBuild } from '../../kernels/load.js';
import { floatsLike } from '../../matrix.js';
import { type Ensemble, EnsembleBuilder } from '../ensemble.js';
import { TreeBuilder } from '../tree.js';
import { addTrees } from './boosted-trees.js';
import { CompleteTrees } from './complete-trees.js';
import { depthsOf } from './margin-kernel.js';

const COLUMNS = 3;
const OUTPUTS = 2;

/** Trees whose nodes split at random or are leaves, down to a depth; values and thresholds coincide often. */
function grow(random: RandomStream, trees: number, depth: number, like: Float32Array | Float64Array) {
  const ensemble = new EnsembleBuilder();
  for (let tree = 0; tree < trees; tree++) {
    const builder = new TreeBuilder(1, like);
    const add = (parent: number, isLeft: boolean, levels: number): void => {
      const node = builder.add(parent, isLeft, 1);
      if (levels === 0 || random.uniform() < 0.2) return;
      const [feature, threshold] = [random.integer(COLUMNS), random.integer(9) / 2];
      builder.split(node, { feature, threshold, missingLeft: random.uniform() < 0.5, gain: 1 });
      add(node, true, levels - 1);
      add(node, false, levels - 1);
    };
    add(-1, false, depth);
    ensemble.add(builder.finish());
  }
  return { ensemble: ensemble.finish(), leaves: ensemble.leaves };
}

async function completed(ensemble: Ensemble, values: Float32Array, build?: KernelBuild) {
  const engine = await Engine.create(build);
  return CompleteTrees.create(engine, ensemble, values, depthsOf(ensemble.arrays), COLUMNS, OUTPUTS);
}

it('adds up the leaves that walking finds, with and without missing values, to the bit', async () => {
  const cases = fc.record({
    seed: fc.integer({ min: 1, max: 1e6 }),
    rows: fc.constantFrom(1, 3, 4, 9, 3000),
    trees: fc.integer({ min: 1, max: 6 }),
    depth: fc.integer({ min: 0, max: 6 }),
    missing: fc.constantFrom(0, 0.2),
    single: fc.boolean(),
    build: fc.constantFrom<KernelBuild | undefined>(undefined, 'typescript'),
  });
  await fc.assert(
    fc.asyncProperty(cases, async ({ seed, rows, trees, depth, missing, single, build }) => {
      const random = new RandomStream(seed, 'trees');
      const like = single ? new Float32Array(0) : new Float64Array(0);
      const { ensemble, leaves } = grow(random, trees, depth, like);
      const values = Float32Array.from({ length: leaves }, () => random.normal());
      const data = floatsLike(like, rows * COLUMNS).map(() =>
        random.uniform() < missing ? Number.NaN : random.integer(10) / 2,
      ) as typeof like;
      const X = { data, rows, columns: COLUMNS };
      const walked = new Float32Array(rows * OUTPUTS).fill(0.1);
      const added = walked.slice();
      addTrees(ensemble, values, X, walked, OUTPUTS, 0);
      (await completed(ensemble, values, build))!.add(X, added);
      expect(added).toEqual(walked);
    }),
    { numRuns: 60 },
  );
});

it('leaves deep trees to the kernel of nodes', async () => {
  const builder = new TreeBuilder(1);
  let parent = builder.add(-1, false, 1);
  for (let level = 0; level < 12; level++) {
    builder.split(parent, { feature: 0, threshold: level, missingLeft: false, gain: 1 });
    builder.add(parent, true, 1);
    parent = builder.add(parent, false, 1);
  }
  const ensemble = new EnsembleBuilder();
  ensemble.add(builder.finish());
  expect(await completed(ensemble.finish(), new Float32Array(13))).toBeUndefined();
});
