import { expect, it } from 'vitest';
import { Engine } from '../../engine/engine.js';
import { RandomStream } from '../../engine/random/random-stream.js';
import { timeSlices } from '../../event-loop.js';
import { floatsLike } from '../../matrix.js';
import { binRanks, rankMatrix } from '../binning/bin-matrix.js';
import { EnsembleBuilder } from '../ensemble.js';
import { setOf } from '../tree.js';
import { addTrees, leafValues } from './boosted-trees.js';
import { BoostingMemory } from './boosting-memory.js';
import { NestedColumns } from './column-choice.js';
import { HistogramGrower } from './histogram-grower.js';
import { leastSquaresRule } from './least-squares.js';
import { MarginKernel } from './margin-kernel.js';
import type { GrownRound } from './round-grower.js';
import { secondOrderRule } from './second-order.js';
import { SortedGrower } from './sorted-grower.js';

const ROWS = 600;
const LEVELS = [4, 40, 700];

/** Three columns of categories and one of numbers; the label depends on the first two. */
function problem(like: Float32Array | Float64Array, seed: number) {
  const random = new RandomStream(seed, 'table');
  const data = floatsLike(like, ROWS * 4);
  const y = new Int32Array(ROWS);
  for (let row = 0; row < ROWS; row++) {
    LEVELS.forEach((levels, c) => {
      data[4 * row + c] = Math.floor(levels * random.uniform() ** 2);
    });
    data[4 * row + 3] = random.uniform() < 0.1 ? Number.NaN : random.integer(30);
    const sum = (data[4 * row] % 2) + (data[4 * row + 1] % 3) + 2 * random.uniform();
    y[row] = sum > 2.2 ? 1 : 0;
  }
  return { X: { data, rows: ROWS, columns: 4, categories: [...LEVELS, null] }, y };
}

const secondOrder = secondOrderRule(
  { learningRate: 0.3, lambda: 1, alpha: 0, gamma: 0, minChildWeight: 1, maxDepth: 5, exact: false },
  2,
);
const leastSquares = leastSquaresRule(
  { learningRate: 0.1, maxDepth: 4, minSamplesSplit: 2, minSamplesLeaf: 1 },
  2,
);

async function grow(like: Float32Array | Float64Array, rule = secondOrder) {
  const { X, y } = problem(like, 1);
  const memory = new BoostingMemory(
    await Engine.create(),
    { y, classes: 2 },
    rule.hessianScale,
    Float32Array.of(0),
  );
  memory.differentiate();
  const ranks = rankMatrix(X);
  const all = Int32Array.from(y.keys());
  const columns = () =>
    new NestedColumns(4, { byTree: 1, byLevel: 1, byNode: 1 }, new RandomStream(1, 'columns'));
  const histograms = new HistogramGrower(binRanks(ranks), memory, rule, ranks);
  const sorted = new SortedGrower(ranks, memory, rule, undefined, new RandomStream(1, 'columns'));
  return {
    X,
    byHistograms: await histograms.grow(0, all, columns(), timeSlices()),
    bySorting: await sorted.grow(0, all, columns(), timeSlices()),
  };
}

it.each([
  ['second order', secondOrder],
  ['least squares', leastSquares],
])('histograms and sorted values divide the rows the same: %s', async (_, rule) => {
  const { byHistograms, bySorting } = await grow(new Float64Array(0), rule);
  // The sign of the target, and with it the sides of a split, differs for least squares.
  const parts = ({ leaves }: GrownRound) => leaves.map(({ rows }) => [...rows].sort().join()).sort();
  expect(parts(byHistograms)).toEqual(parts(bySorting));
  const { tree } = byHistograms;
  const sets = Array.from(tree.feature.keys()).filter((node) => setOf(tree, node) !== undefined);
  expect(sets.length).toBeGreaterThan(2);
});

it.each([
  ['32', new Float32Array(0)],
  ['64', new Float64Array(0)],
])('the kernel finds the leaves that walking finds, %s bits', async (_, like) => {
  const { X, byHistograms, bySorting } = await grow(like);
  const trees = [byHistograms.tree, bySorting.tree, byHistograms.tree];
  const builder = new EnsembleBuilder();
  for (const [i, tree] of trees.entries()) {
    tree.value.forEach((_, node) => {
      tree.value[node] = (node + 1) * (i + 1);
    });
    builder.add(tree);
  }
  const ensemble = builder.finish();
  expect(ensemble.defect(4, builder.leaves)).toBeUndefined();
  const values = Float32Array.from(trees.flatMap((tree) => [...leafValues(tree)]));
  const others = problem(like, 2).X;
  // Unknown levels of all sorts.
  [700, -1, 1e9, Number.NaN, 0.5].forEach((value, row) => {
    for (let c = 0; c < 3; c++) others.data[4 * row + c] = value;
  });
  for (const rows of [X, others]) {
    const walked = new Float32Array(ROWS * 2);
    addTrees(ensemble, values, rows, walked, 2, 0);
    const kernel = new MarginKernel(await Engine.create(), ensemble, values, 4, 2);
    const added = new Float32Array(ROWS * 2);
    kernel.add(rows, added);
    expect(added).toEqual(walked);
  }
  // The rows were grown into these leaves.
  const leaves = new Int32Array(ROWS);
  ensemble.findLeaves(0, X, 0, ROWS, leaves);
  const nodes = Array.from(trees[0].feature.keys()).filter((node) => trees[0].feature[node] < 0);
  for (const { node, rows } of byHistograms.leaves) {
    for (const row of rows) expect(nodes[leaves[row]]).toBe(node);
  }
});
