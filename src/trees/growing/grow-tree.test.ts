/** Properties of grown trees on random tables; scikit-learn's own trees are in test/parity/trees.test.ts. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type SmallTable, smallTables } from '../../../test/support/small-tables.js';
import { RandomStream } from '../../engine/random/random-stream.js';
import type { Matrix } from '../../matrix.js';
import { binMatrix, rankMatrix } from '../binning/bin-matrix.js';
import type { BinnedMatrix } from '../binning/binned-matrix.js';
import { EnsembleBuilder } from '../ensemble.js';
import type { Tree } from '../tree.js';
import type { Criterion, GradientCriterion } from './criterion.js';
import { type GrowOptions, growTree } from './grow-tree.js';

const KINDS = ['gini', 'entropy', 'friedman-mse', 'gradient'] as const;
type Kind = (typeof KINDS)[number];

/** Hessians are the weights, gradients the target: squared error, as boosting has it. */
function criterionOf(kind: Kind, { y, classes, target, weights }: SmallTable): Criterion {
  if (kind === 'gini' || kind === 'entropy') return { kind, y, classes, weights };
  if (kind === 'friedman-mse') return { kind, target, weights };
  const gradients = target.map((t, i) => t * weights[i]);
  return { kind, gradients, hessians: weights, lambda: 1, alpha: 0.1, gamma: 0, minChildWeight: 0, eta: 0.3 };
}

const allRows = (X: Matrix) => Int32Array.from({ length: X.rows }, (_, i) => i);
const grow = (data: BinnedMatrix, rows: Int32Array, criterion: Criterion, options: GrowOptions = {}) =>
  growTree(data, rows, criterion, options, new RandomStream(1, 'tree'));

/** The node at which each row's walk ends. */
function walk(tree: Tree, X: Matrix): number[] {
  const builder = new EnsembleBuilder();
  builder.add(tree);
  const numbers = new Int32Array(X.rows);
  builder.finish().findLeaves(0, X, 0, X.rows, numbers);
  const leaves = Array.from(tree.feature.keys()).filter((node) => tree.feature[node] < 0);
  return Array.from(numbers, (number) => leaves[number]);
}

/** The impurity of rows in the units of the gain, by definition. */
function impurity(kind: Kind, { y, target, weights }: SmallTable, rows: number[]): number {
  const weight = rows.reduce((sum, r) => sum + weights[r], 0);
  if (kind === 'gradient') {
    const g = rows.reduce((sum, r) => sum + weights[r] * target[r], 0);
    return -(Math.max(Math.abs(g) - 0.1, 0) ** 2) / (weight + 1);
  }
  if (kind === 'friedman-mse') {
    const mean = rows.reduce((sum, r) => sum + weights[r] * target[r], 0) / weight;
    return rows.reduce((sum, r) => sum + weights[r] * (target[r] - mean) ** 2, 0);
  }
  const shares = [0, 1, 2].map(
    (c) => rows.reduce((sum, r) => sum + (y[r] === c ? weights[r] : 0), 0) / weight,
  );
  if (kind === 'gini') return weight * (1 - shares.reduce((sum, p) => sum + p * p, 0));
  return -weight * shares.reduce((sum, p) => sum + (p > 0 ? p * Math.log2(p) : 0), 0);
}

/** The largest gain over all columns, thresholds and directions of missing values. */
function bestGain(kind: Kind, table: SmallTable): number {
  const { data, rows, columns } = table.X;
  const every = Array.from({ length: rows }, (_, i) => i);
  let best = Number.NEGATIVE_INFINITY;
  for (let c = 0; c < columns; c++) {
    const value = (row: number) => data[row * columns + c];
    for (const threshold of every.map(value).filter((v) => !Number.isNaN(v))) {
      for (const missingLeft of [false, true]) {
        const goesLeft = (row: number) => (Number.isNaN(value(row)) ? missingLeft : value(row) <= threshold);
        const left = every.filter(goesLeft);
        const right = every.filter((row) => !goesLeft(row));
        if (left.length === 0 || right.length === 0) continue;
        const after = impurity(kind, table, left) + impurity(kind, table, right);
        best = Math.max(best, impurity(kind, table, every) - after);
      }
    }
  }
  return best;
}

