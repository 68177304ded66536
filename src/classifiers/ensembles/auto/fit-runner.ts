/** Runs the fits of a portfolio within the time limit. */
import type { ExecutorOption } from '../../../jobs/executor.js';
import type { LearningProblem, ValuesProblem } from '../../contract/fitted-model.js';
import type { MemberFit, MemberFitResult } from '../cross-fitting/member-fit.js';
import { runFits } from '../cross-fitting/run-fits.js';
import { portfolioEntries } from './portfolio.js';

/** Share of the time limit for the fits; the rest is for calibrations and weights. */
const FITTING_SHARE = 0.65;

export interface FitLimits extends ExecutorOption {
  readonly signal?: AbortSignal;
  /** Seconds for the whole training, counted from the construction of the runner; default none. */
  readonly timeLimit?: number;
}

export class FitRunner {
  readonly #deadline: number;
  #done = 0;

  constructor(
    private readonly problem: ValuesProblem,
    private readonly limits: FitLimits,
    /** Called after each fit with the number of all that are finished. */
    private readonly onDone: (done: number) => void,
  ) {
    const { timeLimit = Number.POSITIVE_INFINITY } = limits;
    this.#deadline = performance.now() + FITTING_SHARE * 1000 * timeLimit;
  }

  /**
   * The results of the fits finished in time, undefined for the others. The first `needed` fits share the time evenly,
   * and each returns its best state when its share is over.
   */
  async run(fits: readonly MemberFit[], needed = 0): Promise<(MemberFitResult | undefined)[]> {
    const { executor, signal } = this.limits;
    const deadline = this.#deadline;
    // `runFits` forwards the rows in either precision.
    const problem = this.problem as LearningProblem;
    const onDone = () => this.onDone(++this.#done);
    if (deadline === Number.POSITIVE_INFINITY) {
      return runFits(portfolioEntries, problem, fits, { executor, signal, onDone });
    }
    const isNeeded = new Set(Array.from({ length: needed }, (_, i) => i));
    const over = new AbortController();
    // Called after each fit too: if fits run in this thread, the timer may fire late.
    const stopIfOver = () => {
      if (isNeeded.size === 0 && performance.now() >= deadline) over.abort();
    };
    stopIfOver();
    const timer = setTimeout(stopIfOver, Math.max(0, Math.ceil(deadline - performance.now())) + 1);
    const both = signal === undefined ? over.signal : AbortSignal.any([signal, over.signal]);
    const secondsFor = (index: number, atOnce: number) => {
      if (index >= needed) return undefined;
      const turns = Math.ceil((needed - index) / atOnce);
      return Math.max(0, deadline - performance.now()) / 1000 / turns;
    };
    try {
      return await runFits(portfolioEntries, problem, fits, {
        executor,
        signal: both,
        secondsFor,
        onDone,
        onResult: (index) => {
          isNeeded.delete(index);
          stopIfOver();
        },
      });
    } finally {
      clearTimeout(timer);
    }
  }
}
