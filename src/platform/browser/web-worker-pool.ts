/** An executor of web workers, which are reused from task to task; this thread if none can be started. */
import { InputError } from '../../errors.js';
import type { Executor, Job, RunControl } from '../../jobs/executor.js';
import { inThisThread } from '../../jobs/in-thread.js';
import type { FromPlace } from '../../jobs/messages.js';
import { RemotePlace } from '../../jobs/remote-place.js';
import { runTasks, Slots } from '../../jobs/run-tasks.js';
import type { Ready } from './serve-web-worker.js';

/** An idle worker gives its memory back after this time. */
const MOST_IDLE_MILLISECONDS = 30_000;

export interface WebWorkerPoolOptions {
  /** The most workers at the same time; default one per core. */
  readonly workers?: number;
  /** Starts a worker whose script calls `serveWebWorker`. */
  readonly start: () => Worker;
}

export class WebWorkerPool implements Executor {
  readonly concurrency: number;
  readonly #start: () => Worker;
  readonly #slots: Slots;
  readonly #workers = new Set<PoolWorker>();
  #canStart: Promise<boolean> | undefined;

  /** @throws InputError unless `workers` is a positive integer. */
  constructor({ workers = globalThis.navigator?.hardwareConcurrency || 1, start }: WebWorkerPoolOptions) {
    if (!Number.isInteger(workers) || workers < 1) {
      throw new InputError(`workers is ${workers}: give a positive integer`);
    }
    this.concurrency = workers;
    this.#start = start;
    this.#slots = new Slots(workers);
  }

  /** Only in an isolated page (`crossOriginIsolated`). */
  get sharesMemory(): boolean {
    return globalThis.crossOriginIsolated === true;
  }

  async run<Shared, Task, Result, Report = never>(
    job: Job<Shared, Task, Result, Report>,
    tasks: Iterable<Task>,
    control: RunControl<Result, Report>,
  ): Promise<void> {
    this.#canStart ??= this.#tryStart();
    if (!(await this.#canStart)) return inThisThread.run(job, tasks, control);
    return runTasks(
      this.#slots,
      tasks,
      control,
      (task, start) => this.#idleWorker().place.run(job, task, start) as Promise<Result>,
    );
  }

  release(job: { readonly kind: string }): void {
    inThisThread.release(job);
    for (const { place } of this.#workers) place.release(job);
  }

  /** Whether workers can be started, which depends on the page's bundler and its security policy. */
  async #tryStart(): Promise<boolean> {
    if (typeof Worker !== 'function' || typeof document === 'undefined') return false;
    try {
      return await this.#newWorker().ready;
    } catch {
      // `new Worker` itself: the page's security policy, or a bundle that has no address.
      return false;
    }
  }

  #idleWorker(): PoolWorker {
    for (const each of this.#workers) if (each.place.isIdle) return each;
    return this.#newWorker();
  }

  #newWorker(): PoolWorker {
    const worker = new PoolWorker(this.#start(), (ended) => this.#workers.delete(ended));
    this.#workers.add(worker);
    return worker;
  }
}

class PoolWorker {
  readonly place: RemotePlace;
  /** False if its script could not be loaded. */
  readonly ready: Promise<boolean>;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly worker: Worker,
    private readonly onEnd: (ended: PoolWorker) => void,
  ) {
    // A worker keeps the messages that come before its script is loaded.
    this.place = new RemotePlace(
      (message) => {
        clearTimeout(this.#timer);
        worker.postMessage(message);
      },
      {
        onIdle: () => {
          clearTimeout(this.#timer);
          this.#timer = setTimeout(() => this.#end(new Error('ended')), MOST_IDLE_MILLISECONDS);
        },
        // In a browser a worker can be ended at any time, and its computation need not pause for that.
        onCancel: () => this.#end(new Error('cancelled')),
      },
    );
    this.ready = new Promise((resolve) => {
      worker.onmessage = ({ data }: MessageEvent<FromPlace | Ready>) => {
        if (data.kind === 'ready') resolve(true);
        else this.place.receive(data);
      };
      worker.onerror = (event) => {
        event.preventDefault();
        resolve(false);
        this.#end(new Error(`a web worker failed: ${event.message ?? 'its script could not be loaded'}`));
      };
    });
  }

  #end(error: Error): void {
    clearTimeout(this.#timer);
    this.worker.terminate();
    this.onEnd(this);
    this.place.end(error);
  }
}
