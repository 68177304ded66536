/** Distributions, ranks and tests beside SciPy's. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { correctedMean } from '../../src/statistics/corrected-mean.js';
import { correctedResampledTTest } from '../../src/statistics/corrected-resampled-t-test.js';
import { chiSquaredTail } from '../../src/statistics/distributions/chi-squared.js';
import { fTail } from '../../src/statistics/distributions/f.js';
import { normalTail } from '../../src/statistics/distributions/normal.js';
import { studentTTails, tInterval } from '../../src/statistics/distributions/student-t.js';
import {
  studentisedRangeQuantile,
  studentisedRangeTail,
} from '../../src/statistics/distributions/studentised-range.js';
import { friedmanTest } from '../../src/statistics/friedman.js';
import { wilcoxonSignedRank } from '../../src/statistics/wilcoxon.js';

interface FriedmanCase {
  readonly scores: number[][];
  readonly meanRanks: number[];
  readonly chiSquared: number;
  readonly p: number;
}

interface WilcoxonCase {
  readonly name: string;
  readonly x: number[];
  readonly y: number[];
  readonly statistic: number;
  readonly p: number;
}

const golden = JSON.parse(readFileSync(new URL('./fixtures/statistics.json', import.meta.url), 'utf8'));

function expectClose(actual: number, expected: number, tolerance = 1e-10): void {
  expect(Math.abs(actual / expected - 1), `${actual} beside ${expected}`).toBeLessThan(tolerance);
}

describe('distributions, to 1e-10 of the value however small it is', () => {
  const functions = new Map<string, (...values: number[]) => number>([
    ['chiSquared', chiSquaredTail],
    ['f', fTail],
    ['studentT', studentTTails],
    ['tIntervals', tInterval],
    ['normal', normalTail],
    ['studentisedRange', studentisedRangeTail],
    ['rangeQuantiles', studentisedRangeQuantile],
  ]);
  it.each([...functions.keys()])('%s', (name) => {
    const rows: number[][] = golden[name];
    for (const row of rows) {
      const values = row.slice(0, -1);
      expectClose(functions.get(name)!(...values), row.at(-1)!);
    }
  });

  it('has tails down to 1e-30 in the fixture', () => {
    for (const name of ['chiSquared', 'f', 'studentT', 'normal', 'studentisedRange']) {
      const rows: number[][] = golden[name];
      expect(Math.min(...rows.map((row) => row.at(-1)!)), name).toBeLessThan(1e-30);
    }
  });
});

describe('tests', () => {
  it.each(golden.friedman as FriedmanCase[])(
    'Friedman: chi-squared $chiSquared',
    ({ scores, meanRanks, chiSquared, p }) => {
      const test = friedmanTest(scores);
      test.meanRanks.forEach((rank, c) => {
        expect(rank).toBeCloseTo(meanRanks[c], 12);
      });
      expectClose(test.chiSquared, chiSquared);
      expectClose(test.p, p);
    },
  );

  it.each(golden.wilcoxon as WilcoxonCase[])('Wilcoxon: $name', ({ x, y, statistic, p }) => {
    const test = wilcoxonSignedRank(x, y);
    expect(test.statistic).toBe(statistic);
    expectClose(test.p, p);
  });

  it('corrected resampled t-test and interval', () => {
    const { differences, trainRows, testRows, t, p, low90, high90 } = golden.correctedT;
    const test = correctedResampledTTest(differences, trainRows, testRows);
    expectClose(test.t, t);
    expectClose(test.p, p);
    const { mean, standardError, degreesOfFreedom } = correctedMean('x', differences, trainRows, testRows);
    const reach = tInterval(degreesOfFreedom, 0.9) * standardError;
    expectClose(mean - reach, low90);
    expectClose(mean + reach, high90);
  });
});
