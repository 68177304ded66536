import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../engine/random/random-stream.js';
import { IsolationForest } from './isolation-forest.js';

const random = () => new RandomStream(7, 'isolation forest');

function normalRows(rows: number, columns: number) {
  const stream = new RandomStream(3, 'rows');
  return { data: Float64Array.from({ length: rows * columns }, () => stream.normal()), rows, columns };
}

describe('IsolationForest', () => {
  it('gives rows far out higher scores than those in the middle, in any of the columns', () => {
    const forest = IsolationForest.fit(normalRows(300, 3), random());
    const data = Float64Array.of(0, 0, 0, 5, 0, 0, 0, -5, 0, 0, 0, 5);
    const [middle, ...outer] = forest.scores({ data, rows: 4, columns: 3 });
    expect(middle).toBeLessThan(0.5);
    for (const score of outer) expect(score).toBeGreaterThan(middle + 0.1);
  });

  it('has means near those of scikit-learn for its own rows', () => {
    // -IsolationForest(random_state=s).fit(X).score_samples(X) of 300 rows of three normal columns: mean .451 to .457.
    const X = normalRows(300, 3);
    const scores = IsolationForest.fit(X, random()).scores(X);
    const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length;
    expect(mean).toBeGreaterThan(0.43);
    expect(mean).toBeLessThan(0.48);
  });

  it('gives equal rows one score, and the same numbers for the same seed', () => {
    const constant = { data: new Float64Array(20).fill(2), rows: 10, columns: 2 };
    expect(new Set(IsolationForest.fit(constant, random()).scores(constant)).size).toBe(1);
    const X = normalRows(50, 2);
    const [one, other] = [1, 2].map(() => IsolationForest.fit(X, random()).scores(X));
    expect(one).toEqual(other);
  });
});
