/** The whole grid of coverages: QCL_MIXNET_SLOW=1 npx vitest run test/statistics. Prints the table. */
import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../src/engine/random/random-stream.js';
import {
  averagePrecisionInterval,
  crossValidatedAveragePrecisionInterval,
  type ScoredFold,
} from '../../src/statistics/average-precision-interval.js';
import { crossValidatedMacroF1Interval, macroF1Interval } from '../../src/statistics/macro-f1-interval.js';
import { crossValidatedShareInterval, shareInterval } from '../../src/statistics/share-interval.js';
import { crossValidate } from './cross-validated-tables.js';
import {
  type Coverage,
  coverageOf,
  drawCells,
  drawRows,
  macroF1OfShares,
  moved,
  populations,
  trueAveragePrecision,
  trueScores,
} from './populations.js';

const TABLES = 1000;
const ROWS = [43, 125, 1000];
/** 0.93 but for about four standard errors. Tables that have five rare rows by chance, under a fifth, are not typical. */
const LEAST = 0.93 - 0.03;
const lines: string[] = [];

function check(what: string, coverage: Coverage): void {
  lines.push(`${what} | ${coverage.covered.toFixed(3)} | ${coverage.given.toFixed(2)}`);
  if (coverage.given >= 0.2) expect(coverage.covered, what).toBeGreaterThan(LEAST);
}

const cases = populations.flatMap((population) => ROWS.map((rows) => ({ population, rows })));

describe('coverage of 95 % intervals', () => {
  it.each(cases)('$population.name, $rows rows', ({ population, rows }) => {
    const random = new RandomStream(7, `${population.name} ${rows}`);
    const truths = trueScores(population);
    const name = `${population.name}, ${rows} rows`;
    const draw = () => drawRows(population, rows, random);
    const count = (of: Int32Array) => of.reduce((sum, one) => sum + one, 0);
    const share = (of: 'truth' | 'predicted') => () => {
      const drawn = draw();
      return shareInterval(count(drawn.truth.map((t, i) => t * drawn.predicted[i])), count(drawn[of]));
    };
    check(
      `macro F1 | ${name}`,
      coverageOf(truths.macroF1, TABLES, (seed) => {
        const { truth, predicted } = draw();
        return macroF1Interval(truth, predicted, 2, { resamples: 800, seed });
      }),
    );
    check(`recall | ${name}`, coverageOf(truths.recall, TABLES, share('truth')));
    check(`precision | ${name}`, coverageOf(truths.precision, TABLES, share('predicted')));
    if (!name.includes('best')) return;
    check(
      `average precision | ${name}`,
      coverageOf(trueAveragePrecision(population), TABLES, () => {
        const { truth, scores } = draw();
        return truth.includes(1)
          ? averagePrecisionInterval(
              Array.from(truth, (t) => t === 1),
              scores,
            )
          : { low: undefined, high: undefined, reason: 'no positive row' };
      }),
    );
  });

  const many = [3, 5, 10].flatMap((K) =>
    [0.5, 0.8].flatMap((right) => ROWS.map((rows) => ({ K, right, rows }))),
  );
  it.each(many)('$K classes, recall $right, $rows rows', ({ K, right, rows }) => {
    // .7, .2 and .1 for three classes; for more each half as common as the one before, the last two alike.
    const shares =
      K === 3 ? [0.7, 0.2, 0.1] : Array.from({ length: K }, (_, c) => 2 ** -Math.min(c + 1, K - 1));
    const cells = shares.map((share, t) =>
      shares.map((_, p) => share * (t === p ? right : (1 - right) / (K - 1))),
    );
    const random = new RandomStream(7, `${K} ${right} ${rows}`);
    check(
      `macro F1 | ${K} classes, recall ${right}, ${rows} rows`,
      coverageOf(macroF1OfShares(cells), 600, (seed) => {
        const { truth, predicted } = drawCells(cells, rows, random);
        return macroF1Interval(truth, predicted, K, { resamples: 800, seed });
      }),
    );
  });

  const validated = [0.7, 0.85, 0.95].flatMap((area) =>
    [0.05, 0.1, 0.3, 0.5].flatMap((rare) => [150, 625].map((rows) => ({ area, rare, rows }))),
  );
  it.each(validated)('cross-validation, ROC AUC $area, $rare rare, $rows rows', ({ area, rare, rows }) => {
    const name = `ROC AUC ${area}, ${100 * rare} % rare, ${rows} rows`;
    const random = new RandomStream(7, name);
    check(
      `cross-validated macro F1 | ${name}`,
      // The true mean differs from table to table, so the interval is moved by it.
      coverageOf(0, 500, (seed) => {
        const { confusion, meanMacroF1 } = crossValidate(area, rare, rows, 2, random);
        const interval = crossValidatedMacroF1Interval(confusion, 2, { resamples: 800, seed });
        return moved(interval, meanMacroF1());
      }),
    );
  });

  it.each(validated)('average precision within folds, ROC AUC $area, $rare rare, $rows rows', (given) => {
    const { area, rare, rows } = given;
    const name = `ROC AUC ${area}, ${100 * rare} % rare, ${rows} rows`;
    const random = new RandomStream(11, name);
    check(
      `average precision within folds | ${name}`,
      coverageOf(0, 500, () => {
        const { scored, meanAveragePrecision } = crossValidate(area, rare, rows, 2, random);
        return moved(crossValidatedAveragePrecisionInterval(scored), meanAveragePrecision());
      }),
    );
  });

  it.each(validated)('recall and precision of folds, ROC AUC $area, $rare rare, $rows rows', (given) => {
    const { area, rare, rows } = given;
    const name = `ROC AUC ${area}, ${100 * rare} % rare, ${rows} rows`;
    const random = new RandomStream(13, name);
    const count = (of: ArrayLike<boolean>) => Array.from(of).filter((yes) => yes).length;
    const sharesOf = (scored: readonly (readonly ScoredFold[])[], kind: 'recall' | 'precision') =>
      scored.map((folds) =>
        folds
          .filter(({ positive }) => count(positive) > 0)
          .map(({ positive, scores }) => {
            const predicted = Array.from(scores, (score) => score > 0);
            const hits = predicted.filter((yes, i) => yes && positive[i]).length;
            return { hits, rows: count(kind === 'recall' ? positive : predicted) };
          }),
      );
    check(
      `recall of folds | ${name}`,
      coverageOf(0, 500, () => {
        const { scored, meanRecall } = crossValidate(area, rare, rows, 2, random);
        return moved(crossValidatedShareInterval(sharesOf(scored, 'recall')), meanRecall());
      }),
    );
    check(
      `precision of folds | ${name}`,
      coverageOf(0, 500, () => {
        const { scored, meanPrecision } = crossValidate(area, rare, rows, 2, random);
        return moved(crossValidatedShareInterval(sharesOf(scored, 'precision')), meanPrecision());
      }),
    );
  });

  it('prints the table', () => {
    console.log(['score | population | covered | given', ...lines].join('\n'));
    expect(lines.length).toBeGreaterThan(0);
  });
});
