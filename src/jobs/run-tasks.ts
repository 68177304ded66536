/** Shared by all executors: tasks start in order as places become free, signals cancel, the first error ends the run. */
import type { RunControl } from './executor.js';

/** Limits the number of tasks at the same time; those that have waited longest come first. */
export class Slots {
  readonly #waiting: (() => void)[] = [];
  #free: number;

  constructor(readonly count: number) {
    this.#free = count;
  }

  /** Resolves to a function that frees the slot; to undefined if the signal is aborted before a slot is free. */
  acquire(signal: AbortSignal): Promise<(() => void) | undefined> {
    if (this.#free > 0) {
      this.#free--;
      return Promise.resolve(this.#release());
    }
    return new Promise((resolve) => {
      if (signal.aborted) return resolve(undefined);
      const take = () => {
        signal.removeEventListener('abort', giveUp);
        resolve(this.#release());
      };
      const giveUp = () => {
        this.#waiting.splice(this.#waiting.indexOf(take), 1);
        resolve(undefined);
      };
      signal.addEventListener('abort', giveUp, { once: true });
      this.#waiting.push(take);
    });
  }

  #release(): () => void {
    let isHeld = true;
    return () => {
      if (!isHeld) return;
      isHeld = false;
      const next = this.#waiting.shift();
      if (next === undefined) this.#free++;
      else next();
    };
  }
}

export interface StartControl {
  /** Aborted when the task is cancelled. */
  readonly signal: AbortSignal;
  readonly onReport: (report: unknown) => void;
  /** To be called once, when the task's place can take another one, perhaps after the task was cancelled. */
  readonly free: () => void;
}

/** Runs a task in some place. Rejects with the signal's reason if that is aborted. */
export type StartTask<Task, Result> = (task: Task, control: StartControl) => Promise<Result>;

/** `Executor.run`, with `start` for each task. */
export async function runTasks<Task, Result, Report>(
  slots: Slots,
  tasks: Iterable<Task>,
  control: RunControl<Result, Report>,
  start: StartTask<Task, Result>,
): Promise<void> {
  control.signal?.throwIfAborted();
  let failure: { readonly error: unknown } | undefined;
  const broken = new AbortController();
  const fail = (error: unknown) => {
    failure ??= { error };
    broken.abort(error);
  };
  const signal = control.signal ? AbortSignal.any([control.signal, broken.signal]) : broken.signal;

  const runOne = async (index: number, task: Task, release: () => void) => {
    // The next task begins when the place is free and the outcome of this one has been reported.
    let open = 2;
    const free = () => {
      if (--open === 0) release();
    };
    const onReport = (report: unknown) => {
      if (signal.aborted) return;
      try {
        control.onReport?.(index, report as Report);
      } catch (error) {
        fail(error);
      }
    };
    let own: AbortSignal | undefined;
    let isStarted = false;
    try {
      own = control.taskSignal?.(index);
      own?.throwIfAborted();
      isStarted = true;
      // One for each task: Node warns of more than ten listeners at one signal.
      const both = AbortSignal.any(own ? [signal, own] : [signal]);
      const result = await start(task, { signal: both, onReport, free });
      if (failure === undefined) control.onResult(index, result);
    } catch (error) {
      if (signal.aborted || control.onFailure === undefined) return fail(error);
      try {
        control.onFailure(index, own?.aborted ? own.reason : error);
      } catch (thrown) {
        fail(thrown);
      }
    } finally {
      if (!isStarted) free();
      free();
    }
  };

  const running: Promise<void>[] = [];
  const waiting = tasks[Symbol.iterator]();
  for (let index = 0; ; index++) {
    const free = await slots.acquire(signal);
    const next = waiting.next();
    if (next.done || free === undefined || signal.aborted) {
      free?.();
      // If all tasks have begun, an abort is up to them.
      if (!next.done) {
        waiting.return?.();
        fail(signal.reason);
      }
      break;
    }
    running.push(runOne(index, next.value, free));
  }
  await Promise.all(running);
  if (failure !== undefined) throw failure.error;
}
