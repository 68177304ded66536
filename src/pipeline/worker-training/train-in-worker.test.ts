import { describe, expect, it } from 'vitest';
import { LoopbackExecutor } from '../../../test/support/executors.js';
import type { DecisionOptions } from '../../decision/decision-options.js';
import { InputError } from '../../errors.js';
import { jobKinds } from '../../job-kinds.js';
import { readTable } from '../../tables/reading/read-table.js';
import { predictTable } from '../predict-table.js';
import { trainOnTable } from '../train-on-table.js';
import { TrainingAborted } from '../training-outcome.js';
import { trainInWorker } from './train-in-worker.js';
import { openJob } from './training-job.js';

const text = ['x;y', ...Array.from({ length: 60 }, (_, i) => `${Math.sin(i) + (i % 2)};${'ab'[i % 2]}`)].join(
  '\n',
);
const bytes = new TextEncoder().encode(text);
const table = await readTable(bytes, { name: 'points' });
const options = { target: 'y', classifier: 'qcl-mixnet', classifierOptions: { epochs: 3 } } as const;
const executor = new LoopbackExecutor(jobKinds);

describe('trainInWorker', () => {
  it.each([
    ['a table', table],
    ['text', text],
    ['bytes', bytes],
    ['a file', new Blob([bytes])],
  ])('trains on %s as trainOnTable does', async (_, source) => {
    const here = await trainOnTable(table, options);
    const { model, seconds, reports, ...there } = await trainInWorker(source, {
      ...options,
      executor,
      read: { name: 'points' },
    });
    expect(model.toBytes()).toEqual(here.model.toBytes());
    const { model: _model, seconds: _seconds, reports: _reports, ...rest } = here;
    expect(there).toEqual(rest);
    expect(reports).toHaveLength(here.reports.length);
    expect(seconds).toBeGreaterThan(0);
    expect(await predictTable(model, table)).toEqual(await predictTable(here.model, table));
  });

  it.each<DecisionOptions>([
    { calibration: 'platt', prior: 'a=0.1', decision: 'recall>=0.6', positive: 'a', confidence: 0.8 },
    { calibration: 'temperature', costs: 'a:b=9,b:a=1' },
    { costTable: 'class,a,b\na,0,9\nb,1,0\n' },
  ])('calibrates and decides as trainOnTable does: %o', async (settings) => {
    const here = await trainOnTable(table, { ...options, ...settings });
    const { model, test } = await trainInWorker(table, { ...options, ...settings, executor });
    const usual = await trainOnTable(table, options);
    expect(model.toBytes()).toEqual(here.model.toBytes());
    expect(test).toEqual(here.test);
    expect(model.decision.describe(model.classes)).not.toBe(usual.model.decision.describe(model.classes));
  });

  it('reports progress and notices while it runs', async () => {
    const epochs: string[] = [];
    const notices: string[] = [];
    const constant = text.replaceAll('\n', '\n1;').replace('x;y', 'z;x;y');
    const outcome = await trainInWorker(constant, {
      ...options,
      executor,
      onProgress: ({ stage, epoch, epochs: all }) => epochs.push(`${stage} ${epoch}/${all}`),
      onNotice: (notice) => notices.push(notice),
    });
    expect(epochs).toEqual([
      ...['training 1/3', 'training 2/3', 'training 3/3'],
      ...Array.from({ length: 5 }, (_, fold) => `out-of-fold fits ${fold + 1}/5`),
    ]);
    expect(notices).toEqual(outcome.notices);
    expect(notices).toEqual([expect.stringMatching(/dropped.*"z"/)]);
  });

  it('stops by its signal', async () => {
    const controller = new AbortController();
    const reason = new Error('enough');
    const training = trainInWorker(table, {
      ...options,
      executor,
      signal: controller.signal,
      onProgress: () => controller.abort(reason),
    });
    const error = await training.catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(TrainingAborted);
    expect(error).toMatchObject({ outcome: undefined, cause: reason });
  });

  it('refuses what readTable and trainOnTable refuse', async () => {
    const noTable = trainInWorker('x,y\n1', { ...options, executor, read: { name: 'short.csv' } });
    await expect(noTable).rejects.toThrow(InputError);
    await expect(noTable).rejects.toThrow(/short\.csv/);
    const noColumn = trainInWorker(table, { ...options, target: 'z', executor });
    await expect(noColumn).rejects.toThrow(InputError);
    await expect(noColumn).rejects.toThrow(/"z"/);
    const noOption = trainInWorker(table, { ...options, classifer: 'knn', executor } as never);
    await expect(noOption).rejects.toThrow(/no option "classifer"\. Did you mean "classifier"/);
  });
});

describe('the job of a training', () => {
  it('gives away the model file and the matrices of the test rows, each whole and once', async () => {
    const given: ArrayBuffer[] = [];
    const run = await openJob({ source: table, read: {}, options: { ...options, calibration: 'none' } });
    const { model, outcome } = await run(null, {
      signal: new AbortController().signal,
      report: () => {},
      transfer: (buffers) => given.push(...buffers),
    });
    const { X, uncalibrated, probabilities } = outcome.test;
    expect(new Set(given)).toEqual(
      new Set([model, X.data, uncalibrated.data, probabilities.data].map(({ buffer }) => buffer)),
    );
    const before = Float32Array.from(probabilities.data);
    // Throws for a buffer that cannot be moved. Without calibration two of the matrices are one.
    const moved = structuredClone({ model, outcome }, { transfer: [...new Set(given)] });
    expect(moved.outcome.test.probabilities.data).toEqual(before);
    expect(probabilities.data).toHaveLength(0);
    // Nothing that the place keeps was moved: it trains again.
    const again = await run(null, { signal: new AbortController().signal, report: () => {} });
    expect(again.model).toEqual(moved.model);
  });
});
