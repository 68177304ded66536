import { beforeAll, describe, expect, it, vi } from 'vitest';
import { UnpredictableRow } from '../../classifiers/contract/probabilities.js';
import { RandomStream } from '../../engine/random/random-stream.js';
import { InputError } from '../../errors.js';
import { timeSlices } from '../../event-loop.js';
import type { Executor } from '../../jobs/executor.js';
import { inThisThread } from '../../jobs/in-thread.js';
import { predictRows } from '../../pipeline/predict-rows.js';
import type { TableClassifier } from '../../pipeline/table-classifier.js';
import { trainOnTable } from '../../pipeline/train-on-table.js';
import { tableFromColumns } from '../../tables/preparation/table-from-columns.js';
import { BatchingScorer } from './batching-scorer.js';
import { SlicedPredictor } from './sliced-predictor.js';

const random = new RandomStream(4, 'scorer');
const rows = Array.from({ length: 300 }, (_, i) => ({
  amount: random.normal() + (i % 3 === 0 ? 2 : 0),
  town: ['north', 'south', 'west'][random.integer(3)],
}));
let model: TableClassifier;
let scorer: BatchingScorer;

beforeAll(async () => {
  const table = tableFromColumns([
    ['amount', rows.map(({ amount }) => amount)],
    ['town', rows.map(({ town }) => town)],
    ['fraud', rows.map((_, i) => (i % 3 === 0 ? 'yes' : 'no'))],
  ]);
  ({ model } = await trainOnTable(table, {
    target: 'fraud',
    classifier: 'logistic-regression',
    decision: 'alerts=10%',
    positive: 'yes',
  }));
  scorer = new BatchingScorer(model, inThisThread);
});

describe('BatchingScorer', () => {
  it('predicts requests of one turn together, each as if it were alone', async () => {
    const requests = [rows.slice(0, 1), rows.slice(1, 4), [], rows.slice(4, 5)];
    const expected = await Promise.all(requests.map((each) => predictRows(model, each)));
    const predictProba = vi.spyOn(model.classifier, 'predictProba');
    const found = await Promise.all(requests.map((each) => scorer.predict(each)));
    expect(found).toEqual(expected);
    expect(predictProba.mock.calls.map(([X]) => X.rows)).toEqual([5]);
    predictProba.mockRestore();
  });

  it('decides about alerts row by row', async () => {
    const all = await Promise.all(rows.map((row) => scorer.predict([row])));
    const alone = [];
    for (const row of rows) alone.push(...(await predictRows(model, [row])));
    expect(all.flat()).toEqual(alone);
    expect(new Set(alone.map(({ prediction }) => prediction)).size).toBe(2);
  });

  it('gives the errors of a row to its own request', async () => {
    const wrong = { amount: 'x', town: 'north' };
    const [good, bad] = await Promise.allSettled([
      scorer.predict([rows[0]]),
      scorer.predict([rows[1], wrong]),
    ]);
    expect(good).toEqual({ status: 'fulfilled', value: await predictRows(model, [rows[0]]) });
    expect((bad as PromiseRejectedResult).reason).toBeInstanceOf(InputError);
    expect((bad as PromiseRejectedResult).reason.message).toMatch(/^rows\[1\], key "amount"/);
  });

  it('predicts requests on their own if a row cannot be predicted', async () => {
    const { matrix } = model.prepare(
      tableFromColumns([
        ['amount', [9]],
        ['town', ['west']],
      ]),
    );
    const predict = model.classifier.predictProba.bind(model.classifier);
    const predictProba = vi.spyOn(model.classifier, 'predictProba').mockImplementation(async (X) => {
      const row = Array.from({ length: X.rows }, (_, i) => i).find(
        (i) => X.data[i * X.columns] === matrix.data[0],
      );
      if (row !== undefined) throw new UnpredictableRow(row, 'too far');
      return predict(X);
    });
    const [first, second, third] = await Promise.allSettled([
      scorer.predict([rows[0]]),
      scorer.predict([rows[1], { amount: 9, town: 'west' }]),
      scorer.predict([rows[2]]),
    ]);
    predictProba.mockRestore();
    expect(first).toEqual({ status: 'fulfilled', value: await predictRows(model, [rows[0]]) });
    expect(third).toEqual({ status: 'fulfilled', value: await predictRows(model, [rows[2]]) });
    expect((second as PromiseRejectedResult).reason.message).toMatch(/^data row 2 cannot be predicted/);
  });

  it('gives the same for many rows, with notices', async () => {
    const many = rows.map((row, i) => (i === 250 ? { amount: 1e9, town: 'east' } : row));
    const notices: string[][] = [[], []];
    const found = await scorer.predict(many, { onNotice: (notice) => notices[0].push(notice) });
    const expected = await predictRows(model, many, { onNotice: (notice) => notices[1].push(notice) });
    expect(found).toEqual(expected);
    expect(notices[0]).toEqual(notices[1]);
    expect(notices[0]).toHaveLength(2);
  });

  it('decides about the rows of a table row by row, with notices', async () => {
    const some = [...rows.slice(0, 40), { amount: 1e9, town: 'east' }];
    const table = tableFromColumns([
      ['amount', some.map(({ amount }) => amount)],
      ['town', some.map(({ town }) => town)],
    ]);
    const { predictions, notices } = await scorer.predictTable(table, {});
    expect(predictions).toEqual(await predictRows(model, some));
    expect(notices).toHaveLength(2);
  });

  it('answers what it has accepted before it is closed', async () => {
    const own = new BatchingScorer(model, inThisThread);
    const pending = own.predict([rows[0]]);
    await own.close();
    expect(await Promise.race([pending, 'pending'])).toHaveLength(1);
    await expect(own.predict([rows[0]])).rejects.toThrow('closed');
  });
});

it('SlicedPredictor gives the bits of the classifier, in this thread and elsewhere', async () => {
  const { matrix } = model.prepare(
    tableFromColumns([
      ['amount', rows.map(({ amount }) => amount)],
      ['town', rows.map(({ town }) => town)],
    ]),
  );
  const expected = await model.classifier.predictProba(matrix);
  const run = vi.fn<Executor['run']>((job, tasks, control) => inThisThread.run(job, tasks, control));
  const executor: Executor = {
    concurrency: 2,
    sharesMemory: true,
    run: run as Executor['run'],
    release: (job) => inThisThread.release(job),
  };
  for (const [worth, runs] of [
    [1e9, 0],
    [0, 1],
  ]) {
    run.mockClear();
    const predictor = new SlicedPredictor(model.classifier, executor, worth);
    expect(await predictor.predictProba(matrix, timeSlices(0))).toEqual(expected);
    expect(run).toHaveBeenCalledTimes(runs);
    await predictor.close();
  }
});
