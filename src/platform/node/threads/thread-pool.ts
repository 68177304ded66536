/**
 * The worker threads of this process. All jobs share them: a thread is started when a task finds none idle, serves
 * whatever comes next, and is ended after half a minute without a task. None is started for a single task and ended
 * after it, which Node does not survive reliably (see `PoolThread`).
 */
import { PoolThread, type ThreadTask } from './pool-thread.js';

export interface TaskOptions {
  /** Cancels the task: `run` rejects with its reason at once. */
  readonly signal?: AbortSignal;
  /** Called with what the task reports while it runs. */
  readonly onReport?: (report: unknown) => void;
}

interface Waiting {
  readonly job: ThreadJob;
  readonly task: ThreadTask;
}

const threads = new Set<PoolThread>();
const waiting: Waiting[] = [];
let jobs = 0;

/** Tasks of one kind that share some data: see `jobs`. */
export class ThreadJob {
  readonly #number = ++jobs;
  #running = 0;

  /**
   * @param name of the kind of job
   * @param shared sent once to each thread that runs a task; plain data
   * @param threads the most tasks at the same time
   */
  constructor(
    private readonly name: string,
    private readonly shared: unknown,
    private readonly threads: number,
  ) {}

  get canRun(): boolean {
    return this.#running < this.threads;
  }

  /**
   * What the task gives, in its turn. Rejects with the InputError or Error that it throws, and when its thread dies.
   */
  run(task: unknown, options: TaskOptions = {}): Promise<unknown> {
    const { onReport } = options;
    // Node warns of more than ten listeners at one signal.
    const signal = options.signal && AbortSignal.any([options.signal]);
    return new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      const settle = (then: () => void) => {
        signal?.removeEventListener('abort', abort);
        this.#running--;
        then();
      };
      const threadTask: ThreadTask = {
        job: this.#number,
        name: this.name,
        shared: this.shared,
        task,
        onReport: (report) => {
          if (signal?.aborted) return;
          try {
            onReport?.(report);
          } catch (error) {
            stop(error);
          }
        },
        onDone: (result) => settle(() => resolve(result)),
        onFailure: (error) => settle(() => reject(error)),
      };
      const own = { job: this, task: threadTask };
      const stop = (reason: unknown) => {
        const place = waiting.indexOf(own);
        if (place >= 0) waiting.splice(place, 1);
        else for (const thread of threads) thread.cancel(threadTask);
        reject(reason);
      };
      const abort = () => stop(signal?.reason);
      signal?.addEventListener('abort', abort, { once: true });
      waiting.push(own);
      startWaiting();
    });
  }

  /** The threads forget the shared data. To be called when no task is left. */
  close(): void {
    for (const thread of threads) thread.close(this.#number);
  }

  started(): void {
    this.#running++;
  }
}

/** Whether a task is running. */
export function threadsAreBusy(): boolean {
  return [...threads].some((thread) => !thread.isIdle);
}

/** Gives the waiting tasks, in their order, to idle threads and new ones, as far as their jobs may run more. */
function startWaiting(): void {
  for (let place = 0; place < waiting.length; ) {
    const { job, task } = waiting[place];
    if (!job.canRun) {
      place++;
      continue;
    }
    waiting.splice(place, 1);
    job.started();
    try {
      idleThread().run(task);
    } catch (error) {
      task.onFailure(error);
    }
  }
}

function idleThread(): PoolThread {
  for (const thread of threads) if (thread.isIdle) return thread;
  const thread = new PoolThread(startWaiting, (ended) => {
    threads.delete(ended);
    startWaiting();
  });
  threads.add(thread);
  return thread;
}
