/** The executor that needs nothing: one task after the other, in this thread. */
import { timeSlices } from '../event-loop.js';
import type { Executor, Job, OpenJob, RunControl, RunTask } from './executor.js';
import { runTasks, Slots, type StartControl } from './run-tasks.js';

type AnyRunTask = RunTask<unknown, unknown, unknown>;
type AnyJob = Job<unknown, unknown, unknown, unknown>;

export class InThreadExecutor implements Executor {
  readonly concurrency = 1;
  readonly sharesMemory = true;
  readonly #open = new WeakMap<object, Promise<AnyRunTask>>();

  /** The event loop gets its turn between two tasks. Tasks of several runs at the same time take turns as they pause. */
  run<Shared, Task, Result, Report = never>(
    job: Job<Shared, Task, Result, Report>,
    tasks: Iterable<Task>,
    control: RunControl<Result, Report>,
  ): Promise<void> {
    const slices = timeSlices();
    const start = async (task: Task, { signal, onReport, free }: StartControl) => {
      try {
        if (slices.due()) await slices.pause();
        signal.throwIfAborted();
        const runTask = await this.#opened(job as unknown as AnyJob);
        return (await runTask(task, { signal, report: onReport })) as Result;
      } finally {
        free();
      }
    };
    return runTasks(new Slots(1), tasks, control, start);
  }

  release(job: object): void {
    this.#open.delete(job);
  }

  #opened(job: AnyJob): Promise<AnyRunTask> {
    let opened = this.#open.get(job);
    if (opened === undefined) {
      opened = openIn(job.open, job.shared);
      this.#open.set(job, opened);
    }
    return opened;
  }
}

async function openIn(
  open: OpenJob<unknown, unknown, unknown, unknown>,
  shared: unknown,
): Promise<AnyRunTask> {
  return open(shared);
}

/** The default of everything that takes an executor. It holds nothing but the jobs that are open in it. */
export const inThisThread: Executor = new InThreadExecutor();
