/** Two independent ways of growing: histograms by kernels, and the general grower on sorted values. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Engine } from '../../engine/engine.js';
import { RandomStream } from '../../engine/random/random-stream.js';
import { timeSlices } from '../../event-loop.js';
import type { KernelBuild } from '../../kernels/load.js';
import type { Matrix } from '../../matrix.js';
import { binRanks, rankMatrix } from '../binning/bin-matrix.js';
import { EnsembleBuilder } from '../ensemble.js';
import { BoostingMemory } from './boosting-memory.js';
import type { BoostingRule } from './boosting-rule.js';
import { NestedColumns } from './column-choice.js';
import { HistogramGrower } from './histogram-grower.js';
import { leastSquaresRule } from './least-squares.js';
import { pruneTree } from './prune-tree.js';
import type { GrownRound, RoundGrower } from './round-grower.js';
import { secondOrderRule } from './second-order.js';
import { SortedGrower } from './sorted-grower.js';

const ROWS = 60;
const COLUMNS = 3;

/** Few values a column, so that many are equal; some missing; labels and weights at random. */
function problem(seed: number, classes: number, weighted: boolean) {
  const random = new RandomStream(seed, 'table');
  const data = Float32Array.from({ length: ROWS * COLUMNS }, () =>
    random.uniform() < 0.1 ? Number.NaN : random.integer(12),
  );
  const X: Matrix = { data, rows: ROWS, columns: COLUMNS };
  const y = Int32Array.from({ length: ROWS }, (_, row) => (row < classes ? row : random.integer(classes)));
  const weights = weighted ? Float64Array.from(y, () => 0.2 + random.uniform()) : undefined;
  return { X, y, classes, weights };
}

const rules = (classes: number): BoostingRule[] => {
  const secondOrder = { learningRate: 0.3, lambda: 1, alpha: 0, gamma: 0, minChildWeight: 1, maxDepth: 4 };
  return [
    secondOrderRule({ ...secondOrder, exact: false }, classes),
    secondOrderRule({ ...secondOrder, alpha: 0.3, gamma: 0.5, lambda: 0.1, exact: false }, classes),
    leastSquaresRule({ learningRate: 0.1, maxDepth: 3, minSamplesSplit: 4, minSamplesLeaf: 1 }, classes),
  ];
};

const allColumns = () =>
  new NestedColumns(COLUMNS, { byTree: 1, byLevel: 1, byNode: 1 }, new RandomStream(1, 'columns'));

async function growBoth(
  seed: number,
  classes: number,
  weighted: boolean,
  rule: BoostingRule,
  build?: KernelBuild,
) {
  const rows = problem(seed, classes, weighted);
  const memory = new BoostingMemory(
    await Engine.create(build),
    rows,
    rule.hessianScale,
    new Float32Array(classes),
  );
  memory.differentiate();
  const data = rankMatrix(rows.X);
  const drawn = Int32Array.from({ length: ROWS }, (_, row) => row).filter((row) => row % 7 !== 0);
  const grow = (grower: RoundGrower) => grower.grow(0, drawn, allColumns(), timeSlices());
  const byHistograms = await grow(new HistogramGrower(data, memory, rule));
  const leaves = byHistograms.leaves.map((leaf) => ({ ...leaf, rows: leaf.rows.slice() }));
  const sorted = new SortedGrower(data, memory, rule, undefined, new RandomStream(1, 'columns'));
  return { drawn, byHistograms: { ...byHistograms, leaves }, bySorting: await grow(sorted) };
}

const splits = ({ tree }: GrownRound) => [
  tree.feature,
  tree.threshold,
  tree.left,
  tree.right,
  tree.missingLeft,
];
const rowsOfLeaves = ({ leaves }: GrownRound) =>
  new Map(leaves.map(({ node, rows }) => [node, [...rows].sort((a, b) => a - b)]));

describe('histograms and sorted values', () => {
  it('grow the same trees with the same rows in their leaves', async () => {
    const cases = fc.record({
      seed: fc.nat(1000),
      classes: fc.constantFrom(2, 3),
      weighted: fc.boolean(),
      rule: fc.constantFrom(0, 1, 2),
    });
    await fc.assert(
      fc.asyncProperty(cases, async ({ seed, classes, weighted, rule }) => {
        const { byHistograms, bySorting, drawn } = await growBoth(
          seed,
          classes,
          weighted,
          rules(classes)[rule],
        );
        expect(splits(byHistograms)).toEqual(splits(bySorting));
        expect(rowsOfLeaves(byHistograms)).toEqual(rowsOfLeaves(bySorting));
        const rows = byHistograms.leaves.flatMap((leaf) => [...leaf.rows]).sort((a, b) => a - b);
        expect(rows).toEqual([...drawn]);
        for (const { node, H } of byHistograms.leaves) {
          expect(byHistograms.tree.cover[node]).toBe(Math.fround(H));
          expect(bySorting.tree.cover[node]).toBeCloseTo(H, 4);
        }
      }),
      { numRuns: 60, seed: 1 },
    );
  });

  it('agree on every build of the kernels', async () => {
    const rule = rules(3)[0];
    const grown = await Promise.all(
      (['fma', 'simd', 'typescript'] as const).map((build) => growBoth(3, 3, true, rule, build)),
    );
    for (const { byHistograms } of grown) expect(splits(byHistograms)).toEqual(splits(grown[0].byHistograms));
    expect(grown[0].byHistograms.tree.feature.length).toBeGreaterThan(5);
  });

  it('give the children of a split at least the least weight', async () => {
    const rule = { ...rules(2)[0], minChildWeight: 1.5 };
    const { byHistograms } = await growBoth(5, 2, true, rule);
    expect(byHistograms.leaves.length).toBeGreaterThan(2);
    for (const { H } of byHistograms.leaves) expect(H).toBeGreaterThanOrEqual(1.5);
  });
});

