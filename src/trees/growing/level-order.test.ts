import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../engine/random/random-stream.js';
import { rankMatrix } from '../binning/bin-matrix.js';
import { inSet } from '../binning/level-groups.js';
import { setOf } from '../tree.js';
import { growTree } from './grow-tree.js';
import { bestLevelSplit, LevelOrder } from './level-order.js';

const squares = (aLeft: number, bLeft: number, aRight: number, bRight: number) =>
  aLeft ** 2 / bLeft + aRight ** 2 / bRight;
const rule = { leastWeight: 0, leastRows: 0, score: squares };
const total = (values: ArrayLike<number>) => Array.from(values).reduce((sum, value) => sum + value, 0);
const nodeOf = (a: Float64Array, b: Float64Array) => ({ a: total(a), b: total(b), rows: total(b) });

/** The largest score over all divisions of the levels into two sets. */
function bruteForce(levels: number, score: (isLeft: (level: number) => boolean) => number): number {
  let best = Number.NEGATIVE_INFINITY;
  for (let set = 1; set < 2 ** (levels - 1); set++) {
    best = Math.max(
      best,
      score((level) => ((set >> level) & 1) === 1),
    );
  }
  return best;
}

describe('LevelOrder', () => {
  it('without regularisation finds the best of all subsets for squared loss', () => {
    const level = fc.tuple(fc.integer({ min: -20, max: 20 }), fc.integer({ min: 1, max: 9 }));
    fc.assert(
      fc.property(fc.array(level, { minLength: 2, maxLength: 9 }), (levels) => {
        const a = Float64Array.from(levels, ([sum]) => sum);
        const b = Float64Array.from(levels, ([, weight]) => weight);
        const node = nodeOf(a, b);
        const order = new LevelOrder({ smoothing: 0, leastRows: 0 });
        order.order(levels.length, a, b, b, node);
        const found = bestLevelSplit(order, levels.length, a, b, b, node, rule);
        const best = bruteForce(levels.length, (isLeft) => {
          const left = (values: Float64Array) => total(values.map((v, i) => (isLeft(i) ? v : 0)));
          return squares(left(a), left(b), node.a - left(a), node.b - left(b));
        });
        // Levels of one mean are never divided: then there is nothing to gain.
        if (found === undefined) expect(best).toBeCloseTo(node.a ** 2 / node.b, 8);
        else expect(found.score).toBeCloseTo(best, 8);
      }),
      { seed: 1 },
    );
  });

  it('expects of noise what noise gains', () => {
    const random = new RandomStream(1, 'noise');
    for (const levels of [5, 20, 100]) {
      let gained = 0;
      let expected = 0;
      for (let run = 0; run < 200; run++) {
        const a = new Float64Array(levels);
        const b = new Float64Array(levels);
        const positive = Math.floor(levels * 3);
        for (let row = 0; row < levels * 10; row++) {
          const level = Math.floor(levels * random.uniform() ** 1.5);
          a[level] += row < positive ? 1 : 0;
          b[level] += 1;
        }
        const node = nodeOf(a, b);
        const order = new LevelOrder({ smoothing: 0, leastRows: 0 });
        order.order(levels, a, b, b, node);
        const found = bestLevelSplit(order, levels, a, b, b, node, rule);
        const share = node.a / node.b;
        gained += ((found?.score ?? 0) - node.a ** 2 / node.b) / (share * (1 - share)) / 200;
        expected += order.expectedNoise / 200;
      }
      expect(gained - expected).toBeGreaterThan(0);
      expect(gained - expected).toBeLessThan(0.1 * expected + 2);
    }
  });

  it('pools rare levels, and sends levels without rows to the heavier child', () => {
    const a = Float64Array.of(40, 0, 1, 1, 0, 0);
    const b = Float64Array.of(50, 60, 1, 1, 0, 1);
    const order = new LevelOrder();
    const node = nodeOf(a, b);
    order.order(6, a, b, b, node);
    expect(order.count).toBe(5);
    expect(order.distinct).toBe(3);
    const placeOf = new Map(Array.from({ length: 5 }, (_, i) => [order.codes[i], order.places[i]]));
    expect(placeOf.get(2)).toBe(placeOf.get(5));
    expect(placeOf.get(1)).toBe(0);
    const set = order.leftSet(6, 0, b);
    expect(Array.from({ length: 7 }, (_, code) => inSet(set, 0, code))).toEqual([
      false,
      true,
      false,
      false,
      true,
      false,
      true,
    ]);
  });
});

describe.each(['gini', 'entropy'] as const)('%s', (kind) => {
  it('splits two classes into the best of all subsets of levels of equal size', async () => {
    const impurity = (ones: number, rows: number) => {
      const p = ones / rows;
      if (kind === 'gini') return rows * 2 * p * (1 - p);
      return p === 0 || p === 1 ? 0 : -rows * (p * Math.log2(p) + (1 - p) * Math.log2(1 - p));
    };
    let split = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 2, maxLength: 8 }),
        async (ones) => {
          const levels = ones.length;
          const rows = 6 * levels;
          const codes = Float64Array.from({ length: rows }, (_, row) => Math.floor(row / 6));
          const y = Int32Array.from(codes, (level, row) => (row % 6 < ones[level] ? 1 : 0));
          const X = { data: codes, rows, columns: 1, categories: [levels] };
          const all = Int32Array.from(y.keys());
          const { tree } = await growTree(
            rankMatrix(X),
            all,
            { kind, y, classes: 2 },
            { maxDepth: 1 },
            new RandomStream(1, 'tree'),
          );
          const set = setOf(tree, 0);
          if (set === undefined) return;
          split++;
          const after = (isLeft: (level: number) => boolean) => {
            const left = ones.filter((_, level) => isLeft(level));
            const right = ones.filter((_, level) => !isLeft(level));
            return impurity(total(left), 6 * left.length) + impurity(total(right), 6 * right.length);
          };
          const least = -bruteForce(levels, (isLeft) => -after(isLeft));
          expect(after((level) => inSet(set, 0, level))).toBeCloseTo(least, 8);
        },
      ),
      { seed: 1 },
    );
    expect(split).toBeGreaterThan(20);
  });
});
