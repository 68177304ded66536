/** The progress of the fits of a portfolio, and the time that is left for them by those that were measured. */
import type { FitProgress } from '../../../training/fit-progress.js';
import type { TimeBudget } from './time-budget.js';

export class FitsProgress {
  readonly #started = performance.now();
  /** Seconds of the finished fits of each candidate. */
  readonly #seconds: number[][] = [];
  #planned: readonly number[] = [];
  #done = 0;

  /** @param atOnce fits that run at a time */
  constructor(
    private readonly onProgress: ((progress: FitProgress) => void) | undefined,
    private readonly atOnce: number,
    private readonly budget: TimeBudget | undefined,
  ) {}

  /** The number of fits of each candidate, the finished ones included. */
  plan(fits: readonly number[]): void {
    this.#planned = fits;
  }

  /** Each candidate has this number of fits. */
  planEach(fits: number): void {
    this.#planned = this.#planned.map(() => fits);
  }

  /** A fit of the candidate is finished. */
  done(candidate: number, seconds: number): void {
    this.#seconds[candidate] = [...(this.#seconds[candidate] ?? []), seconds];
    this.#done++;
    const epochs = Math.max(
      this.#done,
      this.#planned.reduce((sum, fits) => sum + fits, 0),
    );
    this.onProgress?.({
      unit: 'fit',
      epoch: this.#done,
      epochs,
      bestEpoch: this.#done,
      secondsElapsed: (performance.now() - this.#started) / 1000,
      ...this.#left(),
    });
  }

  /** Of candidates without a finished fit nothing is known. */
  #left(): Pick<FitProgress, 'secondsLeft' | 'isAtLeast'> {
    let seconds = 0;
    let isAtLeast = false;
    for (const [candidate, fits] of this.#planned.entries()) {
      const own = this.#seconds[candidate] ?? [];
      const left = Math.max(0, fits - own.length);
      if (own.length === 0) isAtLeast ||= left > 0;
      else seconds += (left * own.reduce((sum, each) => sum + each, 0)) / own.length;
    }
    const secondsLeft = seconds / this.atOnce;
    if (this.budget === undefined) return { secondsLeft, ...(isAtLeast && { isAtLeast }) };
    const room = Math.max(0, this.budget.room(this.#planned.length));
    // What does not fit into the limit is left out.
    if (isAtLeast) return { secondsLeft: room, isAtLeast };
    return { secondsLeft: Math.min(room, secondsLeft) };
  }
}
