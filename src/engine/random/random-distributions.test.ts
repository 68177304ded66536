import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { correlation, draw } from '../../../test/support/random-draws.js';
import { InputError } from '../../errors.js';
import { mean } from '../../mean.js';
import { RandomStream } from './random-stream.js';

/** SciPy's percentiles of each distribution. */
const percentiles: {
  probabilities: number[];
  normal: number[];
  gamma: { shape: number; quantiles: number[] }[];
  beta: { a: number; b: number; quantiles: number[] }[];
} = JSON.parse(readFileSync(new URL('./fixtures/quantiles.json', import.meta.url), 'utf8'));

describe('distributions', () => {
  const { probabilities, normal, gamma, beta } = percentiles;
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
    expect(Math.abs(mean(values))).toBeLessThan(4 / Math.sqrt(n));
    expect(Math.abs(mean(values.map((x) => x ** 2)) - 1)).toBeLessThan(4 * Math.sqrt(2 / n));
    expect(Math.abs(mean(values.map((x) => x ** 3)))).toBeLessThan(4 * Math.sqrt(15 / n));
    expect(Math.abs(mean(values.map((x) => x ** 4)) - 3)).toBeLessThan(4 * Math.sqrt(96 / n));
    const even = values.filter((_, i) => i % 2 === 0);
    const odd = values.filter((_, i) => i % 2 === 1);
    expect(Math.abs(correlation(even, odd))).toBeLessThan(4 / Math.sqrt(n / 2));
  });

  it.each(gamma)('gamma($shape): quantiles and mean', ({ shape, quantiles }) => {
    const stream = new RandomStream(12, 'gamma');
    const values = draw(n, () => stream.gamma(shape));
    expectQuantiles(values, quantiles);
    expect(Math.abs(mean(values) - shape)).toBeLessThan(4 * Math.sqrt(shape / n));
  });

  it.each(beta)('beta($a, $b): quantiles, mean and variance', ({ a, b, quantiles }) => {
    const stream = new RandomStream(13, 'beta');
    const values = draw(n, () => stream.beta(a, b));
    expectQuantiles(values, quantiles);
    const expected = a / (a + b);
    const variance = (a * b) / ((a + b) ** 2 * (a + b + 1));
    expect(Math.abs(mean(values) - expected)).toBeLessThan(4 * Math.sqrt(variance / n));
    const squares = values.map((x) => (x - expected) ** 2);
    const spread = Math.sqrt(mean(squares.map((s) => s * s)) - mean(squares) ** 2);
    expect(Math.abs(mean(squares) - variance)).toBeLessThan((4 * spread) / Math.sqrt(n));
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
      const expected = a / (a + b);
      expect(Math.abs(mean(values) - expected)).toBeLessThan(
        4 * Math.sqrt((expected * (1 - expected)) / 10_000),
      );
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
