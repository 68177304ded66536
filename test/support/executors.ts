/** Executors for tests: tasks done by a function, results changed on their way, everything through the codec. */
import { decode } from '../../src/jobs/codec/decode.js';
import { encode } from '../../src/jobs/codec/encode.js';
import type { Executor, Job, JobKinds, RunControl, TaskControl } from '../../src/jobs/executor.js';
import { inThisThread } from '../../src/jobs/in-thread.js';
import type { FromPlace, ToPlace } from '../../src/jobs/messages.js';
import { RemotePlace } from '../../src/jobs/remote-place.js';
import { runTasks, Slots } from '../../src/jobs/run-tasks.js';
import { serveJobs } from '../../src/jobs/serve-jobs.js';

type Run = Executor['run'];
type AnyControl = RunControl<unknown, unknown>;

/** Does every task by `run`, whatever its job. */
export function executorOf<Task>(
  run: (task: Task, control: TaskControl<unknown>) => unknown,
  concurrency = 1,
): Executor {
  const runAll = (_: unknown, tasks: Iterable<Task>, control: AnyControl) =>
    runTasks(new Slots(concurrency), tasks, control, async (task, { signal, onReport, free }) => {
      try {
        return await run(task, { signal, report: onReport });
      } finally {
        free();
      }
    });
  return { concurrency, sharesMemory: true, run: runAll as Run, release: () => {} };
}

/** As in this thread, but with other results. */
export function changingResults<Result>(change: (index: number, result: Result) => Result): Executor {
  const run = (job: Job<unknown, unknown, Result>, tasks: Iterable<unknown>, control: RunControl<Result>) =>
    inThisThread.run(job, tasks, {
      ...control,
      onResult: (index, result) => control.onResult(index, change(index, result)),
    });
  return { ...inThisThread, concurrency: 1, sharesMemory: true, run: run as Run, release: () => {} };
}

/** The executor for jobs of one kind; others run in this thread. */
export function onlyFor(kind: string, executor: Executor): Executor {
  const run: Run = (job, tasks, control) =>
    (job.kind === kind ? executor : inThisThread).run(job, tasks, control);
  return { ...executor, run };
}

/** In this thread, the last task first. */
export const backwards: Executor = {
  concurrency: 1,
  sharesMemory: true,
  run: ((job: Job<unknown, unknown, unknown>, tasks: Iterable<unknown>, control: RunControl<unknown>) => {
    const reversed = [...tasks].reverse();
    const indexOf = (index: number) => reversed.length - 1 - index;
    return inThisThread.run(job, reversed, {
      ...control,
      onResult: (index, result) => control.onResult(indexOf(index), result),
    });
  }) as Run,
  release: () => {},
};

/** In this thread, by what crosses the codec alone: as if the place were at the other end of a wire. */
export class LoopbackExecutor implements Executor {
  readonly sharesMemory = false;
  readonly #slots: Slots;
  readonly #places: RemotePlace[] = [];

  constructor(
    private readonly kinds: JobKinds,
    readonly concurrency = 1,
  ) {
    this.#slots = new Slots(concurrency);
  }

  run: Run = (job, tasks, control) =>
    runTasks(this.#slots, tasks, control, (task, start) => this.#idle().run(job, task, start) as never);

  release(job: { readonly kind: string }): void {
    for (const place of this.#places) place.release(job);
  }

  #idle(): RemotePlace {
    const idle = this.#places.find(({ isIdle }) => isIdle);
    if (idle !== undefined) return idle;
    const serve = serveJobs(this.kinds, (message) => {
      const bytes = encode(message);
      queueMicrotask(() => place.receive(decode(bytes) as FromPlace));
    });
    const post = (message: ToPlace) => serve(decode(encode(message)) as ToPlace);
    const place = new RemotePlace(post, { onCancel: () => post({ kind: 'cancel' }) });
    this.#places.push(place);
    return place;
  }
}
