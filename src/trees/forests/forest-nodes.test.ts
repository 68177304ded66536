import fc from 'fast-check';
import { expect, it } from 'vitest';
import { RandomStream } from '../../engine/random/random-stream.js';
import { floatsLike } from '../../matrix.js';
import { LevelGroups } from '../binning/level-groups.js';
import { EnsembleBuilder } from '../ensemble.js';
import { TreeBuilder } from '../tree.js';
import { ForestNodes } from './forest-nodes.js';

/** Levels of the columns: 0 of a column of numbers; more than 255 are grouped. */
const LEVELS = [0, 3, 0, 300];
const TREES = 3;

function grow(random: RandomStream, depth: number, like: Float32Array | Float64Array, categories: boolean) {
  const groups = Int32Array.from({ length: 300 }, (_, level) => level % 255);
  const levels = categories ? new LevelGroups({ levels: Int32Array.from(LEVELS), groups }) : undefined;
  const forest = new EnsembleBuilder();
  for (let tree = 0; tree < TREES; tree++) {
    const builder = new TreeBuilder(1, like, levels);
    const add = (parent: number, isLeft: boolean, below: number): void => {
      const node = builder.add(parent, isLeft, 1);
      if (below === 0 || random.uniform() < 0.2) return;
      const feature = random.integer(LEVELS.length);
      const set = levels?.has(feature)
        ? Int32Array.from({ length: levels.words(feature) }, () => random.integer(2 ** 31))
        : undefined;
      const missingLeft = random.uniform() < 0.5;
      builder.split(node, { feature, threshold: random.integer(9) / 2, missingLeft, gain: 1, set });
      add(node, true, below - 1);
      add(node, false, below - 1);
    };
    add(-1, false, depth);
    forest.add(builder.finish());
  }
  return forest.finish();
}

it('finds the leaves that walking the arrays finds, with missing values and unknown levels', () => {
  const cases = fc.record({
    seed: fc.integer({ min: 1, max: 1e6 }),
    rows: fc.constantFrom(0, 1, 7, 1000),
    depth: fc.integer({ min: 0, max: 9 }),
    single: fc.boolean(),
    categories: fc.boolean(),
  });
  fc.assert(
    fc.property(cases, ({ seed, rows, depth, single, categories }) => {
      const random = new RandomStream(seed, 'forest');
      const like = single ? new Float32Array(0) : new Float64Array(0);
      const ensemble = grow(random, depth, like, categories);
      const columns = LEVELS.length;
      const data = floatsLike(like, rows * columns).map((_, i) => {
        if (random.uniform() < 0.1) return Number.NaN;
        const levels = LEVELS[i % columns];
        return levels === 0 ? random.integer(10) / 2 : random.integer(levels + 2) - 1;
      }) as typeof like;
      const X = { data, rows, columns };
      const nodes = new ForestNodes(ensemble);
      const from = Math.floor(rows / 3);
      const coded = nodes.codedRows(X, from, rows);
      for (let tree = 0; tree < TREES; tree++) {
        const [walked, found] = [new Int32Array(rows), new Int32Array(rows)];
        ensemble.findLeaves(tree, X, from, rows, walked);
        nodes.findLeaves(tree, coded, columns, found);
        expect(found).toEqual(walked);
      }
    }),
    { numRuns: 60 },
  );
});
