/** One long-lived worker thread, as the pool sees it. */
import { Worker } from 'node:worker_threads';
import { InputError } from '../../../errors.js';
import type { FromThread, ToThread } from './messages.js';
import { SETTLING_MILLISECONDS } from './settle.js';

/** A task in a thread: what becomes of it. Called back at most once, but for `onReport`. */
export interface ThreadTask {
  readonly job: number;
  readonly name: string;
  readonly shared: unknown;
  readonly task: unknown;
  readonly onReport?: (report: unknown) => void;
  readonly onDone: (result: unknown) => void;
  readonly onFailure: (error: unknown) => void;
}

/** An idle thread gives its memory back after this time. */
const MOST_IDLE_MILLISECONDS = 30_000;
/** A cancelled task that is not done by then is inside one long computation: its thread is ended. */
const CANCEL_MILLISECONDS = 2000;

export class PoolThread {
  readonly #worker: Worker;
  readonly #open = new Set<number>();
  #task: ThreadTask | undefined;
  #timer: NodeJS.Timeout | undefined;

  /**
   * @param onIdle called whenever the thread can take another task
   * @param onEnd called when it can take none any more, at least once
   */
  constructor(
    private readonly onIdle: () => void,
    private readonly onEnd: (thread: PoolThread) => void,
  ) {
    // Arguments such as --input-type are for the program's own thread and would keep this one from starting.
    this.#worker = new Worker(new URL('./worker.js', import.meta.url), { execArgv: [] });
    this.#worker.on('message', (message: FromThread) => this.#hear(message));
    this.#worker.on('error', (error) => this.#fail(error));
    this.#worker.on('exit', (code) => this.#fail(new Error(`a worker thread ended with code ${code}`)));
  }

  get isIdle(): boolean {
    return this.#task === undefined;
  }

  /** Only while idle. Throws what `postMessage` throws for data that cannot be cloned. */
  run(task: ThreadTask): void {
    clearTimeout(this.#timer);
    const { job, name, shared } = task;
    if (!this.#open.has(job)) this.#post({ kind: 'open', job, name, shared });
    this.#open.add(job);
    this.#post({ kind: 'run', job, task: task.task });
    this.#task = task;
    this.#worker.ref();
  }

  /** Stops the task, if it is the one that runs; the thread takes no other until it has. */
  cancel(task: ThreadTask): void {
    if (this.#task !== task) return;
    this.#post({ kind: 'cancel' });
    this.#timer = setTimeout(() => {
      this.onEnd(this);
      void this.#worker.terminate();
    }, CANCEL_MILLISECONDS);
  }

  close(job: number): void {
    if (this.#open.delete(job)) this.#post({ kind: 'close', job });
  }

  #hear(message: FromThread): void {
    const task = this.#task;
    if (message.kind === 'report') {
      task?.onReport?.(message.report);
      return;
    }
    this.#task = undefined;
    this.#rest();
    if (message.kind === 'done') task?.onDone(message.result);
    else task?.onFailure(message.kind === 'failed' ? errorOf(message) : new Error('the task was cancelled'));
    this.onIdle();
  }

  /** The process may exit when the thread has settled; the thread ends when it has been idle for long. */
  #rest(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#worker.unref();
      this.#timer = setTimeout(() => {
        this.onEnd(this);
        this.#post({ kind: 'end' });
      }, MOST_IDLE_MILLISECONDS).unref();
    }, SETTLING_MILLISECONDS);
  }

  #fail(error: unknown): void {
    clearTimeout(this.#timer);
    const task = this.#task;
    this.#task = undefined;
    this.onEnd(this);
    task?.onFailure(error);
  }

  #post(message: ToThread): void {
    this.#worker.postMessage(message);
  }
}

function errorOf({ message, isInputError, stack }: FromThread & { readonly kind: 'failed' }): Error {
  if (isInputError) return new InputError(message);
  const error = new Error(message);
  if (stack !== undefined) error.stack = stack;
  return error;
}
