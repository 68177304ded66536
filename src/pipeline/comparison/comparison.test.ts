import { describe, expect, it } from 'vitest';
import { backwards, changingResults, executorOf, onlyFor } from '../../../test/support/executors.js';
import type { ClassifierName } from '../../classifiers/names.js';
import { decidedLabels } from '../../decision/decision.js';
import { RandomStream } from '../../engine/random/random-stream.js';
import { InputError } from '../../errors.js';
import type { Label } from '../../matrix.js';
import { classificationReport } from '../../metrics/classification-report.js';
import { correctedMean } from '../../statistics/corrected-mean.js';
import { correctedTTestsOfPairs } from '../../statistics/corrected-t-tests-of-pairs.js';
import { crossValidatedMacroF1Interval } from '../../statistics/macro-f1-interval.js';
import { Preparation } from '../../tables/preparation/preparation.js';
import { tableFromColumns } from '../../tables/preparation/table-from-columns.js';
import { placesOfFold } from '../../tables/split/folds-of-rows.js';
import { stratifiedFolds } from '../../tables/split/stratified-folds.js';
import { type FoldFit, FoldFitter, type FoldOutcome } from '../cross-validation/fold-fit.js';
import { findClassifier } from '../find-classifier.js';
import { predictTable } from '../predict-table.js';
import { TableClassifier } from '../table-classifier.js';
import { CLASSIFIER_SETS } from './classifier-sets.js';
import { type CompareOptions, ComparisonAborted, compareClassifiers } from './compare-classifiers.js';
import { type Comparison, unbeatenBaseline } from './comparison.js';
import { planComparison } from './comparison-plan.js';
import { comparisonSentences } from './comparison-sentences.js';
import { finalClassifier } from './final-classifier.js';
import { trainFinalModel } from './train-final-model.js';

/** Three classes by two columns, with noise; z tells nothing. */
const random = new RandomStream(5, 'rows');
const labels: Label[] = Array.from(
  { length: 90 },
  (_, i) => ['left', 'right', 'rare'][i % 9 === 8 ? 2 : i % 2],
);
const centre = (label: Label) => ({ left: -1, right: 1, rare: 3 })[label as string] as number;
const table = tableFromColumns([
  ['x', labels.map((label) => centre(label) + random.normal())],
  ['y', labels.map((label) => -centre(label) + random.normal())],
  ['z', labels.map(() => random.normal())],
  ['label', labels],
]);
const names: readonly ClassifierName[] = ['decision-tree', 'logistic-regression', 'knn'];
const options: CompareOptions = { target: 'label', classifiers: names, folds: 3, repeats: 2 };
const compared = await compareClassifiers(table, options);

/** Durations are all that may differ from run to run. */
function withoutSeconds(comparison: Comparison): unknown {
  return JSON.parse(JSON.stringify(comparison, (key, value) => (key === 'seconds' ? undefined : value)));
}

const failing = (fails: (fit: number) => boolean) =>
  onlyFor(
    'fold-fits',
    changingResults<FoldOutcome>((fit, outcome) => (fails(fit) ? { failure: 'too few rows' } : outcome)),
  );

