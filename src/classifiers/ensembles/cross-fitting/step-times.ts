/** When the steps of a fit were done, and what the whole fit takes by them. */
import type { FitProgress } from '../../../training/fit-progress.js';

/** How far a fit with a limit got. */
export interface Pace {
  /** The share of its epochs, rounds or trees that were fitted: 1 if it was not stopped. */
  readonly share: number;
  /** What the whole fit and the predictions take: measured, or estimated from the steps before it was stopped. */
  readonly seconds: number;
  /** The part of it that does not depend on the number of steps: until the first one is done, and the predictions. */
  readonly startSeconds: number;
  /** What each further step takes. */
  readonly stepSeconds: number;
}

export class StepTimes {
  readonly #ends: { readonly step: number; readonly seconds: number }[] = [];
  #steps = 1;

  /** The number of steps that are done. */
  get done(): number {
    return this.#ends.at(-1)?.step ?? 0;
  }

  /** @param seconds of the fit until this step was done */
  add({ epoch, epochs }: Pick<FitProgress, 'epoch' | 'epochs'>, seconds: number): void {
    this.#ends.push({ step: epoch, seconds });
    this.#steps = epochs;
  }

  /** The pace by the second half of the steps: what runs for the first time is slow. */
  pace(elapsed: number): Pace {
    const ends = this.#ends;
    const startSeconds = ends[0]?.seconds ?? elapsed;
    const last = ends.at(-1);
    const earlier = ends[Math.max(0, (ends.length >> 1) - 1)];
    const isMeasured = last !== undefined && last.step > earlier.step;
    const stepSeconds = isMeasured
      ? (last.seconds - earlier.seconds) / (last.step - earlier.step)
      : startSeconds;
    return {
      share: this.done / this.#steps,
      seconds: startSeconds + stepSeconds * (this.#steps - 1),
      startSeconds,
      stepSeconds,
    };
  }
}