describe.each(KINDS)('%s', (kind) => {
  const property = (missing: boolean, check: (table: SmallTable) => Promise<void>, numRuns = 60) =>
    fc.assert(fc.asyncProperty(smallTables(missing), check), { numRuns, seed: 1 });

  it('walks every row to the leaf it was in when growing', () =>
    property(true, async (table) => {
      const { tree, leaves } = await grow(binMatrix(table.X), allRows(table.X), criterionOf(kind, table));
      expect(walk(tree, table.X)).toEqual(Array.from(leaves));
    }));

  it('takes the split with the largest gain of all', () =>
    property(true, async (table) => {
      const { tree } = await grow(binMatrix(table.X), allRows(table.X), criterionOf(kind, table), {
        maxDepth: 1,
      });
      const best = bestGain(kind, table);
      if (tree.feature[0] >= 0) expect(tree.gain[0]).toBeCloseTo(best, 4);
      else expect(best).toBeLessThan(1e-4);
    }));

  it('finds the same tree by bins and by ranks, while every value has a bin', () =>
    property(true, async (table) => {
      const criterion = criterionOf(kind, table);
      const grown = await grow(binMatrix(table.X), allRows(table.X), criterion);
      expect(await grow(rankMatrix(table.X), allRows(table.X), criterion)).toEqual(grown);
    }));

  it('keeps to the depth and to the least numbers of rows', () =>
    property(true, async (table) => {
      const options = { maxDepth: 3, minSamplesLeaf: 3, minSamplesSplit: 8 };
      const { tree, leaves } = await grow(
        binMatrix(table.X),
        allRows(table.X),
        criterionOf(kind, table),
        options,
      );
      const depth = new Int32Array(tree.feature.length);
      const rowsAt = new Int32Array(tree.feature.length);
      for (const leaf of leaves) rowsAt[leaf]++;
      for (let node = tree.feature.length - 1; node >= 0; node--) {
        if (tree.feature[node] < 0) {
          if (node > 0) expect(rowsAt[node]).toBeGreaterThanOrEqual(3);
          continue;
        }
        rowsAt[node] = rowsAt[tree.left[node]] + rowsAt[tree.right[node]];
        expect(rowsAt[node]).toBeGreaterThanOrEqual(8);
        depth[node] = 1 + Math.max(depth[tree.left[node]], depth[tree.right[node]]);
      }
      expect(depth[0]).toBeLessThanOrEqual(3);
    }));

  it('is the same tree after a transformation that keeps the order', () =>
    property(true, async (table) => {
      const criterion = criterionOf(kind, table);
      const bent = { ...table.X, data: table.X.data.map((v) => v * v * v + 7 * v) };
      const before = await grow(rankMatrix(table.X), allRows(table.X), criterion);
      const after = await grow(rankMatrix(bent), allRows(table.X), criterion);
      expect(after.leaves).toEqual(before.leaves);
      expect(after.tree.feature).toEqual(before.tree.feature);
    }));

  it('treats a whole weight as so many equal rows', () =>
    property(false, async (table) => {
      const repeated = allRows(table.X);
      const rows = Int32Array.from([...repeated].flatMap((row) => new Array(table.weights[row]).fill(row)));
      const single = { ...table, weights: table.weights.map(() => 1) };
      const weighted = await grow(binMatrix(table.X), repeated, criterionOf(kind, table));
      const { tree } = await grow(binMatrix(table.X), rows, criterionOf(kind, single));
      // Sums of logarithms depend on their order in the last bit, which decides between equal splits.
      expect(tree.gain[0]).toBeCloseTo(weighted.tree.gain[0], 5);
      if (kind === 'entropy') return;
      expect(tree.feature).toEqual(weighted.tree.feature);
      expect(tree.threshold).toEqual(weighted.tree.threshold);
      tree.value.forEach((value, i) => {
        expect(value).toBeCloseTo(weighted.tree.value[i], 5);
      });
    }));

  it('tries some columns at each node, and others where these are constant', () =>
    property(
      false,
      async (table) => {
        const { tree } = await grow(binMatrix(table.X), allRows(table.X), criterionOf('gini', table), {
          maxFeatures: 1,
        });
        // Grown out: a node with rows of several classes is left only where no column varies.
        const nodes = walk(tree, table.X);
        const rows = [...nodes.keys()];
        for (const [i, j] of rows.flatMap((a) => rows.map((b) => [a, b] as const))) {
          if (nodes[i] !== nodes[j] || table.y[i] === table.y[j]) continue;
          const row = (r: number) => table.X.data.subarray(r * table.X.columns, (r + 1) * table.X.columns);
          expect(row(i)).toEqual(row(j));
        }
      },
      20,
    ));
});

