/** Whether 95 % intervals hold the true score in about 95 of 100 tables; the whole grid is in coverage.slow.test.ts. */
import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../src/engine/random/random-stream.js';
import {
  averagePrecisionInterval,
  crossValidatedAveragePrecisionInterval,
} from '../../src/statistics/average-precision-interval.js';
import { crossValidatedMacroF1Interval, macroF1Interval } from '../../src/statistics/macro-f1-interval.js';
import { shareInterval } from '../../src/statistics/share-interval.js';
import { crossValidate } from './cross-validated-tables.js';
import {
  type Coverage,
  coverageOf,
  drawRows,
  moved,
  populations,
  trueAveragePrecision,
  trueScores,
} from './populations.js';

const TABLES = 600;

/** Four standard errors of a coverage of 0.95 over so many tables are 0.036. */
function expectHolds({ covered, given }: Coverage): void {
  expect(given).toBeGreaterThan(0.9);
  expect(covered).toBeGreaterThan(0.95 - 0.036);
}

describe('coverage of 95 % intervals', () => {
  const few = populations.filter(({ name }) => /0\.85, (10|30) % rare.*best/.test(name));
  it.each(few)('$name, 125 rows', (population) => {
    const random = new RandomStream(1, 'coverage');
    const { macroF1, recall } = trueScores(population);
    expectHolds(
      coverageOf(macroF1, TABLES, (seed) => {
        const { truth, predicted } = drawRows(population, 125, random);
        return macroF1Interval(truth, predicted, 2, { resamples: 500, seed });
      }),
    );
    expectHolds(
      coverageOf(recall, TABLES, () => {
        const { truth, predicted } = drawRows(population, 125, random);
        const rows = truth.reduce((sum, t) => sum + t, 0);
        return shareInterval(
          truth.reduce((sum, t, i) => sum + t * predicted[i], 0),
          rows,
        );
      }),
    );
    expectHolds(
      coverageOf(trueAveragePrecision(population), TABLES, () => {
        const { truth, scores } = drawRows(population, 125, random);
        return averagePrecisionInterval(
          Array.from(truth, (t) => t === 1),
          scores,
        );
      }),
    );
  });

  it('cross-validation, 10 % rare, 150 rows', () => {
    const random = new RandomStream(1, 'cross-validation');
    expectHolds(
      coverageOf(0, TABLES, (seed) => {
        const { confusion, meanMacroF1 } = crossValidate(0.95, 0.1, 150, 2, random);
        const interval = crossValidatedMacroF1Interval(confusion, 2, { resamples: 500, seed });
        return moved(interval, meanMacroF1());
      }),
    );
  });

  it.each([0.85, 0.95])('average precision within folds, ROC AUC %s, 10 %% rare, 150 rows', (area) => {
    const random = new RandomStream(1, `folds ${area}`);
    expectHolds(
      coverageOf(0, 400, () => {
        const { scored, meanAveragePrecision } = crossValidate(area, 0.1, 150, 2, random);
        return moved(crossValidatedAveragePrecisionInterval(scored), meanAveragePrecision());
      }),
    );
  });

  it('gives none where rare rows are too few', () => {
    const rarest = populations.find(({ rare }) => rare === 0.02);
    const random = new RandomStream(1, 'coverage');
    const { truth, predicted, scores } = drawRows(rarest!, 43, random);
    expect(macroF1Interval(truth, predicted, 2).reason).toMatch(
      /^the rarest class has \d rows?, too few for an interval: it takes 5$/,
    );
    const positive = Array.from(truth, (t, i) => t === 1 || i === 0);
    expect(averagePrecisionInterval(positive, scores).reason).toMatch(/positive rows?, too few/);
    expect(shareInterval(1, 1).reason).toBe('there is 1 row, too few for an interval: it takes 5');
  });
});
