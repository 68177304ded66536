import { describe, expect, it } from 'vitest';
import { labels, options, table, withoutSeconds } from '../../../test/support/compared-table.js';
import { decidedLabels } from '../../decision/decision.js';
import { RandomStream } from '../../engine/random/random-stream.js';
import { correctedMean } from '../../statistics/corrected-mean.js';
import { correctedTTestsOfPairs } from '../../statistics/corrected-t-tests-of-pairs.js';
import { Preparation } from '../../tables/preparation/preparation.js';
import { tableFromColumns } from '../../tables/preparation/table-from-columns.js';
import { findClassifier } from '../find-classifier.js';
import { predictTable } from '../predict-table.js';
import { TableClassifier } from '../table-classifier.js';
import { CLASSIFIER_SETS } from './classifier-sets.js';
import { compareClassifiers } from './compare-classifiers.js';
import { type Comparison, unbeatenBaseline } from './comparison.js';
import { comparisonSentences } from './comparison-sentences.js';
import { finalClassifier } from './final-classifier.js';
import { trainFinalModel } from './train-final-model.js';

const compared = await compareClassifiers(table, options);

describe('comparisonSentences', () => {
  it('says which is first and which do not differ significantly from it', async () => {
    const p = (adjustedP: number) =>
      ({ ...compared.pairs[0].test, adjustedP }) as Comparison['pairs'][0]['test'];
    const pairs = compared.pairs.map((pair, i) => ({ ...pair, test: p([0.2, 0.01, 0.3][i]) }));
    const [first, second, third] = compared.ranked.map(({ name }) => name);
    expect(comparisonSentences({ ...compared, pairs })).toEqual([
      expect.stringMatching(
        new RegExp(
          `^${first} ranks first: mean macro F1 0\\.\\d{3} over 6 splits \\(95 % interval 0\\.\\d{3} to`,
        ),
      ),
      expect.stringMatching(
        new RegExp(`^${second} does not differ significantly from ${first} .*Holm.*all 3 pairs`),
      ),
      `${first} is significantly better than ${third}.`,
      expect.stringMatching(/slightly optimistic/),
    ]);
    const clear = compared.pairs.map((pair) => ({ ...pair, test: p(0.001) }));
    expect(comparisonSentences({ ...compared, pairs: clear })[1]).toMatch(
      /^It is significantly better than all others/,
    );
  });

  it('has nothing to compare with for one classifier', async () => {
    const alone = await compareClassifiers(table, { ...options, classifiers: ['knn'] });
    expect(comparisonSentences(alone)).toEqual([expect.stringMatching(/^knn is the only classifier: mean/)]);
  });
});

describe('the final model', () => {
  it('is auto, the first, or the one that is named', () => {
    expect(finalClassifier(compared)).toEqual({ name: 'auto', options: {} });
    expect(finalClassifier(compared, 'best').ranked).toBe(compared.ranked[0]);
    expect(finalClassifier(compared, 'knn').name).toBe('knn');
    expect(() => finalClassifier(compared, 'mlp')).toThrow(/"mlp" cannot be.*it was not compared.*best/);
    const slow = { ...compared, leftOut: [{ name: 'mlp', reason: 'too slow' }] };
    expect(() => finalClassifier(slow, 'mlp')).toThrow(/it was not ranked \(too slow\)/);
  });

  it('is trained on all rows, and says what cross-validation gave', async () => {
    const chosen = finalClassifier(compared, 'logistic-regression');
    const model = await trainFinalModel(table, compared, chosen);
    const { provenance } = model;
    expect(provenance.rows).toEqual({ train: 90, test: 0 });
    expect(provenance.test).toBeUndefined();
    expect(provenance.classes[1]).toEqual({ label: 'rare', trainingRows: 10, testRows: 0 });
    expect(provenance.crossValidation).toMatchObject({
      folds: 3,
      repeats: 2,
      seed: 42,
      splits: 6,
      metrics: { macroF1: chosen.ranked?.means.macroF1 },
      compared: compared.ranked.map(({ name, means }) => ({ classifier: name, macroF1: means.macroF1 })),
    });
    const preparation = Preparation.fit(table, undefined, 'label');
    const direct = await findClassifier('logistic-regression')
      .create({})
      .fit(preparation.prepare(table).matrix, labels);
    const loaded = await TableClassifier.fromBytes(model.toBytes(), { name: 'model' });
    expect(loaded.provenance).toEqual(provenance);
    const uncalibrated = await direct.predictProba(preparation.prepare(table).matrix);
    const { probabilities, labels: decided } = await predictTable(loaded, table);
    expect(probabilities).toEqual(model.calibrated(uncalibrated));
    expect(decided).toEqual(decidedLabels(model.decision, probabilities, model.classes));
    expect(provenance.outOfFold?.macroF1).toBeCloseTo(chosen.ranked?.means.macroF1 as number, 0.5);
  });
});

