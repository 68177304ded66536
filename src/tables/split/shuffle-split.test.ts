import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../errors.js';
import golden from './fixtures/stratified-counts.json' with { type: 'json' };
import type { RandomSource } from './random-source.js';
import { sampleFront } from './sample-front.js';
import { shuffleSplit } from './shuffle-split.js';

/** A small xorshift generator, enough to be arbitrary and repeatable. */
function source(seed: number): RandomSource {
  let state = seed | 0 || 1;
  return {
    integer(bound) {
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
      return (state >>> 0) % bound;
    },
  };
}

const repeat = (counts: readonly number[]) =>
  Int32Array.from(counts.flatMap((count, label) => Array(count).fill(label)));
const countIn = (labels: Int32Array, rows: Int32Array, classes: number) => {
  const counts = Array<number>(classes).fill(0);
  for (const row of rows) counts[labels[row]]++;
  return counts;
};

const labelsArbitrary = fc
  .array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 8 })
  .filter((counts) => counts.some((count) => count > 1))
  .chain((counts) =>
    fc.shuffledSubarray(Array.from(repeat(counts)), { minLength: counts.reduce((a, b) => a + b) }),
  )
  .map((labels) => Int32Array.from(labels));

describe('shuffleSplit', () => {
  it.each(golden)(
    'takes as many test rows a class as scikit-learn: $counts, $testSize',
    ({ counts, testSize, testCounts }) => {
      const labels = repeat(counts);
      const { train, test } = shuffleSplit(labels, { testSize, random: source(3) });
      expect(countIn(labels, test, counts.length)).toEqual(testCounts);
      expect(train.length + test.length).toBe(labels.length);
    },
  );

  it('partitions the rows into ceil(testSize * n) and the rest, each class within one row of its share', () => {
    fc.assert(
      fc.property(
        labelsArbitrary,
        fc.double({ min: 0.01, max: 0.99, noNaN: true }),
        fc.boolean(),
        fc.integer(),
        (labels, testSize, stratify, seed) => {
          const n = labels.length;
          const wanted = Math.ceil(testSize * n);
          fc.pre(wanted < n);
          const { train, test } = shuffleSplit(labels, { testSize, stratify, random: source(seed) });
          expect(Array.from([...train, ...test]).sort((a, b) => a - b)).toEqual(Array.from(labels.keys()));
          expect(train).toEqual(train.slice().sort());
          expect(test).toEqual(test.slice().sort());
          const classes = Math.max(...labels) + 1;
          const all = countIn(labels, Int32Array.from(labels.keys()), classes);
          const lone = stratify ? all.filter((count) => count === 1).length : 0;
          const testRows = Math.min(wanted, n - lone);
          expect(test.length).toBe(testRows);
          if (!stratify) return;
          countIn(labels, test, classes).forEach((count, label) => {
            if (all[label] === 1) expect(count).toBe(0);
            else expect(Math.abs(count - (all[label] * testRows) / (n - lone))).toBeLessThan(1);
          });
        },
      ),
    );
  });

  it('gives the same rows for the same seed and other rows for another', () => {
    const labels = repeat([40, 20, 3]);
    const split = (seed: number) => shuffleSplit(labels, { random: source(seed) });
    expect(split(1)).toEqual(split(1));
    expect(split(1).test).not.toEqual(split(2).test);
  });

  it('breaks equal remainders at random, and gives every row its turn', () => {
    const labels = repeat([5, 5, 5, 5]);
    const seen = new Set<number>();
    const shares = new Set<string>();
    for (let seed = 1; seed < 80; seed++) {
      const { test } = shuffleSplit(labels, { testSize: 2, random: source(seed * 7919) });
      for (const row of test) seen.add(row);
      shares.add(countIn(labels, test, 4).join());
    }
    expect(seen.size).toBe(labels.length);
    expect(shares.size).toBe(6);
  });

  it('keeps a class with a single row in training and says so', () => {
    const { train, notices } = shuffleSplit(['a', 'a', 'a', 'b', 'a', 'a'], { random: source(1) });
    expect(train).toContain(3);
    expect(notices).toEqual(['class "b" has a single row, kept in training']);
    const tight = shuffleSplit(['a', 'b', 'a', 'c', 'd'], { testSize: 4, random: source(1) });
    expect(tight.test).toEqual(Int32Array.of(0, 2));
    expect(tight.notices.join()).toMatch(/test rows therefore reduced from 4 to 2/);
    expect(tight.notices.join()).toMatch(/class "a" has no training row/);
  });

  it('works with fewer test rows than classes and says so', () => {
    const { test, notices } = shuffleSplit(repeat([2, 2, 2, 2]), { testSize: 1, random: source(5) });
    expect(test.length).toBe(1);
    expect(notices.join()).toMatch(/3 classes \(.*\) have no row among the 1 test row/);
  });

  it('refuses sizes that make no sense, and all single-row classes', () => {
    for (const testSize of [0, -0.5, 1.5, Number.NaN, Number.POSITIVE_INFINITY, -3]) {
      expect(() => shuffleSplit(repeat([5, 5]), { testSize, random: source(1) })).toThrow(InputError);
    }
    expect(() => shuffleSplit(repeat([5, 5]), { testSize: 10, random: source(1) })).toThrow(
      /leaves none of \d+ rows? to train on/,
    );
    expect(() => shuffleSplit(repeat([1]), { random: source(1) })).toThrow(
      /leaves none of \d+ rows? to train on/,
    );
    expect(() => shuffleSplit(['a', 'b', 'c'], { random: source(1) })).toThrow(/stratify: false/);
    expect(shuffleSplit(['a', 'b', 'c'], { stratify: false, random: source(1) }).test.length).toBe(1);
  });
});

describe('sampleFront', () => {
  it('draws every ordered pair about equally often', () => {
    const counts = new Map<string, number>();
    const random = source(12345);
    for (let i = 0; i < 12_000; i++) {
      const pair = sampleFront(Int32Array.of(0, 1, 2, 3), 2, random).join();
      counts.set(pair, (counts.get(pair) ?? 0) + 1);
    }
    expect(counts.size).toBe(12);
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(150);
  });
});
