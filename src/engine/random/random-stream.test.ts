import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { correlation, draw } from '../../../test/support/random-draws.js';
import { InputError } from '../../errors.js';
import { mean } from '../../mean.js';
import { RandomStream } from './random-stream.js';

interface Golden {
  seed: number;
  name: string;
  words: number[];
  uint32: number[];
  uniform: number[];
  bounds: number[];
  integers: number[][];
  normal: number[];
  gamma: number[][];
  beta: number[][];
  permutation: number[];
}

const golden: Golden[] = JSON.parse(readFileSync(new URL('./fixtures/golden.json', import.meta.url), 'utf8'));

/** Pearson's statistic against equal frequencies. */
function chiSquare(counts: readonly number[]): number {
  const expected = counts.reduce((sum, c) => sum + c, 0) / counts.length;
  return counts.reduce((sum, c) => sum + (c - expected) ** 2 / expected, 0);
}

describe('golden outputs', () => {
  it('follows the recurrence of xoshiro128** from a known state', () => {
    const stream = new RandomStream(0, 'any');
    stream.restore({ words: [1, 2, 3, 4], spareNormal: null });
    // By hand: rotl(2 * 5, 7) * 9 = 11520; the next second word is 1 ^ 2 ^ 3 = 0.
    expect([stream.uint32(), stream.uint32()]).toEqual([11520, 0]);
  });

  it.each(golden)('seed $seed, stream $name: as an independent implementation', (g) => {
    const fresh = () => new RandomStream(g.seed, g.name);
    expect(fresh().state().words).toEqual(g.words);
    let stream = fresh();
    expect(g.uint32.map(() => stream.uint32())).toEqual(g.uint32);
    stream = fresh();
    expect(g.uniform.map(() => stream.uniform())).toEqual(g.uniform);
    stream = fresh();
    expect(g.integers.map(() => g.bounds.map((bound) => stream.integer(bound)))).toEqual(g.integers);
    expect(Array.from(fresh().permutation(10))).toEqual(g.permutation);
    const close = (actual: number, expected: number) =>
      expect(Math.abs(actual - expected)).toBeLessThan(1e-13 * Math.abs(expected));
    stream = fresh();
    for (const expected of g.normal) close(stream.normal(), expected);
    for (const [shape, ...values] of g.gamma) {
      stream = fresh();
      for (const expected of values) close(stream.gamma(shape), expected);
    }
    for (const [a, b, ...values] of g.beta) {
      stream = fresh();
      for (const expected of values) close(stream.beta(a, b), expected);
    }
  });

  it('pins every bit of what goes through log and exp', () => {
    const stream = new RandomStream(42, 'pinned');
    const values = [
      stream.normal(),
      stream.normal(),
      stream.beta(0.4, 0.4),
      stream.gamma(0.5),
      stream.beta(2, 3),
    ];
    expect(values).toEqual([
      0.20285081647391104, 3.3587327203047357, 0.9936596857274308, 0.1344187043251078, 0.4516774105055473,
    ]);
  });
});

describe('uniformity and independence', () => {
  it('fills the bits, the unit interval and pairs evenly', () => {
    const stream = new RandomStream(7, 'uniformity');
    const bits = new Array<number>(32).fill(0);
    for (let i = 0; i < 20000; i++) {
      const x = stream.uint32();
      for (let bit = 0; bit < 32; bit++) bits[bit] += (x >>> bit) & 1;
    }
    for (const count of bits) expect(Math.abs(count - 10000)).toBeLessThan(300); // 4.2 sigma
    const cells = new Array<number>(100).fill(0);
    const pairs = new Array<number>(100).fill(0);
    const values = draw(100_000, () => stream.uniform());
    for (let i = 0; i < values.length; i += 2) {
      cells[Math.floor(values[i] * 100)]++;
      pairs[Math.floor(values[i] * 10) * 10 + Math.floor(values[i + 1] * 10)]++;
    }
    expect(values.every((u) => u >= 0 && u < 1)).toBe(true);
    expect(Math.abs(mean(values) - 0.5)).toBeLessThan(4 / Math.sqrt(12 * 100_000));
    for (const counts of [cells, pairs]) {
      expect(chiSquare(counts)).toBeLessThan(149); // 99.9 % point with 99 degrees of freedom: 148.2
      expect(chiSquare(counts)).toBeGreaterThan(58); // too even is not random either; 0.1 % point: 60.0
    }
  });

  it('has 53 random bits in uniform()', () => {
    const stream = new RandomStream(8, 'bits');
    const lowest = draw(10_000, () => (stream.uniform() * 2 ** 53) % 2);
    expect(Math.abs(mean(lowest) - 0.5)).toBeLessThan(0.02);
  });

  it('gives uncorrelated streams for neighbouring seeds, other names and shifted reading', () => {
    const n = 20_000;
    const sample = (seed: number, name: string) => {
      const stream = new RandomStream(seed, name);
      return draw(n, () => stream.uniform());
    };
    const base = sample(0, 'mixup');
    const others = [
      sample(1, 'mixup'),
      sample(2, 'mixup'),
      sample(2 ** 32, 'mixup'),
      sample(0, 'batches'),
      sample(0, 'mixuq'),
    ];
    for (const other of others) {
      expect(Math.abs(correlation(base, other))).toBeLessThan(4 / Math.sqrt(n));
    }
    for (const lag of [1, 2, 3, 4]) {
      expect(Math.abs(correlation(base.subarray(lag), base.subarray(0, n - lag)))).toBeLessThan(
        4 / Math.sqrt(n - lag),
      );
    }
  });

  it('has unrelated first outputs over consecutive seeds', () => {
    const n = 20_000;
    const first = Float64Array.from({ length: n }, (_, seed) => new RandomStream(seed, 'split').uniform());
    expect(Math.abs(mean(first) - 0.5)).toBeLessThan(4 / Math.sqrt(12 * n));
    expect(Math.abs(correlation(first.subarray(1), first.subarray(0, n - 1)))).toBeLessThan(4 / Math.sqrt(n));
  });
});

