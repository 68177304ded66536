/** Fits the candidates of a portfolio on the same folds, within the time limit. */

import { RandomStream } from '../../../engine/random/random-stream.js';
import { InputError } from '../../../errors.js';
import type { ExecutorOption } from '../../../jobs/executor.js';
import type { Matrix } from '../../../matrix.js';
import { stepProgress } from '../../../training/fit-progress.js';
import type { LearningControl, LearningProblem, ValuesProblem } from '../../contract/fitted-model.js';
import { seededOptions } from '../../contract/seeded-options.js';
import { heldOutRows } from '../cross-fitting/folds.js';
import type { FittedMember, MemberFit, MemberFitResult } from '../cross-fitting/member-fit.js';
import { outOfFoldMean } from '../cross-fitting/out-of-fold.js';
import { runFits } from '../cross-fitting/run-fits.js';
import { type Candidate, portfolioEntries } from './portfolio.js';
import type { Quality } from './qualities.js';

export interface FittedCandidate {
  readonly candidate: Candidate;
  readonly fits: readonly MemberFit[];
  readonly results: readonly FittedMember[];
  /** Out-of-fold predictions of the training rows; undefined if no rows were held out. */
  readonly outOfFold: Matrix | undefined;
}

/** Share of the time limit for the fits; the rest is for calibrations and weights. */
const FITTING_SHARE = 0.65;

export interface CandidateOptions {
  readonly seed: number;
  readonly folds: number;
  readonly quality: Quality;
  /** Seconds; see `autoOptions`. */
  readonly timeLimit?: number;
}

/**
 * The candidates that could be fitted on every fold, in the order of `candidates`; the others are reported as
 * warnings. If the signal stops the fits, those finished by then, if any.
 *
 * @throws InputError if none could be fitted.
 */
export async function fitCandidates(
  candidates: readonly Candidate[],
  problem: ValuesProblem,
  { seed, folds, quality, timeLimit }: CandidateOptions,
  { executor, onProgress, onWarning, signal }: LearningControl,
): Promise<FittedCandidate[]> {
  const onStep = stepProgress('fit', onProgress);
  const parts = candidates.map(({ partitions }) =>
    partitions[quality].flatMap((partition) =>
      heldOutRows(problem, folds, new RandomStream(seed, `folds-${partition}`)),
    ),
  );
  const seeds = new RandomStream(seed, 'members');
  const fits = candidates.flatMap((candidate, i) =>
    parts[i].map((rows) => memberFit(candidate, rows, seeds)),
  );
  const ends = parts.map((_, i) => parts.slice(0, i + 1).reduce((sum, part) => sum + part.length, 0));
  const limits = {
    executor,
    signal,
    milliseconds: timeLimit === undefined ? undefined : FITTING_SHARE * 1000 * timeLimit,
    needed: ends[0],
  };
  // `runFits` forwards the rows in either precision.
  const results = await fitInTime(problem as LearningProblem, fits, limits, (done) =>
    onStep(done, fits.length),
  );

  const fitted: FittedCandidate[] = [];
  const failures: string[] = [];
  candidates.forEach((candidate, i) => {
    const ownOf = <T>(all: readonly T[]) => all.slice(ends[i] - parts[i].length, ends[i]);
    const own = { fits: ownOf(fits), results: ownOf(results) };
    const failure = own.results.find((result) => result !== undefined && 'failure' in result);
    if (failure !== undefined && 'failure' in failure) {
      failures.push(`${candidate.name} is skipped: ${failure.failure}`);
    } else if (own.results.includes(undefined)) {
      const why = signal?.aborted
        ? 'the fit was stopped first'
        : `the time limit of ${timeLimit} s was reached`;
      failures.push(`${candidate.name} is skipped: ${why}`);
    } else {
      const done = own.results as FittedMember[];
      const outOfFold = outOfFoldMean(own.fits, done, problem.y, problem.classes)?.probabilities;
      fitted.push({ candidate, fits: own.fits, results: done, outOfFold });
    }
  });
  if (fitted.length === 0 && !signal?.aborted) throw new InputError(failures.join('\n'));
  for (const failure of failures) onWarning?.(failure);
  for (const warning of new Set(
    fitted.flatMap(({ results: done }) => done.flatMap(({ warnings }) => warnings)),
  )) {
    onWarning?.(warning);
  }
  return fitted;
}

function memberFit(
  { entry, options, transform }: Candidate,
  heldOut: Int32Array,
  seeds: RandomStream,
): MemberFit {
  const seeded = seededOptions(entry, options, seeds.uint32());
  return { classifier: entry.name, options: seeded, transform, heldOut };
}

interface FitLimits extends ExecutorOption {
  readonly signal?: AbortSignal;
  readonly milliseconds?: number;
  readonly needed: number;
}

/**
 * The results of the fits finished in time, undefined for the others. The first `needed` fits share the time evenly,
 * and each returns its best state when its share is over.
 */
async function fitInTime(
  problem: LearningProblem,
  fits: readonly MemberFit[],
  limits: FitLimits,
  onDone: (done: number) => void,
): Promise<(MemberFitResult | undefined)[]> {
  const { executor, signal, milliseconds, needed } = limits;
  if (milliseconds === undefined)
    return runFits(portfolioEntries, problem, fits, { executor, signal, onDone });
  const isNeeded = new Set(Array.from({ length: needed }, (_, i) => i));
  const over = new AbortController();
  const deadline = performance.now() + milliseconds;
  // Called after each fit too: if fits run in this thread, the timer may fire late.
  const stopIfOver = () => {
    if (isNeeded.size === 0 && performance.now() >= deadline) over.abort();
  };
  const timer = setTimeout(stopIfOver, Math.ceil(milliseconds) + 1);
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
