/** Coverage by simulation, and the rank of the threshold. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../engine/random/random-stream.js';
import { predictionSets, rowsForCoverage, setThresholds } from './prediction-sets.js';

/** Rows of three classes of very different frequency, with the true probabilities but distorted. */
function rowsOf(counts: readonly number[], random: RandomStream) {
  const y = Int32Array.from(counts.flatMap((count, c) => new Array<number>(count).fill(c)));
  const columns = counts.length;
  const data = new Float32Array(y.length * columns);
  y.forEach((c, row) => {
    const scores = counts.map((_, k) => 1.5 * random.normal() + (k === c ? 1.5 : 0));
    const powers = scores.map(Math.exp);
    const total = powers.reduce((sum, power) => sum + power, 0);
    powers.forEach((power, k) => {
      data[row * columns + k] = power / total;
    });
  });
  return { probabilities: { data, rows: y.length, columns }, y };
}

function coverageOf(counts: readonly number[], coverage: number, trials: number): number[] {
  const covered = new Float64Array(counts.length);
  for (let trial = 0; trial < trials; trial++) {
    const random = new RandomStream(trial, 'sets');
    const thresholds = setThresholds(rowsOf(counts, random), coverage);
    const fresh = rowsOf(new Array(counts.length).fill(200), random);
    const sets = predictionSets(fresh.probabilities, thresholds);
    fresh.y.forEach((c, row) => {
      covered[c] += sets[row * counts.length + c];
    });
  }
  return Array.from(covered, (count) => count / (200 * trials));
}

describe('setThresholds', () => {
  it.each([0.8, 0.9, 0.95])('cover %d of the rows of every class, the rare one too', (coverage) => {
    for (const share of coverageOf([2000, 500, 200], coverage, 60)) {
      expect(share).toBeGreaterThan(coverage - 0.01);
      expect(share).toBeLessThan(coverage + 0.02);
    }
  });

  it('cover at least as many with a few rows of a class', () => {
    const shares = coverageOf([200, 30], 0.9, 150);
    expect(shares[1]).toBeGreaterThan(0.89);
    expect(shares[1]).toBeLessThan(0.97);
  });

  it('put a class of too few rows into every set', () => {
    expect(rowsForCoverage(0.95)).toBe(19);
    expect(rowsForCoverage(0.9)).toBe(9);
    const few = rowsOf([100, 18], new RandomStream(1, 'few'));
    expect(setThresholds(few, 0.95)).toMatchObject({ unbounded: [1], rows: Int32Array.of(100, 18) });
    expect(setThresholds(few, 0.95).least[1]).toBe(0);
    const enough = rowsOf([100, 19], new RandomStream(1, 'few'));
    expect(setThresholds(enough, 0.95).least[1]).toBeGreaterThan(0);
    expect(setThresholds(enough, 0.95).unbounded).toEqual([]);
  });

  it('are the score of the rank of the definition', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 80 }), fc.integer({ min: 50, max: 99 }), (count, percent) => {
        const rows = rowsOf([count], new RandomStream(count, 'rank'));
        const data = Float32Array.from({ length: count }, (_, row) => (row + 1) / (count + 1));
        const { least } = setThresholds(
          { ...rows, probabilities: { data, rows: count, columns: 1 } },
          percent / 100,
        );
        const rank = Math.floor(((count + 1) * (100 - percent)) / 100);
        expect(least[0]).toBe(rank === 0 ? 0 : data[rank - 1]);
      }),
    );
  });

  it('count rows by weight: a row of weight 2 as two rows', () => {
    const rows = rowsOf([60, 40], new RandomStream(3, 'weights'));
    const doubled = [...rows.y.keys()].flatMap((row) => (row % 3 === 0 ? [row, row] : [row]));
    const repeated = {
      y: Int32Array.from(doubled, (row) => rows.y[row]),
      probabilities: {
        data: Float32Array.from(
          doubled.flatMap((row) => [...rows.probabilities.data.subarray(2 * row, 2 * row + 2)]),
        ),
        rows: doubled.length,
        columns: 2,
      },
    };
    const weights = Float64Array.from(rows.y, (_, row) => (row % 3 === 0 ? 2 : 1));
    const [one, other] = [setThresholds({ ...rows, weights }, 0.8), setThresholds(repeated, 0.8)];
    // They differ by what one more row counts.
    for (const [c, q] of one.least.entries()) expect(Math.abs(q - other.least[c])).toBeLessThan(0.05);
  });

  it.each([0, 1, -0.5, Number.NaN])('refuse a coverage of %d', (coverage) => {
    const rows = rowsOf([5, 5], new RandomStream(1, 'bad'));
    expect(() => setThresholds(rows, coverage)).toThrow(`coverage is ${coverage}`);
  });
});