describe('integer', () => {
  it('is even over a bound that is not a power of two', () => {
    const stream = new RandomStream(3, 'integers');
    const counts = new Array<number>(7).fill(0);
    for (let i = 0; i < 70_000; i++) counts[stream.integer(7)]++;
    expect(chiSquare(counts)).toBeLessThan(22.5); // 99.9 % point, 6 degrees of freedom
  });

  it('is even over a bound where half of the draws must be rejected', () => {
    const stream = new RandomStream(4, 'integers');
    const bound = 2 ** 31 + 1;
    const thirds = new Array<number>(3).fill(0);
    for (let i = 0; i < 30_000; i++) {
      const value = stream.integer(bound);
      expect(value).toBeLessThan(bound);
      thirds[Math.floor((value / bound) * 3)]++;
    }
    expect(chiSquare(thirds)).toBeLessThan(13.8); // 99.9 % point, 2 degrees of freedom
  });

  it('stays below its bound', () => {
    const stream = new RandomStream(5, 'integers');
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 32 }), (bound) => {
        const value = stream.integer(bound);
        expect(Number.isInteger(value) && value >= 0 && value < bound).toBe(true);
      }),
    );
    expect(stream.integer(1)).toBe(0);
  });

  it.each([0, -1, 1.5, 2 ** 32 + 1, NaN])('refuses the bound %s', (bound) => {
    expect(() => new RandomStream(0, 's').integer(bound)).toThrow(InputError);
  });
});

describe('permutation and shuffle', () => {
  it('gives the 24 orders of 4 elements equally often', () => {
    const stream = new RandomStream(21, 'permutation');
    const counts = new Map<string, number>();
    for (let i = 0; i < 24_000; i++) {
      const key = stream.permutation(4).join('');
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    expect(counts.size).toBe(24);
    expect(chiSquare([...counts.values()])).toBeLessThan(49.7); // 99.9 % point, 23 degrees of freedom
  });

  it('keeps every element, in arrays and typed arrays', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), fc.maxSafeNat(), (values, seed) => {
        const shuffled = values.slice();
        expect(new RandomStream(seed, 's').shuffle(shuffled)).toBe(shuffled);
        expect(shuffled.toSorted()).toEqual(values.toSorted());
      }),
    );
    const order = new RandomStream(1, 's').permutation(1000);
    expect(Array.from(order.toSorted())).toEqual(Array.from({ length: 1000 }, (_, i) => i));
    expect(new RandomStream(1, 's').shuffle(Float64Array.of(1.5, 2.5)).toSorted()).toEqual(
      Float64Array.of(1.5, 2.5),
    );
    expect(new RandomStream(1, 's').permutation(0)).toEqual(new Int32Array(0));
  });

  it.each([-1, 1.5, 2 ** 31, NaN])('refuses a permutation of %s', (n) => {
    expect(() => new RandomStream(0, 's').permutation(n)).toThrow(InputError);
  });
});

describe('state and restore', () => {
  it('goes on with the same numbers through JSON, spare normal included', () => {
    const stream = new RandomStream(31, 'state');
    stream.normal();
    const saved = JSON.parse(JSON.stringify(stream.state()));
    expect(saved.spareNormal).not.toBeNull();
    const next = [stream.normal(), stream.normal(), stream.uniform(), stream.beta(0.4, 0.4)];
    const other = new RandomStream(99, 'another');
    other.restore(saved);
    expect([other.normal(), other.normal(), other.uniform(), other.beta(0.4, 0.4)]).toEqual(next);
  });

  it('takes a state that does not change with the stream', () => {
    const stream = new RandomStream(32, 'state');
    const saved = stream.state();
    const first = stream.uint32();
    stream.uint32();
    stream.restore(saved);
    expect(stream.uint32()).toBe(first);
  });

  it('refuses what is not a state and stays as it was', () => {
    const stream = new RandomStream(33, 'state');
    const before = stream.state();
    for (const words of [
      [0, 0, 0, 0],
      [1, 2, 3],
      [1, 2, 3, 2 ** 32],
      [1, 2, 3, -1],
      [1, 2, 3, 0.5],
    ]) {
      expect(() => stream.restore({ words, spareNormal: null })).toThrow(InputError);
    }
    expect(() => stream.restore({ words: [1, 2, 3, 4], spareNormal: NaN })).toThrow(InputError);
    expect(() => stream.restore(JSON.parse('{"words":"abcd"}'))).toThrow(InputError);
    expect(() => stream.restore(JSON.parse('{"words":[1,2,3,4]}'))).toThrow(InputError);
    expect(stream.state()).toEqual(before);
  });
});

it('fills an array with the numbers of single draws, and goes on from there', () => {
  const [filled, drawn] = [new RandomStream(5, 'rows'), new RandomStream(5, 'rows')];
  for (const n of [0, 1, 100]) {
    const numbers = new Uint32Array(n);
    filled.fill(numbers);
    expect([...numbers]).toEqual(Array.from({ length: n }, () => drawn.uint32()));
  }
  expect(filled.uniform()).toBe(drawn.uniform());
});
