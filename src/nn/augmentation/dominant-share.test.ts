import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../engine/random/random-stream.js';
import { dominantShare } from './dominant-share.js';

const DRAWS = 100_000;

const drawn = (alpha: number, seed: number) => {
  const share = dominantShare(new RandomStream(seed, 'mixup'), alpha);
  return Float64Array.from({ length: DRAWS }, share).sort();
};

/** The same distribution through the exact Beta generator. */
const exact = (alpha: number, seed: number) => {
  const random = new RandomStream(seed, 'exact');
  return Float64Array.from({ length: DRAWS }, () => {
    const u = random.beta(alpha, alpha);
    return Math.max(u, 1 - u);
  }).sort();
};

describe('dominantShare', () => {
  it.each([0.05, 0.2, 0.4, 0.9, 1, 2.5])(
    'has the distribution of max(u, 1 - u), u ~ Beta(%d, %d)',
    (alpha) => {
      const [a, b] = [drawn(alpha, 1), exact(alpha, 2)];
      // Two-sample Kolmogorov-Smirnov; 1.95 sqrt(2 / n) is passed by chance once in a thousand.
      let [i, j, distance] = [0, 0, 0];
      while (i < DRAWS && j < DRAWS) {
        const value = Math.min(a[i], b[j]);
        while (i < DRAWS && a[i] <= value) i++;
        while (j < DRAWS && b[j] <= value) j++;
        distance = Math.max(distance, Math.abs(i - j) / DRAWS);
      }
      expect(distance).toBeLessThan(1.95 * Math.sqrt(2 / DRAWS));
    },
  );

  it('lies between one half and one', () => {
    const shares = drawn(0.4, 3);
    expect(shares[0]).toBeGreaterThanOrEqual(0.5);
    expect(shares[DRAWS - 1]).toBeLessThanOrEqual(1);
  });
});
