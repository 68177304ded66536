/** Every kind of jobs gives the same bits at the other end of a wire (the codec) as in this thread. */
import { afterAll, describe, expect, it } from 'vitest';
import type { Classifier } from '../../src/classifiers/contract/classifier.js';
import { Auto } from '../../src/classifiers/ensembles/auto/auto.js';
import { QclEnsemble } from '../../src/classifiers/ensembles/qcl-ensemble/qcl-ensemble.js';
import { classifiers } from '../../src/classifiers/registry.js';
import { SvmSmote } from '../../src/classifiers/svm-smote/svm-smote.js';
import { jobKinds } from '../../src/job-kinds.js';
import type { Executor } from '../../src/jobs/executor.js';
import { inThisThread } from '../../src/jobs/in-thread.js';
import { compareClassifiers } from '../../src/pipeline/comparison/compare-classifiers.js';
import { type DriftFound, openJob as openDriftJob } from '../../src/pipeline/drift/drift-job.js';
import { ParallelPredictor } from '../../src/pipeline/prediction/parallel-predictor.js';
import { trainOnTable } from '../../src/pipeline/train-on-table.js';
import { trainInWorker } from '../../src/pipeline/worker-training/train-in-worker.js';
import { tableFromColumns } from '../../src/tables/preparation/table-from-columns.js';
import { LoopbackExecutor } from '../support/executors.js';
import { knownOptions } from '../support/known-options.js';
import { blobs } from '../support/labelled-rows.js';

const used = new Set<string>();
const noted = new Map(
  Array.from(jobKinds, ([name, load]) => [
    name,
    () => {
      used.add(name);
      return load();
    },
  ]),
);
const executor = new LoopbackExecutor(noted, 2);

/** Its threads share the memory of a fit: test/threads/boosting-threads.test.ts. */
const ofThreads = 'boosting-helpers';

afterAll(() => {
  expect([...used, ofThreads].sort()).toEqual([...jobKinds.keys()].sort());
});

const { X, y } = blobs([30, 24, 16], ['a', 'b', 'c']);
const values = {
  ...X,
  data: Float64Array.from(X.data, (x) => 1e12 + x),
  scaling: [null, { mean: 1e12, scale: 2 }, { mean: 1e12, scale: 1, quantiles: [1e12, 1e12 + 3] }],
};
const state = (classifier: Classifier) => [classifier.toJSON(), classifier.tensors()];

describe('at the other end of a wire', () => {
  it.each([
    ['qcl-ensemble', () => new QclEnsemble({ epochs: 2, minimumSteps: 1, folds: 2 }), X],
    ['auto of scaled rows', () => new Auto({ candidates: ['knn', 'svm-smote'], folds: 2 }), X],
    ['auto of values', () => new Auto({ candidates: ['xgboost', 'knn'], folds: 2 }), values],
    ['svm-smote', () => new SvmSmote({ classWeight: 'balanced' }), X],
  ] as const)('the same %s is trained', async (_, create, rows) => {
    const there = await create().fit(rows, y, { executor });
    const here = await create().fit(rows, y);
    expect(state(there)).toStrictEqual(state(here));
  });

  it('an ensemble of weighted rows is the same', async () => {
    const sampleWeight = y.map((_, row) => 1 + (row % 3));
    const create = () => new Auto({ candidates: ['knn', 'random-forest'], folds: 2 });
    const there = await create().fit(X, y, { sampleWeight, executor });
    expect(state(there)).toStrictEqual(state(await create().fit(X, y, { sampleWeight })));
  });

  it.each(classifiers.map((entry) => [entry.name, entry] as const))(
    '%s predicts the same',
    async (_, entry) => {
      const classifier = await entry.create(knownOptions(entry, { epochs: 2, nEstimators: 4 })).fit(X, y);
      const predictor = new ParallelPredictor(classifier, { executor, worthSeconds: 0 });
      expect(await predictor.predictProba(X)).toStrictEqual(await classifier.predictProba(X));
      await predictor.close();
    },
  );

  const table = tableFromColumns([
    ['x', Array.from(y, (_, row) => (row % 9 === 0 ? null : X.data[3 * row]))],
    ['town', Array.from(y, (_, row) => ['north', 'south', 'east'][row % 3])],
    ['z', Array.from(y, (_, row) => 1e9 + X.data[3 * row + 2])],
    ['label', y],
  ]);
  const withoutSeconds = (result: unknown) =>
    JSON.parse(JSON.stringify(result, (key, value) => (key === 'seconds' ? undefined : value)));

  it('a comparison has the same scores', async () => {
    const options = {
      target: 'label',
      classifiers: ['knn', 'decision-tree', 'svm-smote'],
      folds: 3,
    } as const;
    const there = await compareClassifiers(table, { ...options, executor });
    expect(withoutSeconds(there)).toEqual(withoutSeconds(await compareClassifiers(table, options)));
  });

  it('a search for options has the same end', async () => {
    const options = { target: 'label', classifier: 'knn', tuning: {} } as const;
    const there = await trainOnTable(table, { ...options, executor });
    expect(there.model.toBytes()).toEqual((await trainOnTable(table, options)).model.toBytes());
  });

  it('a whole training has the same model', async () => {
    const options = { target: 'label', classifier: 'decision-tree' } as const;
    const there = await trainInWorker(table, { ...options, executor });
    expect(there.model.toBytes()).toEqual((await trainOnTable(table, options)).model.toBytes());
  });

  it('rows are compared with those of the training the same', async () => {
    const { model } = await trainOnTable(table, { target: 'label', classifier: 'decision-tree' });
    const shared = { name: 'model', bytes: model.toBytes() };
    const job = { kind: 'drift-comparisons', shared, open: openDriftJob };
    const run = async (each: Executor) => {
      const found: DriftFound[] = [];
      await each.run(job, [table], { onResult: (_, result) => void found.push(result) });
      each.release(job);
      return found;
    };
    const [there] = await run(executor);
    expect(there.novelty?.rows).toBe(table.rows);
    expect([there]).toEqual(await run(inThisThread));
  });

  it('a row that is refused is named by its place among all', async () => {
    const classifier = await new SvmSmote().fit(X, y);
    const predictor = new ParallelPredictor(classifier, { executor, worthSeconds: 0 });
    const data = X.data.slice();
    data[60 * 3 + 1] = Number.NaN;
    await expect(predictor.predictProba({ ...X, data })).rejects.toThrow(/NaN at row 60, column 1/);
    await predictor.close();
    await expect(predictor.predictProba(X)).rejects.toThrow(/closed/);
  });
});
