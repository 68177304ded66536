/** Boosting tree by tree against xgboost and scikit-learn; the fixture is made by fixtures/make_boosting.py. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { GradientBoosting } from '../../src/classifiers/tree-models/gradient-boosting/gradient-boosting.js';
import { Xgboost } from '../../src/classifiers/tree-models/xgboost/xgboost.js';
import type { Matrix } from '../../src/matrix.js';
import { savedArrays } from '../support/saved-ensemble.js';

type Fitted = Xgboost | GradientBoosting;
/** A division [column, threshold, missing left, gain, cover] or a leaf [value, cover]; scikit-learn: fewer. */
type Node = number[];

interface Case {
  readonly name: string;
  readonly columns: number;
  readonly X: (number | null)[];
  readonly y: number[];
  readonly weights: number[] | null;
  readonly options: Record<string, number>;
  readonly trees: Node[][];
  readonly probabilities: number[];
  readonly importances?: number[];
}

const fixture: { xgboost: Case[]; sklearn: Case[] } = JSON.parse(
  readFileSync(new URL('./fixtures/boosting.json', import.meta.url), 'utf8'),
);
const titled = (cases: Case[]) => cases.map((each) => [each.name, each] as const);

function matrix({ X, columns }: Case): Matrix {
  return { data: Float32Array.from(X, (value) => value ?? Number.NaN), rows: X.length / columns, columns };
}

async function fit(classifier: Fitted, each: Case): Promise<void> {
  await classifier.fit(matrix(each), each.y, { sampleWeight: each.weights ?? undefined });
}

/** The trees of a fitted classifier: [column, threshold, missing left] or [value], in preorder. */
function treesOf(classifier: Fitted): Node[][] {
  const { split, threshold, next, roots } = savedArrays(classifier);
  const values = (classifier.tensors().get('leaves.value') as { data: ArrayLike<number> }).data;
  return Array.from(roots.subarray(0, -1)).map((root, tree) =>
    Array.from({ length: roots[tree + 1] - root }, (_, i) => {
      const node = root + i;
      return split[node] < 0 ? [values[next[node]]] : [split[node] >> 1, threshold[node], split[node] & 1];
    }),
  );
}

async function expectProbabilities(classifier: Fitted, each: Case): Promise<void> {
  const { data } = await classifier.predictProba(matrix(each));
  expect(data.length).toBe(each.probabilities.length);
  const worst = data.reduce((most, p, i) => Math.max(most, Math.abs(p - each.probabilities[i])), 0);
  expect(worst).toBeLessThan(1e-5);
}

describe('xgboost', () => {
  it.each(titled(fixture.xgboost))('exact: %s', async (_, each) => {
    const classifier = new Xgboost({ ...each.options, method: 'exact' });
    await fit(classifier, each);
    const trees = treesOf(classifier);
    expect(trees.length).toBe(each.trees.length);
    trees.forEach((tree, t) => {
      const wanted = each.trees[t];
      expect(
        tree.map((node) => (node.length > 1 ? [node[0], node[2]] : [])),
        `tree ${t}`,
      ).toEqual(wanted.map((node) => (node.length > 2 ? [node[0], node[2]] : [])));
      tree.forEach((node, i) => {
        // A division of all present values from the missing ones: xgboost's threshold is another.
        if (node[1] > 1e38) return;
        if (node.length > 1) expect(Math.abs(node[1] - wanted[i][1])).toBeLessThan(1e-6);
        else expect(Math.abs(node[0] - wanted[i][0])).toBeLessThan(1e-5);
      });
    });
    await expectProbabilities(classifier, each);
  });
});

describe('scikit-learn', () => {
  it.each(titled(fixture.sklearn))('exact: %s', async (_, each) => {
    const classifier = new GradientBoosting({ ...each.options, method: 'exact' });
    await fit(classifier, each);
    const trees = treesOf(classifier);
    trees.forEach((tree, t) => {
      const wanted = each.trees[t];
      expect(
        tree.map((node) => (node.length > 1 ? node[0] : -1)),
        `tree ${t}`,
      ).toEqual(wanted.map((node) => (node.length > 0 ? node[0] : -1)));
      tree.forEach((node, i) => {
        if (node.length > 1) expect(Math.abs(node[1] - wanted[i][1])).toBeLessThan(1e-6);
      });
    });
    await expectProbabilities(classifier, each);
    classifier.importances().forEach((share, column) => {
      expect(share).toBeCloseTo((each.importances as number[])[column], 4);
    });
  });
});
