/**
 * An executor of processes, so that neither an endless task nor one that runs out of memory takes the others with it. A
 * process can be killed at any moment; a worker thread that is ended while V8 compiles its code can block forever
 * (nodejs/node#54918).
 */
import type { Executor, Job, RunControl } from '../../../jobs/executor.js';
import { runTasks, Slots } from '../../../jobs/run-tasks.js';
import { PoolProcess } from './pool-process.js';

export interface ProcessPoolOptions {
  /** The most processes that work at the same time. */
  readonly processes: number;
  /** The address of a module that exports `jobKinds`. */
  readonly kinds: URL;
  /** Most JavaScript heap of a process. */
  readonly memoryLimitBytes: number;
}

const MEBIBYTE = 2 ** 20;

/**
 * A process that has finished a task waits for the next, and ends when this process does. A task is cancelled by killing
 * its process, and a task whose process ends fails with the reason, as a clause.
 */
export class ProcessPool implements Executor {
  readonly concurrency: number;
  readonly sharesMemory = false;
  readonly #kinds: string;
  readonly #mebibytes: number;
  readonly #slots: Slots;
  readonly #processes = new Set<PoolProcess>();

  constructor({ processes, kinds, memoryLimitBytes }: ProcessPoolOptions) {
    this.concurrency = processes;
    this.#kinds = kinds.href;
    this.#mebibytes = Math.ceil(memoryLimitBytes / MEBIBYTE);
    this.#slots = new Slots(processes);
  }

  run<Shared, Task, Result, Report = never>(
    job: Job<Shared, Task, Result, Report>,
    tasks: Iterable<Task>,
    control: RunControl<Result, Report>,
  ): Promise<void> {
    return runTasks(
      this.#slots,
      tasks,
      control,
      (task, start) => this.#idleProcess().run(job, task, start) as Promise<Result>,
    );
  }

  release(job: { readonly kind: string }): void {
    for (const each of this.#processes) each.release(job);
  }

  #idleProcess(): PoolProcess {
    for (const each of this.#processes) if (each.isIdle) return each;
    const started = new PoolProcess(this.#kinds, this.#mebibytes, (ended) => this.#processes.delete(ended));
    this.#processes.add(started);
    return started;
  }
}
