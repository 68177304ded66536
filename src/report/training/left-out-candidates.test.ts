import { expect, it } from 'vitest';
import { FailingExecutor } from '../../../test/support/failing-executor.js';
import { blobs } from '../../../test/support/labelled-rows.js';
import { KernelMemoryError } from '../../errors.js';
import { describeModel } from '../../pipeline/describe-model.js';
import { TableClassifier } from '../../pipeline/table-classifier.js';
import { trainOnTable } from '../../pipeline/train-on-table.js';
import { tableFromColumns } from '../../tables/preparation/table-from-columns.js';
import { ensembleParts } from './data-and-options.js';

it('a candidate without memory is left out, and the model, its description and the report say why', async () => {
  const { X, y } = blobs([60, 30], ['no', 'yes']);
  const column = (c: number) => Array.from(y, (_, row) => X.data[row * X.columns + c]);
  const table = tableFromColumns([
    ['x', column(0)],
    ['z', column(1)],
    ['label', y],
  ]);
  const stages: string[] = [];
  const { model, notices } = await trainOnTable(table, {
    target: 'label',
    classifierOptions: { candidates: ['logistic-regression', 'knn-15'], folds: 3 },
    executor: new FailingExecutor('knn', () => new KernelMemoryError('there is no memory')),
    onStage: (stage) => stages.push(stage),
  });
  const leftOut = [{ candidate: 'knn-15', reason: 'KernelMemoryError: there is no memory' }];
  expect(notices).toContain('candidates left out: knn-15 (KernelMemoryError: there is no memory)');
  const loaded = await TableClassifier.fromBytes(model.toBytes(), { name: 'model' });
  expect(loaded.provenance.leftOut).toEqual(leftOut);
  expect(describeModel(loaded).leftOut).toEqual(leftOut);
  expect(JSON.stringify(ensembleParts(loaded))).toContain('there is no memory');
  expect(stages).toEqual([
    'preparing the rows',
    'calibrating and weighting 1 candidate',
    'fitting the calibration and the decision',
    'predicting the test rows',
  ]);
});
