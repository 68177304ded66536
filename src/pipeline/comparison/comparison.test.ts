import { describe, expect, it } from 'vitest';
import { labels, options, table, withoutSeconds } from '../../../test/support/compared-table.js';
import { backwards, changingResults, executorOf, onlyFor } from '../../../test/support/executors.js';
import { RandomStream } from '../../engine/random/random-stream.js';
import { InputError } from '../../errors.js';
import { classificationReport } from '../../metrics/classification-report.js';
import { correctedMean } from '../../statistics/corrected-mean.js';
import { correctedTTestsOfPairs } from '../../statistics/corrected-t-tests-of-pairs.js';
import { crossValidatedMacroF1Interval } from '../../statistics/macro-f1-interval.js';
import { Preparation } from '../../tables/preparation/preparation.js';
import { placesOfFold } from '../../tables/split/folds-of-rows.js';
import { stratifiedFolds } from '../../tables/split/stratified-folds.js';
import { type FoldFit, FoldFitter, type FoldOutcome } from '../cross-validation/fold-fit.js';
import { findClassifier } from '../find-classifier.js';
import { ComparisonAborted, compareClassifiers } from './compare-classifiers.js';
import { planComparison } from './comparison-plan.js';
import { comparisonSentences } from './comparison-sentences.js';

const compared = await compareClassifiers(table, options);

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
    ['a bad option', { classifiers: [{ name: 'mlp', options: { epochs: 0 } }] }, /mlp: epochs is 0/],
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
