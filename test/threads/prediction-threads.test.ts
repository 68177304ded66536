/** Prediction in threads, with the built package: the same bits as in one, whoever predicts and however rows divide. */
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Classifier } from '../../src/classifiers/contract/classifier.js';
import { knownOptions } from '../support/known-options.js';
import { blobs, pickRows } from '../support/labelled-rows.js';
import { runCommand } from '../support/run-command.js';

type Package = typeof import('../../src/index.js');
const index = fileURLToPath(new URL('../../dist/index.js', import.meta.url));
const { classifiers, InputError, Mlp, ParallelPredictor, RandomStream, ThreadPool } = (await import(
  index
)) as Package;

const executor = new ThreadPool({ threads: 3 });
/** Sends even a few rows to the threads. */
const predictorOf = (classifier: Classifier, threads = executor) =>
  new ParallelPredictor(classifier, { executor: threads, worthSeconds: 0 });

const table = blobs([30, 25, 20], ['a', 'b', 'c']);

describe.each(classifiers.map((entry) => [entry.name, entry] as const))('%s', (_, entry) => {
  it('predicts the same in three threads as in one', async () => {
    const classifier = entry.create(knownOptions(entry, { epochs: 2, nEstimators: 5 }));
    await classifier.fit(table.X, table.y);
    const threads = predictorOf(classifier);
    try {
      for (const rows of [1, 2, 3, 7, 75]) {
        const X = pickRows(table.X, [...Array(rows).keys()]);
        expect(await threads.predictProba(X)).toEqual(await classifier.predictProba(X));
      }
      expect(threads.classes).toEqual(classifier.classes);
    } finally {
      await threads.close();
    }
  });
});

it.each(
  classifiers
    .filter((entry) => entry.create().form === 'values')
    .map((entry) => [entry.name, entry] as const),
)('%s predicts 64-bit values in threads as in one', async (_, entry) => {
  const wide = (X: typeof table.X) => ({ ...X, data: Float64Array.from(X.data, (x) => 2 ** 40 + x) });
  const X = wide(table.X);
  const classifier = await entry.create(knownOptions(entry, { epochs: 2, nEstimators: 5 })).fit(X, table.y);
  const threads = predictorOf(classifier);
  try {
    for (const rows of [75, 7]) {
      const some = wide(pickRows(table.X, [...Array(rows).keys()]));
      expect(await threads.predictProba(some)).toEqual(await classifier.predictProba(some));
    }
  } finally {
    await threads.close();
  }
});

describe('threads that predict', () => {
  const fitted = new Mlp({ epochs: 2 });
  let threads: InstanceType<Package['ParallelPredictor']>;

  beforeAll(async () => {
    await fitted.fit(table.X, table.y);
    threads = predictorOf(fitted);
  });
  afterAll(() => threads.close());

  it('answer calls made at the same time each with its own rows', async () => {
    const random = new RandomStream(1, 'calls');
    const parts = Array.from({ length: 5 }, () => {
      const rows = Array.from({ length: 2 + random.integer(60) }, () => random.integer(75));
      return pickRows(table.X, rows);
    });
    const answers = await Promise.all(parts.map((X) => threads.predictProba(X)));
    for (const [i, X] of parts.entries()) expect(answers[i]).toEqual(await fitted.predictProba(X));
  });

  it.each([0, 70])(
    'name the row of X that cannot be predicted, whichever thread has it (row %i)',
    async (row) => {
      const data = table.X.data.slice();
      data[row * 3 + 1] = Number.NaN;
      const error = await threads.predictProba({ ...table.X, data }).catch((reason) => reason);
      expect(error).toBeInstanceOf(InputError);
      expect(error.message).toMatch(new RegExp(`NaN at row ${row}, column 1`));
      expect(await threads.predictProba(table.X)).toEqual(await fitted.predictProba(table.X));
    },
  );

  it.each([0, -1, 1.5, Number.NaN])('are a positive integer, not %s', (number) => {
    expect(() => new ThreadPool({ threads: number })).toThrow(/threads is .*positive integer/);
  });

  it('answer what they were asked before they are closed, and nothing after', async () => {
    const others = predictorOf(fitted);
    const answer = others.predictProba(table.X);
    await others.close();
    expect(await answer).toEqual(await fitted.predictProba(table.X));
    await expect(others.predictProba(table.X)).rejects.toThrow(/closed/);
  });

  it('refuse rows of another width as the classifier does', async () => {
    const narrow = { data: new Float32Array(150), rows: 75, columns: 2 };
    await expect(threads.predictProba(narrow)).rejects.toThrow(/2 columns.*fitted on 3/);
  });

  it('do not keep a program from ending that forgets to close them', async () => {
    const program = `
      import { KNearestNeighbours, ParallelPredictor, ThreadPool } from ${JSON.stringify(index)};
      const X = { data: Float32Array.from({ length: 40 }, (_, i) => i), rows: 20, columns: 2 };
      const knn = await new KNearestNeighbours().fit(X, Array.from({ length: 20 }, (_, i) => i % 2));
      const executor = new ThreadPool({ threads: 2 });
      const threads = new ParallelPredictor(knn, { executor, worthSeconds: 0 });
      console.log((await threads.predictProba(X)).rows);`;
    const { stdout } = await runCommand(process.execPath, ['--input-type=module', '-e', program]);
    expect(stdout).toBe('20\n');
  });
});

describe.each([
  ['starts threads', 1e-9],
  ['stays in one thread', Number.POSITIVE_INFINITY],
])('prediction that %s', (_, worthSeconds) => {
  it('gives what the classifier gives, in whatever blocks', async () => {
    const fitted = await new Mlp({ epochs: 2 }).fit(table.X, table.y);
    const many = pickRows(
      table.X,
      Array.from({ length: 900 }, (_, i) => (7 * i) % 75),
    );
    const prediction = new ParallelPredictor(fitted, { executor, rows: 975, worthSeconds });
    try {
      expect(await prediction.predictProba(many)).toEqual(await fitted.predictProba(many));
      expect(await prediction.predictProba(table.X)).toEqual(await fitted.predictProba(table.X));
    } finally {
      await prediction.close();
    }
  });
});
