import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Engine } from '../../engine/engine.js';
import { RandomStream } from '../../engine/random/random-stream.js';
import type { KernelBuild } from '../../kernels/load.js';
import { floatsLike } from '../../matrix.js';
import { type Ensemble, EnsembleBuilder } from '../ensemble.js';
import { TreeBuilder } from '../tree.js';
import { addTrees } from './boosted-trees.js';
import { ByteTrees } from './byte-trees.js';
import { CodePlaces } from './code-places.js';
import { depthsOf } from './margin-kernel.js';
import { ShortTrees } from './short-trees.js';

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

type Form = typeof ByteTrees | typeof ShortTrees;

async function completed(form: Form, ensemble: Ensemble, values: Float32Array, build?: KernelBuild) {
  const shape = { depths: depthsOf(ensemble.arrays), columns: COLUMNS, outputs: OUTPUTS };
  return form.create(await Engine.create(build), new CodePlaces(ensemble), values, shape);
}

it.each<[string, Form, number]>([
  ['bytes', ByteTrees, 7],
  ['16 bits', ShortTrees, 9],
])(
  'adds up the leaves that walking finds, with and without missing values, to the bit: codes of %s',
  async (_, form, most) => {
    const cases = fc.record({
      seed: fc.integer({ min: 1, max: 1e6 }),
      rows: fc.constantFrom(0, 1, 3, 7, 33, 3000),
      trees: fc.integer({ min: 1, max: 6 }),
      depth: fc.integer({ min: 0, max: most }),
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
        (await completed(form, ensemble, values, build))!.add(X, added);
        expect(added).toEqual(walked);
      }),
      { numRuns: 60 },
    );
  },
);

/** A tree of one path, with a leaf at every level and a threshold for each of the last ones. */
function chain(levels: number): Ensemble {
  const builder = new TreeBuilder(1);
  let parent = builder.add(-1, false, 1);
  for (let level = 0; level < levels; level++) {
    builder.split(parent, { feature: 0, threshold: level, missingLeft: false, gain: 1 });
    builder.add(parent, true, 1);
    parent = builder.add(parent, false, 1);
  }
  const ensemble = new EnsembleBuilder();
  ensemble.add(builder.finish());
  return ensemble.finish();
}

it('leaves deep trees to other kernels', async () => {
  expect(await completed(ByteTrees, chain(7), new Float32Array(8))).toBeDefined();
  expect(await completed(ByteTrees, chain(8), new Float32Array(9))).toBeUndefined();
  expect(await completed(ShortTrees, chain(8), new Float32Array(9))).toBeDefined();
  expect(await completed(ShortTrees, chain(12), new Float32Array(13))).toBeUndefined();
});

it.each([255, 256])('puts %i thresholds of a column in codes that hold them', async (thresholds) => {
  const stumps = new EnsembleBuilder();
  for (let tree = 0; tree < thresholds; tree++) {
    const builder = new TreeBuilder(1);
    const root = builder.add(-1, false, 1);
    builder.split(root, { feature: 0, threshold: tree, missingLeft: false, gain: 1 });
    builder.add(root, true, 1);
    builder.add(root, false, 1);
    stumps.add(builder.finish());
  }
  const ensemble = stumps.finish();
  const values = Float32Array.from({ length: stumps.leaves }, (_, leaf) => leaf);
  const bytes = await completed(ByteTrees, ensemble, values);
  expect(bytes === undefined).toBe(thresholds > 255);
  const found = bytes ?? (await completed(ShortTrees, ensemble, values))!;
  const rows = thresholds + 2;
  const data = new Float32Array(rows * COLUMNS);
  for (let row = 0; row < rows; row++) data[row * COLUMNS] = row === 0 ? Number.NaN : row - 1.5;
  const X = { data, rows, columns: COLUMNS };
  const [walked, added] = [new Float32Array(rows * OUTPUTS), new Float32Array(rows * OUTPUTS)];
  addTrees(ensemble, values, X, walked, OUTPUTS, 0);
  found.add(X, added);
  expect(added).toEqual(walked);
});
