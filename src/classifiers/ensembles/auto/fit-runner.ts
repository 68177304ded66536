/** Runs the fits of a portfolio, and under a time limit those that can be finished in time. */
import type { ExecutorOption } from '../../../jobs/executor.js';
import type { LearningProblem, ValuesProblem } from '../../contract/fitted-model.js';
import type { FittedMember, MemberFit, MemberFitResult } from '../cross-fitting/member-fit.js';
import { runFits } from '../cross-fitting/run-fits.js';
import { portfolioEntries } from './portfolio.js';
import type { TimeBudget } from './time-budget.js';

/** A fit of the candidate with this index. */
export interface CandidateFit {
  readonly candidate: number;
  readonly fit: MemberFit;
}

export interface FitLimits extends ExecutorOption {
  readonly signal?: AbortSignal;
  /** Default: no limit. */
  readonly budget?: TimeBudget;
  /** Called after each fit. */
  readonly onDone: (candidate: number, seconds: number) => void;
}

export interface RunOptions {
  /**
   * The seconds of each of these fits, which show how long fits take: none is skipped or counted as done. Default: as the
   * budget allows.
   */
  readonly probeSeconds?: number;
  /** The candidate that is fitted in any case; default none. */
  readonly firm?: number;
  /** Fits of the candidate that follow these in a later run. */
  readonly later?: (candidate: number) => number;
}

/** A stopped fit with a smaller share of its steps is not used, unless it is of the firm candidate. */
const LEAST_SHARE = 0.5;

export class FitRunner {
  /** Seconds of the slowest fit of each candidate. */
  readonly #seconds = new Map<number, number>();
  /** Candidates that are not continued. */
  readonly #skipped = new Set<number>();

  constructor(
    private readonly problem: ValuesProblem,
    private readonly limits: FitLimits,
  ) {}

  /**
   * The results of the fits finished in time, undefined for the others. A fit is given its share of the time that is
   * left, after which it returns its state so far. A candidate all of whose fits cannot be finished is not begun, or
   * not continued, as soon as that is known from those that are done.
   */
  async run(
    fits: readonly CandidateFit[],
    options: RunOptions = {},
  ): Promise<(MemberFitResult | undefined)[]> {
    const { executor, signal, budget } = this.limits;
    // `runFits` forwards the rows in either precision.
    const problem = this.problem as LearningProblem;
    const tasks = fits.map(({ fit }) => fit);
    const begun = new Map<number, number>();
    const onResult = (index: number, result: MemberFitResult) => {
      const { candidate } = fits[index];
      const seconds = (performance.now() - (begun.get(index) ?? 0)) / 1000;
      this.#seconds.set(
        candidate,
        Math.max(paceOf(result)?.seconds ?? seconds, this.#seconds.get(candidate) ?? 0),
      );
      // A candidate needs all of its fits.
      if ('failure' in result) this.#skipped.add(candidate);
      if (options.probeSeconds === undefined) this.limits.onDone(candidate, seconds);
    };
    const common = { executor, tolerant: true };
    if (budget === undefined) {
      const secondsFor = (index: number) => {
        if (this.#skipped.has(fits[index].candidate)) return 'skip';
        begun.set(index, performance.now());
        return undefined;
      };
      return runFits(portfolioEntries, problem, tasks, { ...common, signal, secondsFor, onResult });
    }
    const over = new AbortController();
    const isFirm = options.firm !== undefined || options.probeSeconds !== undefined;
    const room = () => budget.room(this.#seconds.size + 1);
    // Called after each fit too: if fits run in this thread, the timer may fire late.
    const stopIfOver = () => {
      if (!isFirm && room() <= 0) over.abort();
    };
    stopIfOver();
    const timer = setInterval(stopIfOver, MILLISECONDS_BETWEEN_CHECKS);
    const secondsFor = (index: number, atOnce: number) => {
      const seconds = this.#secondsFor(fits, index, atOnce, room(), options);
      if (seconds !== 'skip') begun.set(index, performance.now());
      return seconds;
    };
    try {
      const results = await runFits(portfolioEntries, problem, tasks, {
        ...common,
        signal: signal === undefined ? over.signal : AbortSignal.any([signal, over.signal]),
        secondsFor,
        onResult: (index, result) => {
          onResult(index, result);
          if (!isFirm && !isUseful(result)) this.#skipped.add(fits[index].candidate);
          stopIfOver();
        },
      });
      return isFirm ? results : results.map((result) => (isUseful(result) ? result : undefined));
    } finally {
      clearInterval(timer);
    }
  }

  #secondsFor(
    fits: readonly CandidateFit[],
    index: number,
    atOnce: number,
    room: number,
    { probeSeconds, firm, later }: RunOptions,
  ): number | 'skip' {
    const { candidate } = fits[index];
    if (this.#skipped.has(candidate)) return 'skip';
    if (probeSeconds !== undefined) return probeSeconds;
    const here = fits.slice(index).filter((fit) => fit.candidate === candidate).length;
    const turns = Math.ceil((here + (later?.(candidate) ?? 0)) / atOnce);
    if (candidate !== firm && (room <= 0 || turns * (this.#seconds.get(candidate) ?? 0) > room)) {
      this.#skipped.add(candidate);
      return 'skip';
    }
    return Math.max(0, room) / turns;
  }
}

const MILLISECONDS_BETWEEN_CHECKS = 50;

function paceOf(result: MemberFitResult | undefined): FittedMember['pace'] {
  return result !== undefined && 'pace' in result ? result.pace : undefined;
}

function isUseful(result: MemberFitResult | undefined): boolean {
  const pace = paceOf(result);
  return pace === undefined || pace.share >= LEAST_SHARE;
}
