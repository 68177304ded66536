/** One long-lived worker thread, as the pool sees it. */
import { Worker } from 'node:worker_threads';
import type { FromPlace } from '../../../jobs/messages.js';
import { RemotePlace } from '../../../jobs/remote-place.js';
import { SETTLING_MILLISECONDS } from './settle.js';
import type { ThreadData, ToThread } from './worker.js';

/** An idle thread gives its memory back after this time. */
const MOST_IDLE_MILLISECONDS = 30_000;
/** A cancelled task that has not stopped by then is inside one long computation: its thread is ended. */
const CANCEL_MILLISECONDS = 2000;

export class PoolThread {
  readonly #worker: Worker;
  readonly #place: RemotePlace;
  #timer: NodeJS.Timeout | undefined;

  /**
   * @param kinds the address of the module with the kinds of jobs
   * @param onEnd called when the thread takes no more tasks, at least once
   */
  constructor(
    readonly kinds: string,
    private readonly onEnd: (thread: PoolThread) => void,
  ) {
    const workerData: ThreadData = { kinds };
    // Arguments such as --input-type are for the program's own thread and would keep this one from starting.
    this.#worker = new Worker(new URL('./worker.js', import.meta.url), { execArgv: [], workerData });
    this.#place = new RemotePlace((message) => this.#post(message), {
      onIdle: () => this.#rest(),
      onCancel: () => this.#cancel(),
    });
    this.#worker.on('message', (message: FromPlace) => this.#place.receive(message));
    this.#worker.on('error', (error) => this.#fail(error));
    this.#worker.on('exit', (code) => this.#fail(new Error(`a worker thread ended with code ${code}`)));
  }

  get isIdle(): boolean {
    return this.#place.isIdle;
  }

  get isBusy(): boolean {
    return this.#place.isBusy;
  }

  /** Only while idle: see `RemotePlace.run`. */
  run(...task: Parameters<RemotePlace['run']>): Promise<unknown> {
    clearTimeout(this.#timer);
    this.#worker.ref();
    return this.#place.run(...task);
  }

  release(job: object): void {
    this.#place.release(job);
  }

  /** The thread takes no other task until it has stopped. */
  #cancel(): void {
    this.#post({ kind: 'cancel' });
    this.#timer = setTimeout(() => {
      this.#place.retire();
      this.onEnd(this);
      void this.#worker.terminate();
    }, CANCEL_MILLISECONDS);
  }

  /** The process may exit when the thread has settled; the thread ends when it has been idle for long. */
  #rest(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#worker.unref();
      this.#timer = setTimeout(() => {
        this.#place.retire();
        this.onEnd(this);
        this.#post({ kind: 'end' });
      }, MOST_IDLE_MILLISECONDS).unref();
    }, SETTLING_MILLISECONDS);
  }

  #fail(error: unknown): void {
    clearTimeout(this.#timer);
    this.onEnd(this);
    this.#place.end(error);
  }

  #post(message: ToThread): void {
    this.#worker.postMessage(message);
  }
}
