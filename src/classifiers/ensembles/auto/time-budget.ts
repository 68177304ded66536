/** The time limit of a training: how much of it is left for fits, when something is kept for what follows them. */

/**
 * What follows the fits, in units of the time of a first calibration: the decision, the predictions and the scores of the
 * test rows, and for each candidate its calibration, its weight and its loading.
 */
const UNITS_AFTERWARDS = 5;
const UNITS_OF_CANDIDATE = 0.7;
/** Share of the time limit by which training may exceed it. */
export const EXCESS = 0.1;

export class TimeBudget {
  #calibrationSeconds = 0;

  /**
   * @param limit seconds
   * @param startedAt in `performance.now()` time
   */
  constructor(
    readonly limit: number,
    private readonly startedAt: number,
  ) {}

  /** Seconds since the start. */
  get used(): number {
    return (performance.now() - this.startedAt) / 1000;
  }

  /** To be called when it is known what the first calibration takes; until then nothing is kept for what follows. */
  measure(calibrationSeconds: number): void {
    this.#calibrationSeconds = calibrationSeconds;
  }

  /** Seconds of what follows the fits of this number of candidates. */
  afterwards(candidates: number): number {
    return this.#calibrationSeconds * (UNITS_AFTERWARDS + UNITS_OF_CANDIDATE * candidates);
  }

  /** Seconds left for fits, if `candidates` are in the ensemble in the end; negative if there are none left. */
  room(candidates: number): number {
    return this.limit - this.afterwards(candidates) - this.used;
  }

  /** When the calibrations should be done, in `performance.now()` time. */
  get calibrationsEnd(): number {
    return this.startedAt + 1000 * (this.limit - this.afterwards(0));
  }
}
