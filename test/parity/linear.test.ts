/** Logistic regression and k nearest neighbours against scikit-learn (fixtures/make_linear.py). */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { KNearestNeighbours } from '../../src/classifiers/knn/knn.js';
import { LogisticRegression } from '../../src/classifiers/logistic-regression/logistic-regression.js';
import type { Matrix } from '../../src/matrix.js';
import { NearestNeighbours } from '../../src/neighbours/nearest-neighbours.js';

interface Regression {
  readonly name: string;
  readonly C: number;
  readonly columns: number;
  readonly x: number[];
  readonly y: number[];
  readonly weights: number[] | null;
  readonly balanced: boolean;
  readonly coefficients: number[];
  readonly intercepts: number[];
  readonly probabilities: number[];
}

interface Search {
  readonly name: string;
  readonly k: number;
  readonly weights: 'uniform' | 'distance';
  readonly columns: number;
  readonly x: number[];
  readonly y: number[];
  readonly queries: number[];
  readonly indices: number[];
  readonly distances: number[];
  readonly probabilities: number[];
}

const fixture = (name: string) =>
  JSON.parse(readFileSync(new URL(`fixtures/${name}.json`, import.meta.url), 'utf8'));

function matrix(values: readonly number[], columns: number): Matrix {
  return { data: Float32Array.from(values), rows: values.length / columns, columns };
}

function expectClose(actual: ArrayLike<number>, expected: readonly number[], tolerance: number): void {
  expect(actual.length).toBe(expected.length);
  expected.forEach((value, i) => {
    const allowed = tolerance * Math.max(1, Math.abs(value));
    expect(Math.abs(actual[i] - value), `${i}: ${actual[i]} for ${value}`).toBeLessThanOrEqual(allowed);
  });
}

describe('logistic regression', () => {
  it.each((fixture('linear') as Regression[]).map((each) => [each.name, each] as const))(
    '%s',
    async (_, golden) => {
      const X = matrix(golden.x, golden.columns);
      const model = new LogisticRegression({
        C: golden.C,
        tolerance: 1e-8,
        classWeight: golden.balanced ? 'balanced' : undefined,
      });
      await model.fit(X, golden.y, { sampleWeight: golden.weights ?? undefined });
      expect(model.converged).toBe(true);
      const tensors = model.tensors();
      expectClose(tensors.get('coefficients')?.data ?? [], golden.coefficients, 1e-6);
      expectClose(tensors.get('intercepts')?.data ?? [], golden.intercepts, 1e-6);
      const first = { ...X, data: X.data.subarray(0, 20 * X.columns), rows: 20 };
      expectClose((await model.predictProba(first)).data, golden.probabilities, 1e-6);
    },
  );
});

describe('k nearest neighbours', () => {
  it.each((fixture('neighbours') as Search[]).map((each) => [each.name, each] as const))(
    '%s',
    async (_, golden) => {
      const X = matrix(golden.x, golden.columns);
      const queries = matrix(golden.queries, golden.columns);
      const search = await NearestNeighbours.create(X);
      const found = await search.nearest(queries, golden.k);
      expect(found.k).toBe(golden.k);
      // The order of equal distances is scikit-learn's own where a query has two copies among the rows.
      const twins = golden.distances.some((distance, i) => i > 0 && distance === golden.distances[i - 1]);
      if (!twins) expect([...found.indices]).toEqual(golden.indices);
      expectClose(found.distances, golden.distances, 1e-6);
      const model = await new KNearestNeighbours({ k: golden.k, weights: golden.weights }).fit(X, golden.y);
      expectClose((await model.predictProba(queries)).data, golden.probabilities, 1e-6);
    },
  );
});
