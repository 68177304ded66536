import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../errors.js';
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

function fixture<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`./fixtures/${name}`, import.meta.url), 'utf8')) as T;
}

const golden = fixture<Golden[]>('golden.json');

function draw(n: number, next: () => number): Float64Array {
  return Float64Array.from({ length: n }, next);
}

function meanOf(values: Float64Array): number {
  return values.reduce((sum, v) => sum + v, 0) / values.length;
}

function correlation(x: Float64Array, y: Float64Array): number {
  const mx = meanOf(x);
  const my = meanOf(y);
  let xy = 0;
  let xx = 0;
  let yy = 0;
  for (let i = 0; i < x.length; i++) {
    xy += (x[i] - mx) * (y[i] - my);
    xx += (x[i] - mx) ** 2;
    yy += (y[i] - my) ** 2;
  }
  return xy / Math.sqrt(xx * yy);
}

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
    expect(Math.abs(meanOf(values) - 0.5)).toBeLessThan(4 / Math.sqrt(12 * 100_000));
    for (const counts of [cells, pairs]) {
      expect(chiSquare(counts)).toBeLessThan(149); // 99.9 % point with 99 degrees of freedom: 148.2
      expect(chiSquare(counts)).toBeGreaterThan(58); // too even is not random either; 0.1 % point: 60.0
    }
  });

  it('has 53 random bits in uniform()', () => {
    const stream = new RandomStream(8, 'bits');
    const lowest = draw(10_000, () => (stream.uniform() * 2 ** 53) % 2);
    expect(Math.abs(meanOf(lowest) - 0.5)).toBeLessThan(0.02);
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
    expect(Math.abs(meanOf(first) - 0.5)).toBeLessThan(4 / Math.sqrt(12 * n));
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

describe('distributions', () => {
  const { probabilities, normal, gamma, beta } = fixture<{
    probabilities: number[];
    normal: number[];
    gamma: { shape: number; quantiles: number[] }[];
    beta: { a: number; b: number; quantiles: number[] }[];
  }>('quantiles.json');
  const n = 40_000;

  /** Kolmogorov-Smirnov distance at SciPy's percentiles, against its 99.9 % point. */
  function expectQuantiles(values: Float64Array, quantiles: readonly number[]): void {
    const sorted = values.slice().sort();
    let below = 0;
    let distance = 0;
    quantiles.forEach((quantile, i) => {
      while (below < n && sorted[below] <= quantile) below++;
      distance = Math.max(distance, Math.abs(below / n - probabilities[i]));
    });
    expect(distance).toBeLessThan(1.95 / Math.sqrt(n));
  }

  it('normal: quantiles and moments', () => {
    const stream = new RandomStream(11, 'normal');
    const values = draw(n, () => stream.normal());
    expectQuantiles(values, normal);
    expect(Math.abs(meanOf(values))).toBeLessThan(4 / Math.sqrt(n));
    expect(Math.abs(meanOf(values.map((x) => x ** 2)) - 1)).toBeLessThan(4 * Math.sqrt(2 / n));
    expect(Math.abs(meanOf(values.map((x) => x ** 3)))).toBeLessThan(4 * Math.sqrt(15 / n));
    expect(Math.abs(meanOf(values.map((x) => x ** 4)) - 3)).toBeLessThan(4 * Math.sqrt(96 / n));
    const even = values.filter((_, i) => i % 2 === 0);
    const odd = values.filter((_, i) => i % 2 === 1);
    expect(Math.abs(correlation(even, odd))).toBeLessThan(4 / Math.sqrt(n / 2));
  });

  it.each(gamma)('gamma($shape): quantiles and mean', ({ shape, quantiles }) => {
    const stream = new RandomStream(12, 'gamma');
    const values = draw(n, () => stream.gamma(shape));
    expectQuantiles(values, quantiles);
    expect(Math.abs(meanOf(values) - shape)).toBeLessThan(4 * Math.sqrt(shape / n));
  });

  it.each(beta)('beta($a, $b): quantiles, mean and variance', ({ a, b, quantiles }) => {
    const stream = new RandomStream(13, 'beta');
    const values = draw(n, () => stream.beta(a, b));
    expectQuantiles(values, quantiles);
    const mean = a / (a + b);
    const variance = (a * b) / ((a + b) ** 2 * (a + b + 1));
    expect(Math.abs(meanOf(values) - mean)).toBeLessThan(4 * Math.sqrt(variance / n));
    const squares = values.map((x) => (x - mean) ** 2);
    const spread = Math.sqrt(meanOf(squares.map((s) => s * s)) - meanOf(squares) ** 2);
    expect(Math.abs(meanOf(squares) - variance)).toBeLessThan((4 * spread) / Math.sqrt(n));
  });

  it('beta: very small parameters give both ends in the right proportion, never NaN', () => {
    const stream = new RandomStream(14, 'beta');
    for (const [a, b] of [
      [1e-3, 1e-3],
      [1e-3, 3e-3],
      [1e-300, 1e-300],
    ]) {
      const values = draw(10_000, () => stream.beta(a, b));
      expect(values.every((x) => x >= 0 && x <= 1)).toBe(true);
      const mean = a / (a + b);
      expect(Math.abs(meanOf(values) - mean)).toBeLessThan(4 * Math.sqrt((mean * (1 - mean)) / 10_000));
    }
  });

  it('beta: very large parameters concentrate on the mean', () => {
    const stream = new RandomStream(15, 'beta');
    expect(stream.beta(3e299, 1e299)).toBeCloseTo(0.75, 12);
    expect(stream.beta(1e-3, 1e300)).toBe(0);
    expect(stream.beta(1e300, 1e-3)).toBe(1);
  });

  it.each([0, -1, NaN, Infinity])('refuses the parameter %s and names it', (bad) => {
    const stream = new RandomStream(0, 's');
    expect(() => stream.gamma(bad)).toThrow(`shape must be a number from 1e-300 to 1e300, but it is ${bad}`);
    expect(() => stream.beta(bad, 1)).toThrow('a must be');
    expect(() => stream.beta(1, bad)).toThrow('b must be');
    expect(() => stream.beta(1, bad)).toThrow(InputError);
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
