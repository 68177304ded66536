/** The fits of ensembles in worker threads: run in a process of its own, because threads load the built package. */
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { runCommand } from '../support/run-command.js';

const index = JSON.stringify(new URL('../../dist/index.js', import.meta.url).href);

async function run(script: string): Promise<string> {
  const { code, stdout, stderr } = await runCommand(process.execPath, ['--input-type=module', '-e', script], {
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
  });
  expect(stderr).toBe('');
  expect(code).toBe(0);
  return stdout;
}

const PROLOGUE = `
  import { Auto, ThreadPool } from ${index};
  const y = Array.from({ length: 60 }, (_, i) => (i % 3 === 0 ? 'rare' : 'common'));
  const data = Float32Array.from({ length: 180 }, (_, at) => Math.sin(at * at) + (at / 3 % 3 < 1 ? 1 : 0));
  const X = { data, rows: 60, columns: 3 };
  const auto = () => new Auto({ candidates: ['qcl-ensemble', 'knn', 'svm-smote'], folds: 3 });
  const executor = new ThreadPool({ threads: 2 });
  const text = (model) => JSON.stringify([model.toJSON(), [...model.tensors()].map(([name, { data }]) => [name, [...data]])]);
  let started = 0;
  process.on('worker', () => started++);
`;

it('gives the same model in threads and in one', async () => {
  const stdout = await run(`${PROLOGUE}
    const here = await auto().fit(X, y);
    console.log(started);
    const threaded = await auto().fit(X, y, { executor });
    console.log(started, text(threaded) === text(here), here.parts().length > 0);
  `);
  expect(stdout).toBe('0\n2 true true\n');
});

it('gives the same model of 64-bit values in threads and in one', async () => {
  const stdout = await run(`${PROLOGUE}
    const values = { ...X, data: Float64Array.from(data, (x) => 1e12 + x), scaling: [null, null, null].map(() => ({ mean: 1e12, scale: 1 })) };
    const fit = (options) => new Auto({ candidates: ['xgboost', 'knn', 'qcl-ensemble on quantiles'], folds: 3 }).fit(values, y, options);
    const threaded = await fit({ executor });
    const here = await fit();
    console.log(text(threaded) === text(here), here.form);
  `);
  expect(stdout).toBe('true values\n');
});

it('ends with the signal’s reason, and leaves no thread behind', async () => {
  const stdout = await run(`${PROLOGUE}
    const controller = new AbortController();
    const classifier = auto();
    const onProgress = () => controller.abort('enough');
    const options = { executor, signal: controller.signal, onProgress };
    const outcome = await classifier.fit(X, y, options).catch((error) => error);
    console.log(outcome, classifier.isFitted);
  `);
  expect(stdout).toBe('enough false\n');
});
