import { describe, expect, it } from 'vitest';
import { RandomStream } from '../engine/random/random-stream.js';
import { tableFromColumns } from '../tables/preparation/table-from-columns.js';
import { stratifiedFolds } from '../tables/split/stratified-folds.js';
import { predictTable } from './predict-table.js';
import { TableClassifier } from './table-classifier.js';
import { trainOnTable } from './train-on-table.js';
import { TrainingAborted } from './training-outcome.js';

const ROWS = 100;
const FOLDS = 5;
const index = Array.from({ length: ROWS }, (_, row) => row);
const classOf = (row: number) => (row % 4 === 1 ? 'rare' : 'usual');
const features = ['x', index.map((row) => Math.sin(7 * row) + (row % 4 === 1 ? 1 : 0))] as const;
const twoClasses = tableFromColumns([features, ['y', index.map(classOf)]]);

/** The outcome of a training on all rows that is stopped when so many of its out-of-fold fits are done. */
async function stoppedAfter(fits: number, table = twoClasses) {
  const controller = new AbortController();
  const error = await trainOnTable(table, {
    target: 'y',
    test: table,
    classifier: 'logistic-regression',
    signal: controller.signal,
    onProgress: ({ stage, epoch }) => {
      if (stage === 'out-of-fold fits' && epoch === fits) controller.abort(new Error('enough'));
    },
  }).catch((thrown) => thrown);
  expect(error).toBeInstanceOf(TrainingAborted);
  return (error as TrainingAborted).outcome!;
}

describe('a training that is stopped in or after its out-of-fold fits', () => {
  it.each([2, 4])('calibrates and decides on the rows of %i complete folds', async (fits) => {
    const { model, notices } = await stoppedAfter(fits);
    const rows = (ROWS * fits) / FOLDS;
    expect(model.outOfFold?.y).toHaveLength(rows);
    expect(model.decision.kind).toBe('weighted-argmax');
    expect(model.provenance.outOfFold?.perClass?.reduce((sum, { support }) => sum + support, 0)).toBe(rows);
    expect(notices).toContainEqual(
      `the training was stopped after ${fits} of its 5 out-of-fold fits: the calibration and the decision are fitted on ` +
        `the ${rows} of 100 training rows that these predict`,
    );
    expect(notices.filter((notice) => notice.includes('not calibrated'))).toEqual([]);
    const loaded = await TableClassifier.fromBytes(model.toBytes(), { name: 'stopped' });
    expect(await predictTable(loaded, twoClasses)).toEqual(await predictTable(model, twoClasses));
  });

  it('keeps the predictions that a whole training has for these rows', async () => {
    const { model } = await stoppedAfter(3);
    const whole = await trainOnTable(twoClasses, {
      target: 'y',
      test: twoClasses,
      classifier: 'logistic-regression',
    });
    const { ofRow } = stratifiedFolds(index.map(classOf), FOLDS, new RandomStream(42, 'out-of-fold'));
    const kept = index.filter((row) => ofRow[row] < 3);
    const rowsOf = ({ outOfFold }: TableClassifier, rows: readonly number[]) =>
      rows.map((row) => Array.from(outOfFold!.probabilities.data.subarray(2 * row, 2 * row + 2)));
    expect(rowsOf(model, [...kept.keys()])).toEqual(rowsOf(whole.model, kept));
  });

  it('decides by argmax, with a notice, after a single fold', async () => {
    const { model, notices } = await stoppedAfter(1);
    expect([model.decision.kind, model.calibrator.isIdentity, model.outOfFold]).toEqual([
      'argmax',
      true,
      undefined,
    ]);
    expect(notices).toContainEqual(expect.stringMatching(/not calibrated: the training was stopped before/));
  });

  it('decides by argmax, with a notice, if it is stopped in the calibration', async () => {
    const controller = new AbortController();
    const error = await trainOnTable(twoClasses, {
      target: 'y',
      test: twoClasses,
      classifier: 'logistic-regression',
      signal: controller.signal,
      onStage: (stage) => {
        if (stage === 'fitting the calibration and the decision') controller.abort(new Error('enough'));
      },
    }).catch((thrown) => thrown);
    expect(error).toBeInstanceOf(TrainingAborted);
    const { model, notices } = (error as TrainingAborted).outcome!;
    expect([model.decision.kind, model.calibrator.isIdentity]).toEqual(['argmax', true]);
    expect(notices).toContainEqual(
      'the probabilities are not calibrated: the training was stopped before its calibration',
    );
  });

  it.each([0, 98])('does so too if the complete folds have no row of a class: row %i', async (lone) => {
    const labels = index.map((row) => (row === lone ? 'lone' : classOf(row)));
    const { ofRow } = stratifiedFolds(labels, FOLDS, new RandomStream(42, 'out-of-fold'));
    expect(ofRow[lone]).toBe(lone === 0 ? 0 : 4);
    const { model } = await stoppedAfter(2, tableFromColumns([features, ['y', labels]]));
    expect(model.outOfFold !== undefined).toBe(lone === 0);
    expect(model.decision.kind === 'argmax').toBe(lone !== 0);
  });
});