describe('gradient', () => {
  const column = (values: number[]): Matrix => ({
    data: Float32Array.from(values),
    rows: values.length,
    columns: 1,
  });
  const criterion: GradientCriterion = {
    kind: 'gradient',
    gradients: Float64Array.of(-1, -1, 2, 3),
    hessians: Float64Array.of(1, 1, 1, 1),
    lambda: 1,
    alpha: 0.5,
    gamma: 0,
    minChildWeight: 0,
    eta: 0.5,
  };
  const X = column([1, 2, 3, 4]);

  it('has leaves of -eta T(G) / (H + lambda)', async () => {
    const { tree } = await grow(binMatrix(X), allRows(X), criterion, { maxDepth: 1 });
    expect(tree.threshold[0]).toBe(2.5);
    expect(Array.from(tree.value.subarray(1))).toEqual([0.25, -0.75]);
    expect(tree.gain[0]).toBeCloseTo(1.5 ** 2 / 3 + 4.5 ** 2 / 3 - 2.5 ** 2 / 5, 6);
    expect(Array.from(tree.cover)).toEqual([4, 2, 2]);
  });

  it.each([{ gamma: 7 }, { minChildWeight: 2.5 }])('does not split beyond %j', async (limit) => {
    const { tree } = await grow(binMatrix(X), allRows(X), { ...criterion, ...limit });
    expect(tree.feature.length).toBe(1);
  });

  it('sends missing values that the node has not seen to the right, or left if the column has none', async () => {
    const rows = allRows(X);
    expect((await grow(binMatrix(X), rows, criterion, { maxDepth: 1 })).tree.missingLeft[0]).toBe(1);
    const more = binMatrix(column([1, 2, 3, 4, Number.NaN]));
    expect((await grow(more, rows, criterion, { maxDepth: 1 })).tree.missingLeft[0]).toBe(0);
  });
});

it.each([
  [[0, 0, 0, 1], 1],
  [[0, 1, 1, 1], 0],
])(
  'gini sends missing values that the node has not seen to the child with more rows: %j',
  async (y, left) => {
    const X = { data: Float32Array.of(1, 2, 3, 4), rows: 4, columns: 1 };
    const criterion = { kind: 'gini' as const, y: Int32Array.from(y), classes: 2 };
    expect((await grow(binMatrix(X), allRows(X), criterion)).tree.missingLeft[0]).toBe(left);
  },
);

it('does not split equal targets, whatever rounding makes of their mean', async () => {
  const X = { data: Float32Array.from({ length: 30 }, (_, i) => i), rows: 30, columns: 1 };
  const weights = Float64Array.from({ length: 30 }, (_, i) => 1 + (i % 4) / 7);
  const criterion = { kind: 'friedman-mse' as const, target: new Float64Array(30).fill(1.8), weights };
  expect((await grow(binMatrix(X), allRows(X), criterion)).tree.feature.length).toBe(1);
});

it('stops at the signal', async () => {
  const reason = new Error('enough');
  const X = { data: Float32Array.from({ length: 40 }, (_, i) => i), rows: 40, columns: 1 };
  const y = Int32Array.from({ length: 40 }, (_, i) => i % 2);
  const slices = { due: () => true, pause: async () => {} };
  const grown = growTree(
    binMatrix(X),
    allRows(X),
    { kind: 'gini', y, classes: 2 },
    { slices, signal: AbortSignal.abort(reason) },
    new RandomStream(1, 'tree'),
  );
  await expect(grown).rejects.toBe(reason);
});