describe('compareClassifiers', () => {
  it('scores each classifier on each split, everything learned on the other folds', async () => {
    expect(compared.splits).toHaveLength(6);
    expect(compared.splits[4]).toEqual({ repeat: 1, fold: 1, trainRows: 60, testRows: 30 });
    expect(compared.classes).toEqual([
      { label: 'left', rows: 40 },
      { label: 'rare', rows: 10 },
      { label: 'right', rows: 40 },
    ]);
    // The second repeat, by hand.
    const { ofRow } = stratifiedFolds(labels, 3, new RandomStream(43, 'folds'));
    const { train, test } = placesOfFold({ ofRow: ofRow }, 1);
    const preparation = Preparation.fit(table, train, 'label');
    const pick = (rows: Int32Array) => Array.from(rows, (row) => labels[row]);
    const tree = findClassifier('decision-tree').create({ seed: 43 });
    await tree.fit(preparation.prepare(table, train).matrix, pick(train));
    const predicted = await tree.predict(preparation.prepare(table, test).matrix);
    const { metrics } = classificationReport(pick(test), predicted);
    const found = compared.ranked.find(({ name }) => name === 'decision-tree');
    expect(found?.scores[4]).toMatchObject(metrics);
    const classes = compared.classes.map(({ label }) => label);
    expect(Array.from(test, (row) => classes[found?.predictions[1][row] as number])).toEqual(predicted);
  });

  it('ranks by the mean, with intervals of all predictions and tests by the corrected variance', () => {
    const { ranked, splits } = compared;
    const scores = ranked.map((each) => each.scores.map((score) => score?.macroF1 as number));
    const means = scores.map((row) => row.reduce((sum, value) => sum + value, 0) / 6);
    expect([...means].sort((a, b) => b - a)).toEqual(means);
    ranked.forEach(({ means: { macroF1 }, macroF1: interval, confusion }, c) => {
      expect(macroF1).toBeCloseTo(means[c], 12);
      expect(interval).toMatchObject(correctedMean('scores', scores[c], 60, 30));
      const { low, high } = crossValidatedMacroF1Interval(confusion, 2);
      expect(interval.low).toBe(Math.min(low as number, interval.mean));
      expect(interval.high).toBe(Math.max(high as number, interval.mean));
    });
    const rows = splits.map((_, s) => ({ trainRows: 60, testRows: 30, scores: scores.map((row) => row[s]) }));
    expect(compared.pairs).toEqual(correctedTTestsOfPairs(rows));
  });

  it('predicts every row once a repeat', () => {
    for (const { confusion, predictions } of compared.ranked) {
      expect(predictions.map((each) => [...each].filter((guess) => guess >= 0).length)).toEqual([90, 90]);
      const rows = confusion.map((row) => row.reduce((sum, count) => sum + count, 0));
      expect(rows).toEqual(compared.classes.map((each) => 2 * each.rows));
    }
  });

  it('does not depend on the order in which the fits are done', async () => {
    const again = await compareClassifiers(table, { ...options, executor: backwards });
    expect(withoutSeconds(again)).toEqual(withoutSeconds(compared));
    const other = await compareClassifiers(table, { ...options, seed: 7 });
    expect(withoutSeconds(other)).not.toEqual(withoutSeconds(compared));
  });

  it('takes the faster of two that score the same', async () => {
    const classifiers = (['qcl-mixnet', 'mlp'] as const).map((name) => ({ name, options: { epochs: 1 } }));
    const plan = planComparison(table, { ...options, classifiers });
    const fitter = new FoldFitter(plan.work);
    const executor = executorOf(async (fit: FoldFit) => ({
      ...(await fitter.run({ ...fit, classifier: 'mlp' })),
      seconds: fit.classifier === 'qcl-mixnet' ? 2 : 1,
    }));
    const { ranked, pairs } = await compareClassifiers(table, {
      ...options,
      classifiers,
      executor: onlyFor('fold-fits', executor),
    });
    expect(ranked.map(({ name }) => name)).toEqual(['mlp', 'qcl-mixnet']);
    expect(pairs[0].remark).toMatch(/the same on every split/);
  });

  it('ranks by what is left where fits fail, and says so', async () => {
    const comparison = await compareClassifiers(table, {
      ...options,
      executor: failing((fit) => fit === 1 || fit === 2),
    });
    const tree = comparison.ranked.find(({ name }) => name === 'decision-tree');
    expect(tree?.scores.map((score) => score === null)).toEqual([false, true, true, false, false, false]);
    expect(tree?.failures).toEqual([
      { repeat: 0, fold: 1, reason: 'too few rows' },
      { repeat: 0, fold: 2, reason: 'too few rows' },
    ]);
    expect(comparison.pairs.map(({ splits }) => splits).sort()).toEqual([4, 4, 6]);
    expect(comparisonSentences(comparison).join('\n')).toMatch(
      /decision-tree failed on 2 of 6 splits and is ranked by the others.*too few rows\./,
    );
  });

  it('leaves out what fails on half of the splits, and has nothing to say where all fail', async () => {
    const half = await compareClassifiers(table, { ...options, executor: failing((fit) => fit < 3) });
    expect(half.ranked.map(({ name }) => name)).not.toContain('decision-tree');
    expect(half.leftOut).toEqual([
      { name: 'decision-tree', reason: expect.stringMatching(/3 of 6 fits failed.*too few rows/) },
    ]);
    const nothing = compareClassifiers(table, { ...options, executor: failing(() => true) });
    await expect(nothing).rejects.toThrow(InputError);
    await expect(nothing).rejects.toThrow(/no classifier could be compared(.|\n)*knn: 6 of 6 fits failed/);
  });

  it('drops what does not finish in time, and goes on with the others', async () => {
    const known: FoldOutcome[] = [];
    await compareClassifiers(table, {
      ...options,
      executor: onlyFor(
        'fold-fits',
        changingResults<FoldOutcome>((fit, outcome) => {
          known[fit] = outcome;
          return outcome;
        }),
      ),
    });
    // The others take no time at all, however slow the machine is.
    const fits = planComparison(table, options).fits.map((fit) => JSON.stringify(fit));
    const executor = executorOf((fit: FoldFit, { signal }) => {
      if (fit.classifier !== 'logistic-regression') return known[fits.indexOf(JSON.stringify(fit))];
      return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    });
    const { ranked, leftOut } = await compareClassifiers(table, {
      ...options,
      executor: onlyFor('fold-fits', executor),
      timeLimitSeconds: 30e-3,
    });
    const slow = { name: 'logistic-regression', reason: expect.stringMatching(/time limit of 0.03 s/) };
    expect(leftOut).toContainEqual(slow);
    expect(ranked.map(({ name }) => name)).not.toContain('logistic-regression');
  });

  it('keeps the classifiers that have finished when it is stopped', async () => {
    const stoppedAfter = async (fits: number) => {
      const controller = new AbortController();
      const running = compareClassifiers(table, {
        ...options,
        signal: controller.signal,
        onProgress: ({ epoch }) => {
          if (epoch === fits) controller.abort(new Error('enough'));
        },
      });
      const error = await running.catch((reason) => reason);
      expect(error).toBeInstanceOf(ComparisonAborted);
      expect(error.cause.message).toBe('enough');
      return (error as ComparisonAborted).comparison;
    };
    expect(await stoppedAfter(4)).toBeUndefined();
    const partial = await stoppedAfter(8);
    expect(partial?.ranked.map(({ name }) => name)).toEqual(['decision-tree']);
    expect(partial?.leftOut).toContainEqual({
      name: 'logistic-regression',
      reason: 'interrupted after 2 of its 6 fits',
    });
  });

  it.each<[string, object, RegExp]>([
    ['no repeats', { repeats: 0 }, /repeats is 0/],
    ['one fold', { folds: 1 }, /folds is 1/],
    ['more folds than rows', { folds: 91 }, /folds is 91 for 90 rows/],
    ['no classifier', { classifiers: [] }, /classifiers is empty/],
    ['an unknown classifier', { classifiers: ['oracle'] }, /"oracle"/],
    ['a classifier twice', { classifiers: ['knn', 'knn'] }, /knn is given twice/],
    ['a bad option', { classifiers: [{ name: 'mlp', options: { epochs: 0 } }] }, /mlp options/],
    [
      'a seed of one',
      { classifiers: [{ name: 'mlp', options: { seed: 1 } }] },
      /give the seed to the comparison/,
    ],
    ['an unknown option', { fold: 3 }, /compareClassifiers has no option "fold"\. Did you mean "folds"\?/],
    ['no target', { target: undefined as never }, /compareClassifiers needs the option target/],
    ['no such column', { target: 'lable' }, /"lable".*"label"/],
    ['no time', { timeLimitSeconds: 0 }, /timeLimitSeconds is 0/],
    ['an endless time', { timeLimitSeconds: 1e9 }, /timeLimitSeconds is 1000000000/],
    ['no features', { overrides: { drop: ['x', 'y', 'z'] } }, /no feature column is left/],
  ])('refuses %s before anything is fitted', async (_, more, message) => {
    const executor = executorOf(() => Promise.reject(new Error('fitted')));
    const comparison = compareClassifiers(table, { ...options, ...more, executor });
    await expect(comparison).rejects.toThrow(InputError);
    await expect(comparison).rejects.toThrow(message);
  });

  it('names the classes that are not in every fold', async () => {
    const { notices } = await compareClassifiers(table, {
      ...options,
      folds: 12,
      repeats: 1,
      classifiers: ['knn'],
    });
    expect(notices).toEqual([expect.stringMatching(/fewer rows than the 12 folds.*"rare"/)]);
  });
});

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

describe('the metric of a comparison', () => {
  const by = (metric: string, more: object = {}) =>
    compareClassifiers(table, { ...options, repeats: 1, metric, ...more });

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
        expect(score.reason).toMatch(/only macro F1/);
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
    // 40 of 90 rows are of either common class; the first is the commonest where they are equal.
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
      `Warning: ${first.name} is no better than a baseline: always the commonest class, mean macro F1 ` +
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