describe.each([
  ['too few rows', { minSamplesSplit: ROWS }],
  ['too little weight', { minChildWeight: 10 * ROWS }],
])('a root of %s', (_, limits) => {
  it('stays a leaf', async () => {
    const { byHistograms, bySorting } = await growBoth(5, 2, false, { ...rules(2)[0], ...limits });
    expect(byHistograms.tree.feature).toEqual(Int32Array.of(-1));
    expect(splits(byHistograms)).toEqual(splits(bySorting));
  });
});

describe('pruneTree', () => {
  it('takes back splits from below until one gains enough, and keeps all rows', async () => {
    const { byHistograms: grown } = await growBoth(11, 2, false, { ...rules(2)[0], prune: true });
    const { tree } = grown;
    const gains = tree.gain.filter((gain) => gain > 0).sort();
    const gamma = gains[gains.length >> 1];
    const pruned = pruneTree(grown, gamma);
    expect(pruned.tree.feature.length).toBeLessThan(tree.feature.length);
    expect(pruned.tree.feature.length).toBeGreaterThan(1);
    const { feature, left, right, gain, cover } = pruned.tree;
    feature.forEach((column, node) => {
      if (column < 0) return;
      if (feature[left[node]] < 0 && feature[right[node]] < 0)
        expect(gain[node]).toBeGreaterThanOrEqual(gamma);
    });
    const rows = pruned.leaves.flatMap((leaf) => [...leaf.rows]).sort((a, b) => a - b);
    expect(rows).toEqual(grown.leaves.flatMap((leaf) => [...leaf.rows]).sort((a, b) => a - b));
    for (const { node, H } of pruned.leaves) expect(cover[node]).toBe(Math.fround(H));
    expect(new Set(pruned.leaves.map(({ node }) => node)).size).toBe(pruned.leaves.length);
  });

  it('leaves only the root where nothing gains enough, and everything where gamma is 0', async () => {
    const { byHistograms: grown } = await growBoth(11, 2, false, rules(2)[0]);
    expect(pruneTree(grown, Number.POSITIVE_INFINITY).tree.feature).toEqual(Int32Array.of(-1));
    expect(splits(pruneTree(grown, 0))).toEqual(splits(grown));
  });
});

describe('histograms of bins of several values', () => {
  const grow = async (seed: number, classes: number, rule: BoostingRule, isRefined: boolean) => {
    const random = new RandomStream(seed, 'table');
    const X = {
      data: Float64Array.from({ length: ROWS * COLUMNS }, () =>
        random.uniform() < 0.1 ? Number.NaN : 1.7e12 + random.integer(1000),
      ),
      rows: ROWS,
      columns: COLUMNS,
    };
    const y = Int32Array.from({ length: ROWS }, (_, row) => (row < classes ? row : random.integer(classes)));
    const engine = await Engine.create();
    const memory = new BoostingMemory(engine, { y, classes }, rule.hessianScale, new Float32Array(classes));
    memory.differentiate();
    const ranks = rankMatrix(X);
    const bins = binRanks(ranks, 8);
    const grower = new HistogramGrower(bins, memory, rule, isRefined ? ranks : bins);
    const all = Int32Array.from({ length: ROWS }, (_, row) => row);
    const { tree, leaves } = await grower.grow(0, all, allColumns(), timeSlices());
    return { X, tree, leaves: leaves.map((leaf) => ({ ...leaf, rows: leaf.rows.slice() })) };
  };

  it('divide rows as their thresholds do, and gain no less than at the edges of the bins', async () => {
    const cases = fc.record({
      seed: fc.nat(1000),
      classes: fc.constantFrom(2, 3),
      rule: fc.constantFrom(0, 1, 2),
    });
    let moved = 0;
    await fc.assert(
      fc.asyncProperty(cases, async ({ seed, classes, rule }) => {
        const { X, tree, leaves } = await grow(seed, classes, rules(classes)[rule], true);
        const builder = new EnsembleBuilder();
        builder.add(tree);
        const found = new Int32Array(ROWS);
        builder.finish().findLeaves(0, X, 0, ROWS, found);
        const numbers = Array.from(tree.feature.keys()).filter((node) => tree.feature[node] < 0);
        for (const { node, rows } of leaves) for (const row of rows) expect(numbers[found[row]]).toBe(node);
        const atEdges = await grow(seed, classes, rules(classes)[rule], false);
        expect(tree.gain[0]).toBeGreaterThanOrEqual(atEdges.tree.gain[0]);
        if (tree.gain[0] > atEdges.tree.gain[0]) moved++;
      }),
      { numRuns: 60, seed: 1 },
    );
    expect(moved).toBeGreaterThan(20);
  });
});
