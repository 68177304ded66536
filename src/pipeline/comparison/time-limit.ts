/** The time that each classifier of a comparison has for all its fits. */
import { InputError } from '../../errors.js';

/** Timers count milliseconds in 32 bits. */
export const LONGEST_SECONDS = Math.floor(2 ** 31 / 1000 - 1);

interface Clock {
  readonly controller: AbortController;
  readonly timer: ReturnType<typeof setTimeout>;
}

export class TimeLimit {
  readonly #clocks = new Map<string, Clock>();

  /**
   * @param seconds default no limit
   * @throws InputError for a limit that is not positive or is longer than `LONGEST_SECONDS`.
   */
  constructor(readonly seconds: number | undefined) {
    if (seconds !== undefined && !(seconds > 0 && seconds <= LONGEST_SECONDS)) {
      throw new InputError(
        `timeLimitSeconds is ${seconds}: give a number of seconds, up to ${LONGEST_SECONDS}`,
        { optionNames: ['timeLimitSeconds'] },
      );
    }
  }

  /** The clock of the classifier starts with the first call; the signal is aborted when its time is up. */
  start(name: string): AbortSignal | undefined {
    if (this.seconds === undefined) return undefined;
    const clock = this.#clocks.get(name) ?? this.#begin(name, this.seconds);
    return clock.controller.signal;
  }

  /** All fits of the classifier are done. */
  finish(name: string): void {
    clearTimeout(this.#clocks.get(name)?.timer);
  }

  finishAll(): void {
    for (const name of this.#clocks.keys()) this.finish(name);
  }

  /** Why the classifier was stopped; undefined if it was not. */
  exceeded(name: string): string | undefined {
    const signal = this.#clocks.get(name)?.controller.signal;
    return signal?.aborted ? (signal.reason as Error).message : undefined;
  }

  #begin(name: string, seconds: number): Clock {
    const controller = new AbortController();
    const reason = new Error(`it did not finish within the time limit of ${seconds} s`);
    const timer = setTimeout(() => controller.abort(reason), seconds * 1000);
    const clock = { controller, timer };
    this.#clocks.set(name, clock);
    return clock;
  }
}
