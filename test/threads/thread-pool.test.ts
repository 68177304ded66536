/** The worker threads that all executors of a process share, in the built package. */
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { Job, OpenJob } from '../../src/jobs/executor.js';
import type { Libsvm } from '../../src/svm/libsvm.js';
import type { CalibratedMachines, SvmTraining } from '../../src/svm/svm-training.js';
import { trainMachines } from '../../src/svm/train-machines.js';
import { trainSvm } from '../../src/svm/train-svm.js';

type Package = typeof import('../../src/index.js');
const { ThreadPool } = (await import(
  fileURLToPath(new URL('../../dist/index.js', import.meta.url))
)) as Package;

const onStep = () => {};

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

/** One that no thread can open, or whose data cannot be sent. */
const strange = (kind: string, shared?: unknown): Job<unknown, unknown, unknown> => ({
  kind,
  shared,
  open: (() => {}) as unknown as OpenJob<unknown, unknown, unknown>,
});

describe('the thread pool', () => {
  it('runs the tasks of several pools, each with its own result', async () => {
    const pools = [new ThreadPool({ threads: 2 }), new ThreadPool({ threads: 1 })];
    const trainings = Array.from({ length: 12 }, (_, i) => machines(1 + i));
    const results = await Promise.all(
      trainings.map((training, i) => trainSvm(training, { executor: pools[i % 2], onStep })),
    );
    for (const [i, training] of trainings.entries()) {
      expect(results[i]).toEqual(await trainSvm(training, { onStep }));
    }
  });

  it('trains the same machines by libsvm in WebAssembly as asm.js does', async () => {
    const asm = createRequire(import.meta.url)('libsvm-js/asm.js') as Libsvm;
    const steps = { onStep, pause: async () => {} };
    const linear: SvmTraining = { ...machines(0.3, 40), kernel: { kind: 'linear' } };
    for (const training of [machines(0.3, 40), linear]) {
      const trained = await trainSvm(training, { executor: new ThreadPool({ threads: 1 }), onStep });
      expect(trained).toEqual(await trainMachines(asm, training, steps));
    }
  });

  it('runs no more tasks at the same time than it has threads, in whatever runs', async () => {
    const executor = new ThreadPool({ threads: 1 });
    const order: string[] = [];
    const run = (name: string) =>
      trainSvm(machines(1), {
        executor,
        onStep: () => {
          if (order.at(-1) !== name) order.push(name);
        },
      });
    await Promise.all(['first', 'second', 'third'].map(run));
    expect(order).toEqual(['first', 'second', 'third']);
  });

  it('reports while a task runs', async () => {
    const steps: number[][] = [];
    const executor = new ThreadPool({ threads: 1 });
    await trainSvm(machines(1), { executor, onStep: (...step) => steps.push(step) });
    expect(steps).toEqual([1, 2, 3].map((step) => [step, 3]));
  });

  it('cancels the running and the waiting task with the reason of their signal, and goes on with the next', async () => {
    const executor = new ThreadPool({ threads: 1 });
    const controller = new AbortController();
    const { signal } = controller;
    const cancel = () => controller.abort('enough');
    const running = trainSvm(machines(0.1, 3000), { executor, signal, onStep: cancel });
    const waiting = trainSvm(machines(1), { executor, signal, onStep });
    const next = trainSvm(machines(2), { executor, onStep });
    await expect(running).rejects.toBe('enough');
    await expect(waiting).rejects.toBe('enough');
    expect(await next).toEqual(await trainSvm(machines(2), { onStep }));
    await expect(trainSvm(machines(1), { executor, signal, onStep })).rejects.toBe('enough');
  });

  it('rejects with what a report’s receiver throws', async () => {
    const defect = new Error('in the callback');
    const thrower = () => {
      throw defect;
    };
    const training = trainSvm(machines(1), { executor: new ThreadPool({ threads: 1 }), onStep: thrower });
    await expect(training).rejects.toBe(defect);
  });

  it('passes on what is wrong with a task, an InputError as one, and lives on', async () => {
    const executor = new ThreadPool({ threads: 1 });
    const train = (training: object): Promise<CalibratedMachines> =>
      trainSvm({ ...machines(1), ...training }, { executor, onStep });
    await expect(train({ columns: 2 ** 27 })).rejects.toMatchObject({
      name: 'InputError',
      message: expect.stringMatching(/memory/),
    });
    await expect(train({ kernel: undefined })).rejects.toThrow(/kind/);
    expect(await train({})).toBeDefined();
  });

  it('rejects a task that cannot be sent, and every task of a job that cannot be opened', async () => {
    const executor = new ThreadPool({ threads: 1 });
    const control = { onResult: () => {} };
    const sendable = strange('svm-trainings');
    await expect(executor.run(sendable, [{ row: () => 1 }], control)).rejects.toThrow(/could not be cloned/);
    const unsendable = strange('svm-trainings', { onStep });
    await expect(executor.run(unsendable, [1], control)).rejects.toThrow(/could not be cloned/);
    expect(await trainSvm(machines(1), { executor, onStep })).toBeDefined();
    const failures: string[] = [];
    await new ThreadPool({ threads: 2 }).run(strange('no such kind'), [1, 2, 3], {
      ...control,
      onFailure: (_, error) => failures.push((error as Error).message),
    });
    expect(failures).toEqual(new Array(3).fill('there is no kind of job no such kind'));
  });
});