it('auto is trained without being compared, and says what its members reached on rows they had not learned', async () => {
  const chosen = { name: 'auto', options: { candidates: ['knn', 'xgboost'], folds: 3 } };
  const { classifier, provenance } = await trainFinalModel(table, compared, chosen);
  expect(classifier.parts?.().length).toBeGreaterThan(0);
  expect(provenance.crossValidation).toBeUndefined();
  expect(provenance.outOfFold?.macroF1).toBeGreaterThan(0.5);
  expect(provenance.outOfFold?.macroF1).toBeLessThanOrEqual(1);
});

it('has sets of classifiers that exist, each once', () => {
  for (const set of CLASSIFIER_SETS.values()) {
    expect(set.map((name) => findClassifier(name).name)).toEqual([...new Set(set)]);
  }
});

it('says in how many folds of which classifier a floor cannot be promised', async () => {
  const notices: string[] = [];
  const comparison = await compareClassifiers(table, {
    ...options,
    decision: 'recall>=0.9',
    confidence: 0.95,
    onNotice: (notice) => notices.push(notice),
  });
  const [notice, ...others] = comparison.notices.filter((each) => each.includes('best macro F1'));
  expect(others).toEqual([]);
  expect(notices).toContain(notice);
  for (const { name, scores } of comparison.ranked) {
    expect(notice).toContain(`${scores.length} of ${scores.length} folds of ${name}`);
  }
  expect(notice).toMatch(/: no decision keeps the floor: recall >= 0.9 of .* cannot be promised/);
  expect((await compareClassifiers(table, options)).notices).toEqual([]);
});

