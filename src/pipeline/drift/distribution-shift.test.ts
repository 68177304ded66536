import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../engine/random/random-stream.js';
import { featureProfile } from '../training-record/feature-profile.js';
import { distributionOf, distributionOfProfile, distributionShift, MISSING } from './distribution-shift.js';

const numbers = { categories: false, nameOf: String };
const codes = { categories: true, nameOf: (code: number) => `c${code}` };

function normal(rows: number, seed: number, mean = 0, missing = 0): Float64Array {
  const random = new RandomStream(seed, 'drift');
  return Float64Array.from({ length: rows }, () =>
    random.uniform() < missing ? Number.NaN : mean + random.normal(),
  );
}

describe('distributionShift', () => {
  it('is about the same from a profile as from the rows, and never more significant', () => {
    for (const [seed, mean] of [
      [1, 0],
      [2, 0.15],
      [3, 0.5],
      [4, -2],
    ]) {
      const [then, now] = [normal(3000, seed), normal(500, seed + 10, mean)];
      const exact = distributionShift(distributionOf(then), distributionOf(now), numbers);
      const kept = distributionShift(
        distributionOfProfile(featureProfile(then)),
        distributionOf(now),
        numbers,
      );
      expect(kept.test).toBe('kolmogorov-smirnov');
      expect(kept.psi).toBeCloseTo(exact.psi, 2);
      expect(kept.p).toBeGreaterThanOrEqual(exact.p * (1 - 1e-9));
      expect(kept.p).toBeLessThan(3 * exact.p ** 0.8);
      expect(kept.bins.map(({ label }) => label)).toHaveLength(10);
    }
  });

  it('keeps all of few distinct values, and gives a frequent value a bin of its own', () => {
    const few = Float64Array.from({ length: 300 }, (_, i) => i % 3);
    const more = Float64Array.from({ length: 90 }, (_, i) => (i < 60 ? 0 : i % 4));
    const found = distributionShift(
      distributionOfProfile(featureProfile(few)),
      distributionOf(more),
      numbers,
    );
    expect(found.test).toBe('chi-squared');
    expect(found.bins.map(({ label }) => label)).toEqual(['0', '1', '2', '3']);
    const zeros = Float64Array.from(normal(900, 5), (value, i) => (i % 2 === 0 ? 0 : Math.exp(value)));
    for (const before of [distributionOf(zeros), distributionOfProfile(featureProfile(zeros))]) {
      const { bins } = distributionShift(before, distributionOf(Float64Array.of(-5, 0, 0, 1)), numbers);
      expect(bins.slice(0, 2)).toEqual([
        { label: 'below 0', before: 0, now: 0.25 },
        { label: '0', before: 0.5, now: 0.5 },
      ]);
    }
  });

  it('counts missing cells as a bin, and tests their share', () => {
    const [then, now] = [normal(1000, 6), normal(400, 7, 0, 0.3)];
    const found = distributionShift(
      distributionOfProfile(featureProfile(then)),
      distributionOf(now),
      numbers,
    );
    expect(found.bins.at(-1)).toMatchObject({ label: MISSING, before: 0 });
    expect(found.bins.at(-1)?.now).toBeCloseTo(0.3, 1);
    expect(found.p).toBeLessThan(1e-20);
    const empty = distributionOf(new Float64Array(50).fill(Number.NaN));
    expect(distributionShift(distributionOf(then), empty, numbers).p).toBeLessThan(1e-20);
    expect(distributionShift(empty, empty, numbers)).toMatchObject({ psi: 0, p: 1 });
  });

  it('shows the categories that count most, old or new', () => {
    const then = Float64Array.from({ length: 2000 }, (_, i) => i % 40);
    const now = Float64Array.from({ length: 200 }, (_, i) => (i < 50 ? 40 : i % 40));
    const { bins, p } = distributionShift(distributionOf(then), distributionOf(now), codes);
    expect(bins).toHaveLength(12);
    expect(bins.map(({ label }) => label)).toContain('c40');
    expect(bins.at(-1)?.label).toBe('30 others');
    expect(p).toBeLessThan(1e-20);
  });
});
