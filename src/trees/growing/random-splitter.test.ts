import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../engine/random/random-stream.js';
import { rankMatrix } from '../binning/bin-matrix.js';
import { growTree } from './grow-tree.js';
import { RandomSplitter } from './random-splitter.js';
import { BestSplit } from './splitter.js';

const matrix = (columns: readonly (readonly number[])[], Floats = Float64Array) => {
  const rows = columns[0].length;
  const data = new Floats(rows * columns.length);
  columns.forEach((values, c) => {
    values.forEach((value, row) => {
      data[row * columns.length + c] = value;
    });
  });
  return { data, rows, columns: columns.length };
};

function splitterOf(X: Parameters<typeof rankMatrix>[0], y: number[], seed: number, minSamplesLeaf = 1) {
  const criterion = { kind: 'gini' as const, y: Int32Array.from(y), classes: Math.max(...y) + 1 };
  const rows = Int32Array.from(y.keys());
  const random = new RandomStream(seed, 'splits');
  const splitter = new RandomSplitter(criterion, rankMatrix(X), rows, minSamplesLeaf, 0, random);
  splitter.open({ start: 0, end: y.length, depth: 0, parent: -1, isLeft: false });
  return splitter;
}

describe('RandomSplitter', () => {
  it('draws thresholds uniformly between the smallest and the largest value', () => {
    const X = matrix([[0, 1, 10]]);
    let above = 0;
    const draws = 4000;
    for (let seed = 0; seed < draws; seed++) {
      const best = new BestSplit();
      expect(splitterOf(X, [0, 1, 1], seed).search(0, best)).toBe(true);
      const threshold = best.threshold as number;
      expect(threshold).toBeGreaterThanOrEqual(0);
      expect(threshold).toBeLessThan(10);
      expect(best.code).toBe(threshold < 1 ? 0 : 1);
      if (threshold >= 1) above++;
    }
    // 0.9 of the range; five standard errors.
    expect(Math.abs(above / draws - 0.9)).toBeLessThan(5 * Math.sqrt((0.9 * 0.1) / draws));
  });

  it('scores the split by the decrease of the impurity', () => {
    const best = new BestSplit();
    const splitter = splitterOf(matrix([[0, 0, 1, 1]]), [0, 0, 1, 1], 1);
    splitter.search(0, best);
    expect(splitter.gain(best.score)).toBeCloseTo(4 * 0.5, 12);
  });

  it('sends missing values to the better side, and splits them from a single value', () => {
    const best = new BestSplit();
    const X = matrix([[0, 0, 1, 1, Number.NaN, Number.NaN]]);
    splitterOf(X, [0, 0, 1, 1, 0, 0], 1).search(0, best);
    expect(best).toMatchObject({ missingLeft: true, missingSeen: true });
    const single = new BestSplit();
    expect(splitterOf(matrix([[5, 5, Number.NaN]]), [0, 0, 1], 1).search(0, single)).toBe(true);
    expect(single).toMatchObject({ code: 0, next: 1, missingLeft: false });
  });

  it('finds nothing in a constant column, and no side with too few rows', () => {
    expect(splitterOf(matrix([[3, 3, 3]]), [0, 1, 0], 1).search(0, new BestSplit())).toBe(false);
    const best = new BestSplit();
    splitterOf(matrix([[0, 9, 9, 9]]), [0, 1, 1, 1], 1, 2).search(0, best);
    expect(best.feature).toBe(-1);
  });

  it('divides the levels of a category column into two sets that are not empty', () => {
    const X = { ...matrix([[0, 1, 2, 3, 0, 1]]), categories: [5] };
    const seen = new Set<number>();
    for (let seed = 0; seed < 200; seed++) {
      const best = new BestSplit();
      splitterOf(X, [0, 1, 0, 1, 0, 1], seed).search(0, best);
      const set = (best.set as Int32Array)[0];
      const present = set & 0b1111;
      expect(present).toBeGreaterThan(0);
      expect(present).toBeLessThan(0b1111);
      // The level without rows goes with the larger side.
      const left = [0, 1, 2, 3, 0, 1].filter((level) => (set >> level) & 1).length;
      expect((set >> 4) & 1).toBe(2 * left > 6 ? 1 : 0);
      seen.add(present);
    }
    expect(seen.size).toBe(14);
  });

  it('partitions rows as the saved threshold does, in either precision', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.float({ noNaN: true, noDefaultInfinity: true }), { minLength: 4, maxLength: 30 }),
        fc.boolean(),
        fc.nat(1000),
        async (values, isSingle, seed) => {
          const X = matrix([values], (isSingle ? Float32Array : Float64Array) as typeof Float64Array);
          const y = Int32Array.from(values, (_, i) => i % 2);
          const { tree, leaves } = await growTree(
            rankMatrix(X),
            Int32Array.from(values.keys()),
            { kind: 'entropy', y, classes: 2 },
            { splitter: 'random' },
            new RandomStream(seed, 'tree'),
          );
          values.forEach((_, row) => {
            let node = 0;
            while (tree.feature[node] >= 0) {
              node = X.data[row] <= tree.threshold[node] ? tree.left[node] : tree.right[node];
            }
            expect(node).toBe(leaves[row]);
          });
        },
      ),
    );
  });
});