describe('the metric of a comparison', () => {
  const by = (metric: string, more: object = {}) =>
    compareClassifiers(table, { ...options, repeats: 1, metric, ...more });

  it.each(['recall', 'precision', 'class-average-precision'])('has an interval of %s', async (name) => {
    const { ranked } = await by(name);
    const intervals = ranked.flatMap(({ score }) => (score.reason === undefined ? [score] : []));
    expect(intervals.length).toBeGreaterThan(0);
    for (const { low, mean, high } of intervals) {
      expect(low).toBeLessThanOrEqual(mean);
      expect(high).toBeGreaterThanOrEqual(mean);
      expect(high - low).toBeGreaterThan(0.01);
    }
  });

  it.each([1, 2, 3])('is about the score beside it: two classes, table %s', async (seed) => {
    const random = new RandomStream(seed, 'rows');
    const fraud = Array.from({ length: 150 }, () => (random.uniform() < 0.15 ? 'yes' : 'no'));
    const generated = tableFromColumns([
      ['x', fraud.map((label) => random.normal() + (label === 'yes' ? 1.2 : 0))],
      ['y', fraud.map(() => random.normal())],
      ['fraud', fraud],
    ]);
    for (const metric of [
      'macro-f1',
      'recall',
      'precision',
      'average-precision',
      'class-average-precision',
    ]) {
      const { ranked } = await compareClassifiers(generated, {
        ...{ target: 'fraud', classifiers: ['knn', 'logistic-regression'], repeats: 1, metric },
      });
      for (const { score } of ranked) {
        expect(score.reason).toBeUndefined();
        const { low = 1, high = 0, mean } = score;
        expect(mean - low, metric).toBeGreaterThan(0.02);
        expect(high - mean, metric).toBeGreaterThan(0.005);
      }
    }
  });

  it('has no interval where rows have weights', async () => {
    const weighted = tableFromColumns([
      ['x', labels.map((_, i) => i % 7)],
      ['w', labels.map((_, i) => 1 + (i % 3))],
      ['label', labels],
    ]);
    for (const metric of ['recall', 'precision', 'class-average-precision']) {
      const { ranked } = await compareClassifiers(weighted, {
        ...{ target: 'label', classifiers: ['knn'], folds: 3, repeats: 1, metric, weight: 'w' },
      });
      expect(ranked[0].score.reason).toBe('the rows have weights');
    }
  });

  it.each(['log-loss', 'average-precision', 'mcc', 'recall'])(
    'ranks, tests and scores by %s, the better first',
    async (name) => {
      const { metric, ranked, pairs, splits, baselines } = await by(name);
      const sign = metric.largerIsBetter ? 1 : -1;
      expect(metric.largerIsBetter).toBe(name !== 'log-loss');
      const means = ranked.map(({ score }) => sign * score.mean);
      expect(means).toEqual([...means].sort((one, other) => other - one));
      for (const { score, scores } of ranked) {
        const values = scores.map((each) => each?.metric as number);
        expect(score).toMatchObject(correctedMean('scores', values, 60, 30));
        // Three classes: the average precision is a mean over them.
        if (name !== 'recall') expect(score.reason).toMatch(/only macro F1, recall/);
      }
      const rows = splits.map((_, s) => ({
        trainRows: 60,
        testRows: 30,
        scores: ranked.map(({ scores }) => scores[s]?.metric as number),
      }));
      expect(pairs).toEqual(correctedTTestsOfPairs(rows));
      const value = { 'log-loss': 'logLoss', 'average-precision': 'averagePrecision', recall: 'recall' }[
        name
      ];
      for (const { means } of [...ranked, ...baselines]) {
        if (value !== undefined) expect(means.metric).toBe(means[value as 'logLoss']);
      }
    },
  );

  it('has the baselines on the same splits, and warns of classifiers that do not beat them', async () => {
    const { baselines, positive, classes } = compared;
    expect(positive).toBe('rare');
    const [always, frequencies] = baselines;
    for (const { scores } of baselines) expect(scores).toHaveLength(6);
    // 40 of 90 rows are of either common class; the first is the most frequent one where they are equal.
    expect(always.means).toMatchObject({ recall: 0, precision: 0, matthewsCorrelation: 0, rocAuc: 0.5 });
    expect(always.means.macroF1).toBe(frequencies.means.macroF1);
    const entropy = classes.reduce((sum, { rows }) => sum - (rows / 90) * Math.log(rows / 90), 0);
    expect(frequencies.means.logLoss).toBeCloseTo(entropy, 2);
    expect(unbeatenBaseline(compared, compared.ranked[0])).toBeUndefined();
    expect(comparisonSentences(compared).join('\n')).not.toMatch(/baseline/);

    const [first] = compared.ranked;
    const poor = { ...first, score: { ...first.score, mean: always.means.macroF1 } };
    const sentences = comparisonSentences({ ...compared, ranked: [poor], pairs: [] });
    expect(sentences[1]).toBe(
      `Warning: ${first.name} is no better than a baseline: always the most frequent class, mean macro F1 ` +
        `${always.means.macroF1.toFixed(3)}.`,
    );
  });

  it('decides for the metric if it is one of decisions, in the comparison and in the final model', async () => {
    const mcc = await by('mcc');
    expect(withoutSeconds(mcc)).toEqual(withoutSeconds(await by('mcc', { decision: 'mcc' })));
    const final = await trainFinalModel(table, mcc, finalClassifier(mcc, 'best'));
    expect(final.decision).toMatchObject({ metric: 'mcc' });
    expect(final.provenance.crossValidation).toMatchObject({
      metric: { name: 'mcc', title: 'MCC' },
      compared: mcc.ranked.map(({ name, score }) => ({ classifier: name, score: score.mean })),
    });
    const loss = await by('log-loss', { classifiers: ['knn'] });
    expect(withoutSeconds(loss)).toEqual(
      withoutSeconds(await by('log-loss', { classifiers: ['knn'], decision: 'macro-f1' })),
    );
  });

  it('takes the positive class that is given', async () => {
    const given = await by('recall', { positive: 'left', decision: 'argmax' });
    expect(given.positive).toBe('left');
    const left = given.classes.findIndex(({ label }) => label === 'left');
    for (const { confusion, score } of given.ranked) {
      const found = confusion[left][left] / confusion[left].reduce((sum, count) => sum + count, 0);
      expect(score.mean).toBeCloseTo(found, 1);
    }
  });

  it('leaves out what fewer than two splits have a score of', async () => {
    const lone = tableFromColumns([
      ['x', labels.map((_, i) => i % 7)],
      ['label', labels.map((label, i) => (i === 3 ? 'lone' : label))],
    ]);
    const comparison = compareClassifiers(lone, {
      ...{ target: 'label', classifiers: ['knn'], folds: 3, repeats: 1, metric: 'recall' },
    });
    await expect(comparison).rejects.toThrow(/knn: recall can be computed on 1 of its 3 splits/);
  });

  it('is refused if its name is not known', async () => {
    await expect(by('log-los')).rejects.toThrow(/metric is "log-los".*Did you mean "log-loss"/s);
  });
});
