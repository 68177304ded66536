/** Fits of boosting in several threads: run in processes of their own, because threads load the built package. */
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { runCommand } from '../support/run-command.js';

const dist = new URL('../../dist/', import.meta.url).href;

async function run(script: string): Promise<string> {
  const text = `const dist = ${JSON.stringify(dist)};${PROLOGUE}${script}`;
  const { code, stdout, stderr } = await runCommand(process.execPath, ['--input-type=module', '-e', text], {
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
  });
  expect(stderr).toBe('');
  expect(code).toBe(0);
  return stdout;
}

/** Parts done by other threads are counted in the results of `sumRows`, which are the threads. */
const PROLOGUE = `
  const { RandomStream, ThreadPool } = await import(dist + 'index.js');
  const { boost } = await import(dist + 'trees/boosting/boost.js');
  const { secondOrderRule } = await import(dist + 'trees/boosting/second-order.js');
  const { QuantisedBooster } = await import(dist + 'trees/boosting/quantised/quantised-booster.js');
  const { FitThreads } = await import(dist + 'trees/boosting/quantised/threads/fit-threads.js');
  const { threadsAreBusy } = await import(dist + 'platform/node/threads/worker-threads.js');
  let helped = 0;
  const original = FitThreads.prototype.run;
  FitThreads.prototype.run = function (kind, args, parts) {
    const results = original.call(this, kind, args, parts);
    if (kind === 'sumRows' && parts > 1) for (const thread of results.subarray(0, parts)) if (thread > 0) helped++;
    return results;
  };
  function table(rows, columns, classes, { missing = false, levels = 0 } = {}) {
    const random = new RandomStream(rows + columns, 'table');
    const data = new Float64Array(rows * columns);
    const y = new Int32Array(rows);
    for (let row = 0; row < rows; row++) {
      const own = data.subarray(row * columns, (row + 1) * columns);
      for (let c = 0; c < columns; c++) {
        own[c] = c === 0 && levels > 0 ? random.integer(levels) : c % 3 === 2 ? random.integer(3) : random.normal();
        if (missing && c % 2 === 1 && random.uniform() < 0.1) own[c] = NaN;
      }
      const score = (own[0] % 3) + (own[1] > 0 ? own[2] : 1) + random.normal();
      y[row] = Math.max(0, Math.min(classes - 1, Math.floor(score)));
    }
    const categories = levels > 0 ? Array.from({ length: columns }, (_, c) => (c === 0 ? levels : null)) : undefined;
    return { X: { data, rows, columns, categories }, y, classes };
  }
  const bits = (trees) => JSON.stringify(trees, (_, value) => (ArrayBuffer.isView(value) ? [...value] : value));
  async function fit(rows, rounds, executor, { limits, control, ...more } = {}) {
    const rule = secondOrderRule({ lambda: 1, minChildWeight: 1, alpha: 0, gamma: 0, exact: false }, rows.classes);
    const initial = new Float32Array(rows.classes === 2 ? 1 : rows.classes);
    const plan = {
      rule, seed: 1, subsample: 1, colsample: 1, maxBins: 255, initial,
      limits: { learningRate: 0.1, maxDepth: 6, ...limits }, ...more,
    };
    const create = () => QuantisedBooster.create(rows, plan, rounds, { executor, leastWork: 0 });
    return boost(rows, { rounds, create }, control);
  }
  /** Fits until helpers have taken part: the first fit may be over before they have started. */
  async function withHelp(fitOnce) {
    for (const end = performance.now() + 60_000; performance.now() < end; ) {
      helped = 0;
      const result = await fitOnce();
      if (helped > 0) return result;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Error('no helper took part');
  }
`;

it('fits the same trees in one, two and three threads', async () => {
  const stdout = await run(`
    const cases = {
      plain: [table(30_000, 5, 2)],
      missing: [table(20_000, 9, 2, { missing: true }), { subsample: 0.7, colsample: 0.8 }],
      categories: [table(20_000, 6, 2, { levels: 40 })],
      monotone: [table(20_000, 6, 2), { limits: { signs: Int32Array.of(1, 0, -1, 0, 0, 0) } }],
      leaves: [table(20_000, 6, 2, { missing: true }), { limits: { maxLeaves: 12 } }],
      classes: [table(20_000, 6, 3)],
      weights: [{ ...table(40_000, 4, 2), weights: Float64Array.from({ length: 40_000 }, (_, i) => 0.25 + (i % 7)) }],
    };
    for (const [name, [rows, options]] of Object.entries(cases)) {
      const alone = bits((await fit(rows, 6, undefined, options)).trees);
      for (const threads of [2, 3]) {
        const executor = new ThreadPool({ threads });
        const together = await withHelp(() => fit(rows, 6, executor, options));
        console.log(name, threads, bits(together.trees) === alone, alone.length > 1000);
      }
    }
  `);
  const names = ['plain', 'missing', 'categories', 'monotone', 'leaves', 'classes', 'weights'];
  expect(stdout).toBe(names.map((name) => `${name} 2 true true\n${name} 3 true true\n`).join(''));
});

it('fits the same trees where threads take columns instead of rows', async () => {
  const stdout = await run(`
    const rows = table(3000, 120, 2);
    for (const c of rows.X.data.keys()) rows.X.data[c] += rows.X.data[(c * 7) % rows.X.data.length] / 16;
    const alone = bits((await fit(rows, 4)).trees);
    for (let trial = 0; trial < 3; trial++) {
      const together = await fit(rows, 4, new ThreadPool({ threads: 2 }));
      console.log(bits(together.trees) === alone);
    }
  `);
  expect(stdout).toBe('true\ntrue\ntrue\n');
});

it('leaves no thread busy after a signal', async () => {
  const stdout = await run(`
    const rows = table(30_000, 8, 2);
    const executor = new ThreadPool({ threads: 3 });
    await withHelp(() => fit(rows, 5, executor));
    const controller = new AbortController();
    const onRound = ({ round }) => round === 3 && controller.abort('enough');
    const { aborted } = await fit(rows, 1000, executor, { control: { onRound, signal: controller.signal } });
    while (threadsAreBusy()) await new Promise((resolve) => setTimeout(resolve, 5));
    console.log(aborted);
  `);
  expect(stdout).toBe('true\n');
});

it('rejects if a helper fails in the middle, and goes on without one that does not start', async () => {
  const stdout = await run(`
    import { Worker } from 'node:worker_threads';
    const rows = table(30_000, 8, 2);
    const failing = \`
      const { workerData: { board, dist } } = require('node:worker_threads');
      import(dist + 'trees/boosting/quantised/threads/part-board.js').then(({ PartBoard }) => {
        const own = new PartBoard(board);
        while (own.claim() < 0) own.awaitParts();
        own.fail();
      });\`;
    const place = { concurrency: 2, sharesMemory: true, release() {} };
    const run = (job) => new Promise((resolve) => {
      new Worker(failing, { eval: true, execArgv: [], workerData: { board: job.shared.board, dist } }).on('exit', resolve);
    });
    console.log(await fit(rows, 100_000, { ...place, run }).catch(({ message }) => message));
    const refuse = async (job, tasks, { onFailure }) => onFailure(0, new Error('no room'));
    const alone = await fit(rows, 3);
    console.log(bits((await fit(rows, 3, { ...place, run: refuse })).trees) === bits(alone.trees));
  `);
  expect(stdout).toBe('a helper thread of the fit has failed\ntrue\n');
});
