/** A place elsewhere (a thread, a web worker, a process) as its executor sees it. */
import { errorOf, type FromPlace, type ToPlace } from './messages.js';
import type { StartControl } from './run-tasks.js';

/** The part of a job that is sent. */
interface SentJob {
  readonly kind: string;
  readonly shared: unknown;
}

let jobs = 0;
const numbers = new WeakMap<object, number>();

function numberOf(job: object): number {
  const number = numbers.get(job) ?? ++jobs;
  numbers.set(job, number);
  return number;
}

interface CurrentTask {
  readonly onReport: (report: unknown) => void;
  readonly settle: (then: () => void) => void;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: unknown) => void;
}

export interface PlaceEvents {
  /** The task has finished, and another one may be run. */
  readonly onIdle?: () => void;
  /** The running task is cancelled: stop it. */
  readonly onCancel: () => void;
}

export class RemotePlace {
  readonly #open = new Set<number>();
  #task: CurrentTask | undefined;
  #isEnded = false;

  /** @param post throws for a message that cannot be sent */
  constructor(
    private readonly post: (message: ToPlace) => void,
    private readonly events: PlaceEvents,
  ) {}

  /** Whether it can be given a task. */
  get isIdle(): boolean {
    return this.#task === undefined && !this.#isEnded;
  }

  /** Whether it has a task, perhaps a cancelled one. */
  get isBusy(): boolean {
    return this.#task !== undefined;
  }

  /** Only while idle. Rejects at once when the signal is aborted; `free` is called when the place has stopped. */
  run(job: SentJob, task: unknown, { signal, onReport, free }: StartControl): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const onAbort = () => {
        reject(signal.reason);
        this.events.onCancel();
      };
      const settle = (then: () => void) => {
        signal.removeEventListener('abort', onAbort);
        this.#task = undefined;
        then();
        free();
      };
      this.#task = { onReport, settle, resolve, reject };
      try {
        const number = numberOf(job);
        if (!this.#open.has(number)) {
          this.post({ kind: 'open', job: number, name: job.kind, shared: job.shared });
          this.#open.add(number);
        }
        this.post({ kind: 'run', job: number, task });
      } catch (error) {
        settle(() => reject(error));
        this.events.onIdle?.();
        return;
      }
      if (signal.aborted) onAbort();
      else signal.addEventListener('abort', onAbort, { once: true });
    });
  }

  release(job: object): void {
    const number = numberOf(job);
    if (this.#open.delete(number) && !this.#isEnded) this.post({ kind: 'release', job: number });
  }

  /** Handles a message from the place. */
  receive(message: FromPlace): void {
    const task = this.#task;
    if (task === undefined) return;
    if (message.kind === 'report') {
      task.onReport(message.report);
      return;
    }
    this.#task = undefined;
    this.events.onIdle?.();
    task.settle(() => {
      if (message.kind === 'done') task.resolve(message.result);
      else task.reject(errorOf(message.error));
    });
  }

  /** The place has ended and takes no more tasks; the running one fails with `error`. */
  end(error: unknown): void {
    this.#isEnded = true;
    const task = this.#task;
    task?.settle(() => task.reject(error));
  }

  /** The place takes no more tasks, but may still finish the running one. */
  retire(): void {
    this.#isEnded = true;
  }
}
