/** What holds for every executor, as checks that run in Node and on a page alike: each throws where it does not hold. */
import type { Executor, Job, OpenJob, RunControl } from '../../src/jobs/executor.js';
import { KIND, openJob } from './contract-kinds.mjs';

interface Task {
  readonly value?: unknown;
  readonly reports?: number;
  readonly pauses?: number;
  /** Until it is cancelled. */
  readonly waits?: boolean;
  readonly error?: string;
  readonly inputError?: string;
}

interface Result {
  readonly value: unknown;
  readonly place: string;
  readonly opened: number;
}

interface Report {
  readonly task: unknown;
  readonly i: number;
}

type ContractJob = Job<{ readonly name: string }, Task, Result, Report>;

let jobs = 0;
const newJob = (): ContractJob => ({
  kind: KIND,
  shared: { name: `job ${jobs++}` },
  open: openJob as unknown as OpenJob<{ readonly name: string }, Task, Result, Report>,
});

function equal(actual: unknown, expected: unknown): void {
  const [one, other] = [actual, expected].map((value) => JSON.stringify(value));
  if (one !== other) throw new Error(`expected ${other}, got ${one}`);
}

/** Runs to the end, whatever that is. */
async function outcomeOf(
  executor: Executor,
  tasks: Iterable<Task>,
  control: Partial<RunControl<Result, Report>> = {},
  job = newJob(),
) {
  const results: (Result | undefined)[] = [];
  let error: unknown;
  try {
    await executor.run(job, tasks, {
      ...control,
      onResult: (index, result) => {
        results[index] = result;
        control.onResult?.(index, result);
      },
    });
  } catch (thrown) {
    error = thrown;
  }
  return { results, values: Array.from(results, (result) => result?.value ?? null), error };
}

const numbered = (count: number, more: Partial<Task> = {}): Task[] =>
  Array.from({ length: count }, (_, value) => ({ value, ...more }));

function* failing(): Generator<Task> {
  yield { error: 'taken too early' };
}

