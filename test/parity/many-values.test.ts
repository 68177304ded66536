/**
 * Columns of more than 256 values, and so of bins that hold several: `exact` grows scikit-learn's trees, and `hist`
 * divides by the same thresholds what the labels divide. The fixture is made by fixtures/make_many_values.py.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { DecisionTree } from '../../src/classifiers/tree-models/decision-tree/decision-tree.js';
import { GradientBoosting } from '../../src/classifiers/tree-models/gradient-boosting/gradient-boosting.js';
import { RandomForest } from '../../src/classifiers/tree-models/random-forest/random-forest.js';
import { Xgboost } from '../../src/classifiers/tree-models/xgboost/xgboost.js';
import type { FeatureMatrix } from '../../src/matrix.js';
import { savedArrays } from '../support/saved-ensemble.js';

interface Nodes {
  readonly feature: number[];
  readonly threshold: number[];
}

const golden: {
  readonly trees: (Nodes & { readonly criterion: 'gini' | 'entropy'; readonly seed: number })[];
  readonly boosted: { readonly seed: number; readonly trees: Nodes[] }[];
} = JSON.parse(readFileSync(new URL('./fixtures/many-values.json', import.meta.url), 'utf8'));

const ROWS = 3000;

/** As in make_many_values.py. */
function rowsOf(seed: number): { readonly X: FeatureMatrix; readonly y: number[] } {
  let state = seed;
  const next = () => {
    state = (state * 16807) % 2147483647;
    return state;
  };
  const gap = () => {
    const k = next() % 7000;
    return k < 4096 ? k / 4096 : 2 + (k - 4096) / 4096;
  };
  const amount = () => {
    const exponent = next() % 41;
    return (1 + (next() % 2 ** 20) / 2 ** 20) * 2 ** exponent;
  };
  const even = () => (next() % 2 ** 16) / 2 ** 16;
  const y: number[] = [];
  const data = new Float64Array(3 * ROWS);
  for (let row = 0; row < ROWS; row++) {
    const x = [gap(), amount(), even()];
    const wrong = next() % 20 === 0;
    const conditions = [x[0] > 1.5, 2 ** 11 < x[1] && x[1] < 2 ** 12, 0.301 < x[2] && x[2] < 0.323];
    y.push((conditions.filter(Boolean).length % 2 === 1) !== wrong ? 1 : 0);
    data.set(x, 3 * row);
  }
  return { X: { data, rows: ROWS, columns: 3 }, y };
}

function nodesOf(classifier: Parameters<typeof savedArrays>[0]): Nodes[] {
  const { roots, split, threshold } = savedArrays(classifier);
  return Array.from(roots.subarray(0, -1)).map((root, tree) => ({
    feature: Array.from(split.subarray(root, roots[tree + 1]), (s) => s >> 1),
    threshold: Array.from(threshold.subarray(root, roots[tree + 1])),
  }));
}

describe('exact', () => {
  it.each(golden.trees)('$criterion, rows $seed', async ({ criterion, seed, feature, threshold }) => {
    const { X, y } = rowsOf(seed);
    const tree = await new DecisionTree({ criterion, maxDepth: 4, method: 'exact' }).fit(X, y);
    expect(nodesOf(tree)).toEqual([{ feature, threshold }]);
  });

  it.each(golden.boosted)('gradient boosting, rows $seed', async ({ seed, trees }) => {
    const { X, y } = rowsOf(seed);
    const model = await new GradientBoosting({ nEstimators: 4, maxDepth: 2, method: 'exact' }).fit(X, y);
    expect(nodesOf(model)).toEqual(trees);
  });
});

/** The first nodes, which are divided where the labels say so and not by chance. */
const top = ({ feature, threshold }: Nodes) => ({
  feature: feature.slice(0, 3),
  threshold: threshold.slice(0, 3),
});

describe('hist', () => {
  it.each(golden.trees)('$criterion, rows $seed', async ({ criterion, seed, ...nodes }) => {
    const { X, y } = rowsOf(seed);
    const tree = await new DecisionTree({ criterion, maxDepth: 4 }).fit(X, y);
    expect(nodesOf(tree).map(top)).toEqual([top(nodes)]);
  });

  it.each(golden.boosted)('gradient boosting, rows $seed', async ({ seed, trees }) => {
    const { X, y } = rowsOf(seed);
    const model = await new GradientBoosting({ nEstimators: 4, maxDepth: 2 }).fit(X, y);
    expect(top(nodesOf(model)[0])).toEqual(top(trees[0]));
  });

  it.each([1, 2, 4])('xgboost divides the root as by exact: rows %i', async (seed) => {
    const { X, y } = rowsOf(seed);
    const fit = (method: 'exact' | 'hist') => new Xgboost({ nEstimators: 1, maxDepth: 3, method }).fit(X, y);
    const [hist, exact] = [nodesOf(await fit('hist')), nodesOf(await fit('exact'))];
    expect(hist[0].feature[0]).toBe(exact[0].feature[0]);
    expect(hist[0].threshold[0]).toBe(exact[0].threshold[0]);
  });

  it.each([{ Kind: DecisionTree }, { Kind: RandomForest }, { Kind: GradientBoosting }, { Kind: Xgboost }])(
    '$Kind.name is no worse than exact',
    async ({ Kind }) => {
      const { X, y } = rowsOf(1);
      const unseen = rowsOf(99);
      const accuracy = async (method: 'exact' | 'hist') => {
        const model = await new Kind({
          method,
          ...(Kind === RandomForest && { nEstimators: 20 }),
        } as object).fit(X, y);
        const predicted = await model.predict(unseen.X);
        return predicted.filter((label, row) => label === unseen.y[row]).length / ROWS;
      };
      expect(await accuracy('hist')).toBeGreaterThan((await accuracy('exact')) - 0.01);
    },
  );
});
