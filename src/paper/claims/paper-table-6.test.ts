/** Table 6 of the paper from its Tables 2 and 3. */
import { describe, expect, it } from 'vitest';
import { completeBlocks } from '../../statistics/complete-blocks.js';
import { friedmanTest } from '../../statistics/friedman.js';
import { nemenyiCriticalDifference } from '../../statistics/nemenyi.js';
import { testOverMetrics } from '../../statistics/test-over-metrics.js';
import { SUSPECT_CELLS } from './paper-results.js';
import { MODEL_ROWS, PAPER_DATASETS, PAPER_METRICS, type PaperMetric } from './paper-tables.js';

const datasets: string[] = PAPER_DATASETS.map(({ name }) => name);
const models = rowsOf('accuracy').map(([name]) => name);

function rowsOf(metric: PaperMetric): [string, number[]][] {
  return MODEL_ROWS[metric]
    .trim()
    .split('\n')
    .map((line) => {
      const [name, cells] = line.split('|');
      return [name.trim(), cells.trim().split(/\s+/).map(Number)];
    });
}

/** Hundredths as printed, data sets x models. */
function printed(metric: PaperMetric): number[][] {
  const rows = rowsOf(metric);
  return datasets.map((_, d) => rows.map(([, cells]) => cells[d]));
}

/** The mean ranks that Table 6 prints, in the order of Table 2. */
const PRINTED_RANKS: Readonly<Record<PaperMetric, readonly number[]>> = {
  accuracy: [
    3.8, 9.9, 14, 8.2, 15.6, 7.1, 9.6, 15.5, 6.9, 9, 10.8, 12.2, 10, 7.4, 11.6, 10.4, 15.9, 9.1, 14.8, 13.9,
    14.1,
  ],
  macroPrecision: [
    3.6, 12.7, 10.1, 3.6, 16.8, 6.5, 8.5, 17.4, 5.1, 8.5, 10.1, 12.8, 10.4, 9.1, 11.2, 10.6, 15.9, 12.1, 14.5,
    15.5, 15.9,
  ],
  macroRecall: [
    3.6, 11.7, 8.4, 2.8, 16, 7.9, 9.2, 17.5, 5.9, 10.3, 10.4, 13.6, 10.9, 9.7, 10.9, 10.9, 16.7, 10.6, 14.2,
    14.9, 14.9,
  ],
  macroF1: [
    3.2, 11.5, 10, 2.8, 16, 7.2, 8.6, 17.8, 4.9, 10.3, 10.4, 13.7, 11, 8.8, 11.1, 10.6, 17.5, 11.2, 14.8,
    14.6, 14.8,
  ],
};

function expectPrintedRanks(meanRanks: readonly number[], metric: PaperMetric): void {
  meanRanks.forEach((rank, m) => {
    expect(Math.abs(rank - PRINTED_RANKS[metric][m]), models[m]).toBeLessThan(0.0501);
  });
}

describe('Table 6', () => {
  it.each([
    ['macroPrecision', 174.84, 9.91e-27],
    ['macroRecall', 156.58, 3.43e-23],
  ] as const)('%s: chi-squared %d as printed', (metric, chiSquared, p) => {
    const test = friedmanTest(printed(metric));
    expect(test.chiSquared).toBeCloseTo(chiSquared, 2);
    expect(test.p / p).toBeCloseTo(1, 2);
    expect(test.degreesOfFreedom).toBe(20);
    expectPrintedRanks(test.meanRanks, metric);
    expect(test.uncorrected.chiSquared / test.tieCorrection).toBeCloseTo(test.chiSquared, 9);
    expect(test.imanDavenport.p).toBeLessThan(test.p);
  });

  it('macro F1: as printed with the two cells of isolet read as .95', () => {
    const scores = printed('macroF1');
    for (const { model, dataset } of SUSPECT_CELLS) {
      scores[datasets.indexOf(dataset)][models.indexOf(model)] = 95;
    }
    const test = friedmanTest(scores);
    expect(test.chiSquared).toBeCloseTo(174.91, 2);
    expect(test.p / 9.57e-27).toBeCloseTo(1, 2);
    expectPrintedRanks(test.meanRanks, 'macroF1');
  });

  it('accuracy: as printed without the two data sets that have a .00', () => {
    const missing = printed('accuracy').map((row) => row.map((score) => (score === 0 ? undefined : score)));
    const { scores, dropped } = completeBlocks(datasets, models, missing);
    expect(dropped).toEqual([
      { dataset: 'lymph', missing: ['Balanced RF'] },
      { dataset: 'one_hundred_plants_texture', missing: ['XGBoost', 'LR'] },
    ]);
    const test = friedmanTest(scores);
    expect(test.chiSquared).toBeCloseTo(99.42, 2);
    expect(test.p / 1.6e-12).toBeCloseTo(1, 2);
  });

  it('over the metrics: chi-squared and F as printed, but p .075 and not .0144', () => {
    const test = testOverMetrics(PAPER_METRICS.map((metric) => PRINTED_RANKS[metric]));
    expect(test.chiSquared).toBeCloseTo(29.68, 1);
    expect(test.p).toBeCloseTo(0.075, 3);
    expect(test.imanDavenport.F).toBeCloseTo(1.77, 2);
    expect(test.imanDavenport.degreesOfFreedom).toEqual([20, 60]);
    expect(test.imanDavenport.p).toBeLessThan(0.05);
    expect(test).toMatchObject({ valid: false, reason: expect.stringMatching(/independent/) });
  });

  it('finds no significant difference between models whose ranks differ by less than 7.38', () => {
    expect(nemenyiCriticalDifference(21, 18)).toBeCloseTo(7.38, 2);
  });
});
