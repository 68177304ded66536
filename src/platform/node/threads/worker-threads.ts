/**
 * An executor of worker threads. All executors of a process share the threads: one is started when a task finds none
 * idle, is reused for later tasks, and is ended after half a minute without a task. A thread is not ended right after
 * its task, which Node does not survive reliably (see `settle.ts`).
 */
import { availableParallelism } from 'node:os';
import { InputError } from '../../../errors.js';
import type { Executor, Job, RunControl } from '../../../jobs/executor.js';
import { inThisThread } from '../../../jobs/in-thread.js';
import { runTasks, Slots } from '../../../jobs/run-tasks.js';
import { affordableThreads } from './affordable-threads.js';
import { PoolThread } from './pool-thread.js';

const threads = new Set<PoolThread>();

export interface WorkerThreadsOptions {
  /** The most threads that work at the same time; default one per core. */
  readonly threads?: number;
  /** The address of a module that exports `jobKinds`. */
  readonly kinds: URL;
}

export class WorkerThreads implements Executor {
  readonly concurrency: number;
  readonly sharesMemory = true;
  readonly #kinds: string;
  readonly #slots: Slots;
  /** This thread, if the limit of the address space leaves no room for another one. */
  readonly #otherwise: Executor | undefined;

  /** @throws InputError unless `threads` is a positive integer. */
  constructor({ threads: most = availableParallelism(), kinds }: WorkerThreadsOptions) {
    if (!Number.isInteger(most) || most < 1) {
      throw new InputError(`threads is ${most}: give a positive integer`);
    }
    const affordable = affordableThreads(most);
    this.concurrency = Math.max(1, affordable);
    this.#otherwise = affordable === 0 ? inThisThread : undefined;
    this.#slots = new Slots(this.concurrency);
    this.#kinds = kinds.href;
  }

  run<Shared, Task, Result, Report = never>(
    job: Job<Shared, Task, Result, Report>,
    tasks: Iterable<Task>,
    control: RunControl<Result, Report>,
  ): Promise<void> {
    if (this.#otherwise) return this.#otherwise.run(job, tasks, control);
    return runTasks(
      this.#slots,
      tasks,
      control,
      (task, start) => idleThread(this.#kinds).run(job, task, start) as Promise<Result>,
    );
  }

  release(job: { readonly kind: string }): void {
    if (this.#otherwise) this.#otherwise.release(job);
    else for (const thread of threads) thread.release(job);
  }
}

/** Whether a task is running in any thread. */
export function threadsAreBusy(): boolean {
  return [...threads].some((thread) => thread.isBusy);
}

function idleThread(kinds: string): PoolThread {
  for (const thread of threads) if (thread.isIdle && thread.kinds === kinds) return thread;
  const thread = new PoolThread(kinds, (ended) => threads.delete(ended));
  threads.add(thread);
  return thread;
}
