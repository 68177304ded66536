/** A worker thread whose owner waits for it without returning to the event loop. */
import { setTimeout } from 'node:timers/promises';
import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from 'node:worker_threads';
import { errorOf, type FromPlace } from '../../../jobs/messages.js';
import { SETTLING_MILLISECONDS } from './settle.js';
import type { ThreadData, ToThread } from './worker.js';

/** The only job of the thread. */
const JOB = 1;
/** A thread that cannot start (a limit of the address space) gives no answer at all. */
const MOST_SILENT_MILLISECONDS = 120_000;

/**
 * Runs tasks of one job for a caller that needs the result before it returns, such as a callback of a native library. The
 * code of the tasks may be asynchronous: it runs in a thread of its own, and this thread sleeps until the answer is there.
 */
export class BlockingThread<Task, Result> {
  readonly #worker: Worker;
  readonly #port: MessagePort;
  readonly #answers = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  #received = 0;

  /**
   * @param kinds the address of a module that exports `jobKinds`
   * @param job its kind, and the plain data that its tasks share
   */
  constructor(kinds: URL, job: { readonly kind: string; readonly shared: unknown }) {
    const { port1, port2 } = new MessageChannel();
    const workerData: ThreadData = { kinds: kinds.href, blocking: { port: port2, answers: this.#answers } };
    this.#worker = new Worker(new URL('./worker.js', import.meta.url), {
      execArgv: [],
      workerData,
      transferList: [port2],
    });
    this.#port = port1;
    // Neither keeps the process alive.
    this.#worker.unref();
    port1.unref();
    this.#post({ kind: 'open', job: JOB, name: job.kind, shared: job.shared });
  }

  /** Sends a task to the thread. Its result is that of the next `wait`. */
  start(task: Task): void {
    this.#post({ kind: 'run', job: JOB, task });
  }

  /** Sleeps until the oldest task is done. Throws its error. */
  wait(): Result {
    // The thread counts an answer after it has sent it.
    const state = Atomics.wait(this.#answers, 0, this.#received, MOST_SILENT_MILLISECONDS);
    if (state === 'timed-out') throw new Error('a worker thread does not answer');
    this.#received++;
    const { message } = receiveMessageOnPort(this.#port) as { readonly message: FromPlace };
    if (message.kind === 'failed') throw errorOf(message.error);
    return (message as Extract<FromPlace, { kind: 'done' }>).result as Result;
  }

  /** Ends the thread when V8 has come to rest in it (`settle.ts`). */
  async close(): Promise<void> {
    await setTimeout(SETTLING_MILLISECONDS);
    this.#post({ kind: 'end' });
    this.#port.close();
  }

  #post(message: ToThread): void {
    this.#port.postMessage(message);
  }
}
