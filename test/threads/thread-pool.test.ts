/** The worker threads that all jobs share, in the built package. */
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { Libsvm } from '../../src/svm/libsvm.js';
import { trainHere } from '../../src/svm/svm-trainer.js';
import type { SvmTraining } from '../../src/svm/svm-training.js';
import { trainMachines } from '../../src/svm/train-machines.js';

type Pool = typeof import('../../src/platform/node/threads/thread-pool.js');
const pool = fileURLToPath(new URL('../../dist/platform/node/threads/thread-pool.js', import.meta.url));
const { ThreadJob } = (await import(pool)) as Pool;

const KIND = 'support-vector-machines';

/** Two classes on a line; `far` is how far apart. */
function machines(far: number, rows = 4): SvmTraining {
  const values = Array.from({ length: rows }, (_, i) => (i < rows / 2 ? -far : far) + Math.sin(i));
  return {
    rows: Float32Array.from(values),
    columns: 1,
    sizes: [rows / 2, rows / 2],
    kernel: { kind: 'rbf', gamma: 1 },
    C: 1,
    classWeights: [1, 1],
    tolerance: 1e-3,
    cacheSize: 1,
    seed: 1,
  };
}

describe('the thread pool', () => {
  it('runs the tasks of several jobs, each with its own result', async () => {
    const jobs = [new ThreadJob(KIND, undefined, 2), new ThreadJob(KIND, undefined, 1)];
    const tasks = Array.from({ length: 12 }, (_, i) => machines(1 + i));
    const results = await Promise.all(tasks.map((task, i) => jobs[i % 2].run(task)));
    for (const [i, task] of tasks.entries()) {
      expect(results[i]).toEqual(await trainHere(task, { onStep: () => {} }));
    }
    for (const job of jobs) job.close();
  });

  it('trains the same machines by libsvm in WebAssembly as asm.js does', async () => {
    const asm = createRequire(import.meta.url)('libsvm-js/asm.js') as Libsvm;
    const steps = { onStep: () => {}, pause: async () => {} };
    for (const job of [
      machines(0.3, 40),
      { ...machines(0.3, 40), kernel: { kind: 'linear' } } as SvmTraining,
    ]) {
      expect(await new ThreadJob(KIND, undefined, 1).run(job)).toEqual(await trainMachines(asm, job, steps));
    }
  });

  it('runs no more tasks of a job at the same time than it may have', async () => {
    const job = new ThreadJob(KIND, undefined, 1);
    const order: string[] = [];
    const run = async (name: string) => {
      await job.run(machines(1), {
        onReport: () => {
          if (order.at(-1) !== name) order.push(name);
        },
      });
    };
    await Promise.all(['first', 'second', 'third'].map(run));
    expect(order).toEqual(['first', 'second', 'third']);
  });

  it('reports while a task runs', async () => {
    const reports: unknown[] = [];
    const onReport = (report: unknown) => reports.push(report);
    await new ThreadJob(KIND, undefined, 1).run(machines(1), { onReport });
    expect(reports).toEqual([1, 2, 3].map((step) => ({ step, steps: 3 })));
  });

  it('cancels the running and the waiting task with the reason of their signal, and goes on with the next', async () => {
    const job = new ThreadJob(KIND, undefined, 1);
    const controller = new AbortController();
    const { signal } = controller;
    const running = job.run(machines(0.1, 3000), { signal, onReport: () => controller.abort('enough') });
    const waiting = job.run(machines(1), { signal });
    const next = job.run(machines(2));
    await expect(running).rejects.toBe('enough');
    await expect(waiting).rejects.toBe('enough');
    expect(await next).toEqual(await trainHere(machines(2), { onStep: () => {} }));
    await expect(job.run(machines(1), { signal })).rejects.toBe('enough');
  });

  it('rejects with what a report’s receiver throws', async () => {
    const defect = new Error('in the callback');
    const onReport = () => {
      throw defect;
    };
    await expect(new ThreadJob(KIND, undefined, 1).run(machines(1), { onReport })).rejects.toBe(defect);
  });

  it('passes on what is wrong with a task, an InputError as one, and lives on', async () => {
    const job = new ThreadJob(KIND, undefined, 1);
    const tooLarge = job.run({ ...machines(1), columns: 2 ** 27 });
    await expect(tooLarge).rejects.toMatchObject({
      name: 'InputError',
      message: expect.stringMatching(/memory/),
    });
    await expect(job.run({ ...machines(1), kernel: undefined })).rejects.toThrow(/kind/);
    expect(await job.run(machines(1))).toBeDefined();
  });

  it('rejects a task that cannot be sent, and every task of a job that cannot be opened', async () => {
    const job = new ThreadJob(KIND, undefined, 1);
    await expect(job.run({ row: () => 1 })).rejects.toThrow(/could not be cloned/);
    expect(await job.run(machines(1))).toBeDefined();
    const unknown = new ThreadJob('no such kind', undefined, 2);
    for (let i = 0; i < 3; i++) await expect(unknown.run(i)).rejects.toThrow(/no such kind/);
  });
});
