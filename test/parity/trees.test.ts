/** Trees node by node against scikit-learn's; the fixture is made by fixtures/make_trees.py. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { DecisionTree } from '../../src/classifiers/tree-models/decision-tree/decision-tree.js';
import type { DecisionTreeOptions } from '../../src/classifiers/tree-models/decision-tree/options.js';
import { RandomStream } from '../../src/engine/random/random-stream.js';
import type { Matrix } from '../../src/matrix.js';
import { binMatrix, rankMatrix } from '../../src/trees/binning/bin-matrix.js';
import { type GrowOptions, growTree } from '../../src/trees/growing/grow-tree.js';
import { savedArrays } from '../support/saved-ensemble.js';

interface Case {
  criterion: string;
  options: DecisionTreeOptions & GrowOptions;
  X: number[][];
  y: number[];
  weights: number[] | null;
  feature: number[];
  threshold: number[];
  right: number[];
  values: number[] | number[][];
  importances: number[];
}

const cases: Case[] = JSON.parse(readFileSync(new URL('./fixtures/trees.json', import.meta.url), 'utf8'));
const title = ({ criterion, options, weights }: Case) =>
  `${criterion} ${JSON.stringify(options)}${weights ? ' weighted' : ''}`;
const matrix = (rows: number[][]): Matrix => ({
  data: Float32Array.from(rows.flat()),
  rows: rows.length,
  columns: rows[0].length,
});
const named = (kinds: string[]) =>
  cases.filter(({ criterion }) => kinds.includes(criterion)).map((each) => [title(each), each] as const);

function expectThresholds(actual: ArrayLike<number>, wanted: number[]): void {
  wanted.forEach((threshold, node) => {
    // Ours is the largest 32-bit float that is not above.
    expect(Math.abs(actual[node] - threshold)).toBeLessThanOrEqual(2 ** -23 * Math.abs(threshold));
    expect(actual[node]).toBeLessThanOrEqual(threshold);
  });
}

describe.each(['exact', 'hist'] as const)('scikit-learn, %s', (method) => {
  it.each(named(['gini', 'entropy']))('%s', async (_, { criterion, options, X, y, weights, ...wanted }) => {
    const tree = new DecisionTree({ ...options, criterion: criterion as 'gini', method });
    const sampleWeight = weights ?? undefined;
    await tree.fit(matrix(X), y, { sampleWeight });
    const { split, threshold, next } = savedArrays(tree);
    const feature = Array.from(split, (s) => s >> 1);
    expect(feature).toEqual(wanted.feature);
    expectThresholds(threshold, wanted.threshold);
    wanted.right.forEach((right, node) => {
      if (right >= 0) expect(next[node]).toBe(right);
    });
    const { data } = await tree.predictProba(matrix(X));
    wanted.values.flat().forEach((value, i) => {
      expect(data[i]).toBeCloseTo(value, 5);
    });
    wanted.importances.forEach((value, i) => {
      expect(tree.importances()[i]).toBeCloseTo(value, 5);
    });
  });

  it.each(named(['friedman_mse']))('%s', async (_, { options, X, y, weights, ...wanted }) => {
    const data = method === 'exact' ? rankMatrix(matrix(X)) : binMatrix(matrix(X));
    const criterion = {
      kind: 'friedman-mse' as const,
      target: Float64Array.from(y),
      weights: weights === null ? undefined : Float64Array.from(weights),
    };
    const rows = Int32Array.from(y.keys());
    const { tree, leaves } = await growTree(data, rows, criterion, options, new RandomStream(1, 'tree'));
    expect(Array.from(tree.feature)).toEqual(wanted.feature);
    expectThresholds(tree.threshold, wanted.threshold);
    wanted.values.flat().forEach((value, row) => {
      expect(tree.value[leaves[row]]).toBeCloseTo(value, 5);
    });
    const total = tree.gain.reduce((a, b) => a + b);
    wanted.importances.forEach((value, column) => {
      const own = tree.gain.reduce(
        (sum, gain, node) => (tree.feature[node] === column ? sum + gain : sum),
        0,
      );
      expect(own / total).toBeCloseTo(value, 5);
    });
  });
});