const checks: Record<string, (executor: Executor) => Promise<void>> = {
  'gives each task its result': async (executor) => {
    const tasks = Array.from({ length: 20 }, (_, i) => ({ value: [i, 'a'.repeat(i)], pauses: 20 - i }));
    const { values, error } = await outcomeOf(executor, tasks);
    equal(
      values,
      tasks.map(({ value }) => value),
    );
    equal(error, undefined);
    equal((await outcomeOf(executor, [])).error, undefined);
  },

  'takes a task when it can begin, and runs no more at once than it may': async (executor) => {
    let done = 0;
    let most = 0;
    function* tasks(): Generator<Task> {
      for (let taken = 0; taken < 12; taken++) {
        most = Math.max(most, taken + 1 - done);
        yield { value: taken, pauses: 3 };
      }
    }
    const { values } = await outcomeOf(executor, tasks(), { onResult: () => done++ });
    equal(values.length, 12);
    equal(most, Math.min(12, executor.concurrency));
  },

  'rejects with the reason of the signal, and says no more': async (executor) => {
    const controller = new AbortController();
    let calls = 0;
    const { error, values } = await outcomeOf(
      executor,
      [{ value: 'first' }, ...numbered(5, { waits: true, reports: 1 })],
      {
        signal: controller.signal,
        onReport: () => {
          calls++;
          controller.abort('enough');
        },
        onFailure: () => calls++,
      },
    );
    equal(error, 'enough');
    equal(calls, 1);
    equal(
      values.slice(1).every((value) => value === null),
      true,
    );
    const aborted = await outcomeOf(executor, failing(), { signal: controller.signal });
    equal(aborted.error, 'enough');
    equal((await outcomeOf(executor, numbered(3))).values, [0, 1, 2]);
  },

  'cancels a task alone by its own signal': async (executor) => {
    const controllers = [0, 1, 2, 3].map(() => new AbortController());
    controllers[0].abort('never begun');
    const asked: number[] = [];
    const failures = new Map<number, unknown>();
    const tasks = [{ value: 0 }, { value: 1, waits: true, reports: 1 }, { value: 2 }, { value: 3 }];
    const { values, error } = await outcomeOf(executor, tasks, {
      taskSignal: (index) => {
        asked.push(index);
        return controllers[index].signal;
      },
      onReport: (index) => controllers[index].abort('too slow'),
      onFailure: (index, reason) => failures.set(index, reason),
    });
    equal(error, undefined);
    equal(asked, [0, 1, 2, 3]);
    equal(values, [null, null, 2, 3]);
    equal([failures.get(0), failures.get(1), failures.size], ['never begun', 'too slow', 2]);
  },

  'rejects with the first error, and cancels the others': async (executor) => {
    const tasks = [{ error: 'broken' }, ...numbered(3, { waits: true })];
    const { error } = await outcomeOf(executor, tasks);
    equal((error as Error).message, 'broken');
    equal((await outcomeOf(executor, numbered(3))).values, [0, 1, 2]);
  },

  'goes on after a failure that is asked for': async (executor) => {
    const messages: string[] = [];
    const tasks = [{ value: 0 }, { error: 'broken' }, { value: 2 }, { inputError: 'no rows' }];
    const { values, error } = await outcomeOf(executor, tasks, {
      onFailure: (index, reason) => messages.push(`${index}: ${(reason as Error).message}`),
    });
    equal(values.slice(0, 3), [0, null, 2]);
    equal(messages.sort(), ['1: broken', '3: no rows']);
    equal(error, undefined);
  },

  'rejects with what its callbacks throw': async (executor) => {
    const thrower = () => {
      throw new Error('in the callback');
    };
    for (const control of [{ onResult: thrower }, { onReport: thrower }, { taskSignal: thrower }]) {
      const { error } = await outcomeOf(executor, numbered(3, { reports: 1 }), control);
      equal((error as Error).message, 'in the callback');
    }
    const { error } = await outcomeOf(executor, [{ error: 'broken' }], { onFailure: thrower });
    equal((error as Error).message, 'in the callback');
  },

  'reports while a task runs': async (executor) => {
    const heard: unknown[] = [];
    await outcomeOf(executor, [{ value: 'a', reports: 3 }], {
      onReport: (index, report) => heard.push([index, report]),
      onResult: () => heard.push('done'),
    });
    equal(heard, [...[0, 1, 2].map((i) => [0, { task: 'a', i }]), 'done']);
  },

  'sends the shared data once to each place, until the job is released': async (executor) => {
    const job = newJob();
    const opens = async () => {
      const { results } = await outcomeOf(executor, numbered(10), {}, job);
      return results.map((result) => result?.opened as number);
    };
    equal(new Set([...(await opens()), ...(await opens())]).size, 1);
    executor.release(job);
    equal(Math.max(...(await opens())), 2);
  },

  'keeps the class of an InputError, and the message of any error': async (executor) => {
    const { error: input } = await outcomeOf(executor, [{ inputError: 'X has no rows' }]);
    equal([(input as Error).name, (input as Error).message], ['InputError', 'X has no rows']);
    const { error } = await outcomeOf(executor, [{ error: 'y is undefined' }]);
    equal((error as Error).message, 'y is undefined');
  },

  'does several runs at the same time, each with its own results': async (executor) => {
    const runs = [0, 1, 2].map((run) => outcomeOf(executor, numbered(5, { value: run, pauses: 1 })));
    const found = await Promise.all(runs);
    equal(
      found.map(({ values }) => values),
      [0, 1, 2].map((run) => [run, run, run, run, run]),
    );
  },
};

export const contractChecks: readonly string[] = Object.keys(checks);

/** Throws where the executor, which knows the kinds of `contract-kinds.mjs`, does not do what the check says. */
export function checkExecutor(name: string, executor: Executor): Promise<void> {
  return checks[name](executor);
}
