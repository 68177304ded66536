import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../engine/random/random-stream.js';
import { InputError } from '../../errors.js';
import { estimateClassShares } from './class-shares.js';

/** Rows of two normal classes, 1.5 standard deviations apart, with their probabilities for the shares of the training. */
function twoClasses(rows: number, share: number, trained: number, random: RandomStream) {
  const data = new Float32Array(2 * rows);
  for (let row = 0; row < rows; row++) {
    const x = random.normal() + (random.uniform() < share ? 1.5 : 0);
    const odds = (trained / (1 - trained)) * Math.exp(1.5 * x - 1.5 ** 2 / 2);
    data.set([1 / (1 + odds), odds / (1 + odds)], 2 * row);
  }
  return { data, rows, columns: 2 };
}

/** The same for the shares of the training, with classes. */
function labelledRows(rows: number, share: number, random: RandomStream) {
  const y = new Int32Array(rows);
  const data = new Float32Array(2 * rows);
  for (let row = 0; row < rows; row++) {
    y[row] = random.uniform() < share ? 1 : 0;
    const odds = (share / (1 - share)) * Math.exp(1.5 * (random.normal() + 1.5 * y[row]) - 1.5 ** 2 / 2);
    data.set([1 / (1 + odds), odds / (1 + odds)], 2 * row);
  }
  return { y, probabilities: { data, rows, columns: 2 } };
}

/** Multiplies the odds of class 1. */
function distort(data: Float32Array, factor: number): void {
  for (let at = 0; at < data.length; at += 2) {
    const odds = (factor * data[at + 1]) / data[at];
    data.set([1 / (1 + odds), odds / (1 + odds)], at);
  }
}

function sum(values: Float32Array): number {
  return values.reduce((total, value) => total + value, 0);
}

describe('estimateClassShares', () => {
  it('finds the shares that made the rows, within its intervals in 95 % of tables', () => {
    const random = new RandomStream(1, 'class shares');
    for (const [share, rows] of [
      [0.05, 800],
      [0.3, 300],
    ]) {
      const runs = 80;
      let covered = 0;
      let sum = 0;
      let significant = 0;
      for (let run = 0; run < runs; run++) {
        const found = estimateClassShares(twoClasses(rows, share, 0.1, random), [0.9, 0.1]);
        const [low, high] = found.intervals[1] ?? [1, 0];
        if (low <= share && share <= high) covered++;
        if (found.p < 0.01) significant++;
        sum += found.shares[1];
      }
      expect(covered / runs).toBeGreaterThan(0.87);
      expect(sum / runs).toBeCloseTo(share, 1.5);
      if (share === 0.3) expect(significant / runs).toBeGreaterThan(0.95);
    }
  });

  it('seldom finds a change where there is none', () => {
    const random = new RandomStream(2, 'class shares');
    const runs = 150;
    let significant = 0;
    for (let run = 0; run < runs; run++) {
      if (estimateClassShares(twoClasses(200, 0.2, 0.2, random), [8, 2]).p < 0.05) significant++;
    }
    expect(significant / runs).toBeLessThan(0.1);
    expect(significant / runs).toBeGreaterThan(0.01);
  });

  it('counts the errors of a calibration on few rows', () => {
    const random = new RandomStream(3, 'class shares');
    const runs = 150;
    let [covered, coveredWithout, significant, significantWithout] = [0, 0, 0, 0];
    for (let run = 0; run < runs; run++) {
      // Beside the true densities: the odds of a fit to 150 rows, which are off by a factor.
      const sample = labelledRows(150, 0.2, random);
      const now = labelledRows(2000, 0.2, random);
      const distortion = Math.exp(0.3 * random.normal());
      for (const { data } of [sample.probabilities, now.probabilities]) distort(data, distortion);
      const trained = [0, 1].map((c) => sum(sample.probabilities.data.filter((_, i) => i % 2 === c)));
      const found = estimateClassShares(now.probabilities, trained, { calibratedOn: sample });
      const without = estimateClassShares(now.probabilities, trained);
      const isIn = ([low, high]: readonly [number, number] = [1, 0]) => low <= 0.2 && 0.2 <= high;
      if (isIn(found.intervals[1])) covered++;
      if (isIn(without.intervals[1])) coveredWithout++;
      if (found.p < 0.05) significant++;
      if (without.p < 0.05) significantWithout++;
    }
    expect(covered / runs).toBeGreaterThan(0.85);
    expect(covered).toBeGreaterThan(coveredWithout + 0.2 * runs);
    expect(significant / runs).toBeLessThan(0.15);
    expect(significantWithout / runs).toBeGreaterThan(0.3);
  });

  it('keeps the share of a class, and estimates the others within the rest', () => {
    const labels = [0, 0, 1, 2, 2, 2, 2, 2];
    const data = Float32Array.from(labels.flatMap((c) => [0, 1, 2].map((each) => (each === c ? 1 : 0))));
    const rows = { data, rows: 8, columns: 3 };
    const { shares, intervals, standardErrors } = estimateClassShares(rows, [4, 4, 2], {
      kept: [false, false, true],
    });
    expect(Array.from(shares)).toEqual(
      [(0.8 * 2) / 3, 0.8 / 3, 0.2].map((share) => expect.closeTo(share, 6)),
    );
    expect(intervals[2]).toBeUndefined();
    expect(Array.from(standardErrors).map(Number.isNaN)).toEqual([false, false, true]);
    const none = estimateClassShares(rows, [4, 4, 2], { kept: [false, true, true] });
    expect([Array.from(none.shares), none.p]).toEqual([[0.4, 0.4, 0.2], 1]);
    expect(none.intervals).toEqual([undefined, undefined, undefined]);
  });

  it('is the share of the rows where classes do not overlap, with the error of a share', () => {
    const labels = [0, 0, 1, 2, 2, 2, 2, 2];
    const data = Float32Array.from(labels.flatMap((c) => [0, 1, 2].map((each) => (each === c ? 1 : 0))));
    const { shares, standardErrors, rows } = estimateClassShares({ data, rows: 8, columns: 3 }, [1, 1, 1]);
    expect(Array.from(shares)).toEqual([0.25, 0.125, 0.625].map((share) => expect.closeTo(share, 6)));
    expect(Array.from(standardErrors)).toEqual(
      [0.25, 0.125, 0.625].map((share) => expect.closeTo(Math.sqrt((share * (1 - share)) / 8), 4)),
    );
    expect(rows).toBe(8);
  });

  it('refuses what it cannot be estimated from', () => {
    const probabilities = { data: Float32Array.of(0.5, 0.5), rows: 1, columns: 2 };
    expect(() => estimateClassShares({ ...probabilities, rows: 0 }, [1, 1])).toThrow(InputError);
    expect(() => estimateClassShares(probabilities, [1, 0])).toThrow(/class 1 counted 0 in the training/);
    expect(() => estimateClassShares(probabilities, [1])).toThrow(/trained has 1 classes/);
  });
});
