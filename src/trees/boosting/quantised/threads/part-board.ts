/**
 * Where the threads of a fit agree on who does what: a call of a kernel is divided into parts, which each thread claims one
 * by one as it becomes free. Whoever claims a part reads kind and arguments afterwards: they stay the same until all
 * parts are done.
 */

/** Integers of the board. `UNCLAIMED` is negative when there will be no more parts. */
const UNCLAIMED = 0;
const UNFINISHED = 1;
const FAILED = 2;
const KIND = 3;
const PARTS = 4;
const ARGUMENTS = 5;
const INTEGERS = 8;

/** The most arguments of a call. */
export const MOST_ARGUMENTS = 32;
/** The most parts of a call. */
export const MOST_PARTS = 1024;

/** Loads of an integer before a thread sleeps, which takes longer than most waits between two calls: about 100 µs. */
const SPINS = 20_000;
/** A part takes milliseconds. A helper that has not finished one by then has been ended. */
const PATIENCE_MILLISECONDS = 60_000;

/** Instead of a part: none is left; no more will come. */
export const NONE_LEFT = -1;
export const CLOSED = -2;

export class PartBoard {
  /** What the parts returned. */
  readonly results: Float64Array;
  readonly #integers: Int32Array;
  readonly #args: Float64Array;

  constructor(
    readonly memory = new SharedArrayBuffer(4 * INTEGERS + 8 * (MOST_ARGUMENTS + MOST_PARTS)),
    private readonly patience = PATIENCE_MILLISECONDS,
  ) {
    this.#integers = new Int32Array(memory, 0, INTEGERS);
    this.#args = new Float64Array(memory, 4 * INTEGERS, MOST_ARGUMENTS);
    this.results = new Float64Array(memory, 4 * INTEGERS + 8 * MOST_ARGUMENTS, MOST_PARTS);
  }

  get kind(): number {
    return this.#integers[KIND];
  }

  get args(): number[] {
    const args: number[] = [];
    for (let i = 0; i < this.#integers[ARGUMENTS]; i++) args.push(this.#args[i]);
    return args;
  }

  /** Offers the parts of a call to all threads. The parts of the last one must be done. */
  publish(kind: number, args: readonly number[], parts: number): void {
    for (let i = 0; i < args.length; i++) this.#args[i] = args[i];
    this.#integers[ARGUMENTS] = args.length;
    this.#integers[KIND] = kind;
    this.#integers[PARTS] = parts;
    Atomics.store(this.#integers, UNFINISHED, parts);
    Atomics.store(this.#integers, UNCLAIMED, parts);
    Atomics.notify(this.#integers, UNCLAIMED);
  }

  /** The next part, in order, or `NONE_LEFT` or `CLOSED`. */
  claim(): number {
    for (;;) {
      const left = Atomics.load(this.#integers, UNCLAIMED);
      if (left <= 0) return left === 0 ? NONE_LEFT : CLOSED;
      if (Atomics.compareExchange(this.#integers, UNCLAIMED, left, left - 1) === left) {
        return this.#integers[PARTS] - left;
      }
    }
  }

  /** Reports that a claimed part is done. */
  finish(part: number, result: number): void {
    this.results[part] = result;
    this.#finishOne();
  }

  /** Reports that a claimed part has failed. */
  fail(): void {
    Atomics.store(this.#integers, FAILED, 1);
    this.#finishOne();
  }

  #finishOne(): void {
    if (Atomics.sub(this.#integers, UNFINISHED, 1) === 1) Atomics.notify(this.#integers, UNFINISHED);
  }

  /** Returns when there may be parts to claim, or no more will come. */
  awaitParts(): void {
    for (let i = 0; i < SPINS; i++) if (Atomics.load(this.#integers, UNCLAIMED) !== 0) return;
    Atomics.wait(this.#integers, UNCLAIMED, 0);
  }

  /**
   * Returns when all parts are done, which must have been claimed.
   *
   * @throws Error if one of them has failed, or is not done after a minute
   */
  awaitAll(): void {
    let deadline: number | undefined;
    for (let spins = 1; Atomics.load(this.#integers, UNFINISHED) > 0; spins++) {
      if (spins % SPINS > 0) continue;
      deadline ??= performance.now() + this.patience;
      if (performance.now() > deadline) throw new Error('a helper thread of the fit does not answer');
      const unfinished = Atomics.load(this.#integers, UNFINISHED);
      if (unfinished > 0 && canSleep()) Atomics.wait(this.#integers, UNFINISHED, unfinished, 100);
    }
    if (Atomics.load(this.#integers, FAILED) === 1) throw new Error('a helper thread of the fit has failed');
  }

  /** Sends all helpers away. */
  close(): void {
    Atomics.store(this.#integers, UNCLAIMED, -1);
    Atomics.notify(this.#integers, UNCLAIMED);
  }
}

/** The thread of a page must not sleep. */
function canSleep(): boolean {
  return typeof document === 'undefined';
}
