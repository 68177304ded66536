/** Fits the candidates of a portfolio on the same folds, within the time limit. */

import { RandomStream } from '../../../engine/random/random-stream.js';
import { InputError } from '../../../errors.js';
import type { Matrix } from '../../../matrix.js';
import type { LeftOut } from '../../contract/classifier.js';
import type { LearningControl, ValuesProblem } from '../../contract/fitted-model.js';
import { leftOutNotice } from '../../contract/left-out.js';
import { seededOptions } from '../../contract/seeded-options.js';
import { heldOutRows } from '../cross-fitting/folds.js';
import type { FittedMember, MemberFit, MemberFitResult } from '../cross-fitting/member-fit.js';
import { outOfFoldMean } from '../cross-fitting/out-of-fold.js';
import { fitFirst } from './fit-first.js';
import { FitRunner } from './fit-runner.js';
import { FitsProgress } from './fits-progress.js';
import { secondsOfCalibration, warmUp } from './measure-start.js';
import type { Candidate } from './portfolio.js';
import type { Quality } from './qualities.js';
import { isScreened, screenCandidates } from './screen-candidates.js';
import type { TimeBudget } from './time-budget.js';

export interface FittedCandidate {
  readonly candidate: Candidate;
  readonly fits: readonly MemberFit[];
  readonly results: readonly FittedMember[];
  /** Out-of-fold predictions of the training rows; undefined if no rows were held out. */
  readonly outOfFold: Matrix | undefined;
}

export interface CandidateOptions {
  readonly seed: number;
  readonly folds: number;
  readonly quality: Quality;
}

/** The fits of one candidate. */
interface Planned {
  readonly candidate: Candidate;
  readonly fits: readonly MemberFit[];
  /** Undefined until they are finished. */
  readonly results: (MemberFitResult | undefined)[];
}

export interface FittedCandidates {
  /** In the order of the candidates. */
  readonly fitted: readonly FittedCandidate[];
  /** The others, and why. */
  readonly leftOut: readonly LeftOut[];
}

/**
 * The candidates that could be fitted on every fold. Of many rows (`isScreened`),
 * those that add little on the first fold are fitted on no other (`screenCandidates`). If the signal stops the fits, those
 * finished by then, if any. Within a budget the first candidate is fitted first, on as many folds as there is time for
 * (`fitFirst`), and then those of the others that can be finished.
 *
 * @throws InputError if none could be fitted, or there is no time for any.
 */
export async function fitCandidates(
  candidates: readonly Candidate[],
  problem: ValuesProblem,
  { seed, folds, quality }: CandidateOptions,
  budget: TimeBudget | undefined,
  { executor, onProgress, onWarning, signal }: LearningControl,
): Promise<FittedCandidates> {
  const planFor = (count: number): readonly Planned[] => {
    const seeds = new RandomStream(seed, 'members');
    return candidates.map((candidate) => {
      // Weights on the first fold need the same rows of all.
      const partitions = isScreening ? [0] : candidate.partitions[quality];
      const fits = partitions
        .flatMap((partition) => heldOutRows(problem, count, new RandomStream(seed, `folds-${partition}`)))
        .map((heldOut) => memberFit(candidate, heldOut, seeds));
      return { candidate, fits, results: fits.map(() => undefined) };
    });
  };
  const isScreening = candidates.length > 1 && isScreened(problem, folds);
  let plan = planFor(folds);
  const progress = new FitsProgress(onProgress, executor?.concurrency ?? 1, budget);
  const runner = new FitRunner(problem, {
    executor,
    signal,
    budget,
    onDone: (candidate, seconds) => progress.done(candidate, seconds),
  });
  const run = async (chosen: readonly Place[], later?: (candidate: number) => number) => {
    const results = await runner.run(
      chosen.map(([candidate, fold]) => ({ candidate, fit: plan[candidate].fits[fold] })),
      { later },
    );
    chosen.forEach(([i, fold], at) => {
      plan[i].results[fold] = results[at];
    });
  };
  progress.plan(plan.map(({ fits }) => fits.length));
  if (budget !== undefined) {
    const [candidate] = candidates;
    const { name, short } = candidate;
    await warmUp(candidate, { executor, signal });
    budget.measure(await secondsOfCalibration(problem, seed));
    const fitsFor = (count: number, steps?: number) => {
      const { fits } = (count === folds ? plan : planFor(count))[0];
      if (steps === undefined) return fits;
      return fits.map((fit) => ({ ...fit, options: { ...fit.options, ...short?.options(steps) } }));
    };
    const concurrency = executor?.concurrency ?? 1;
    const first = await fitFirst(fitsFor, folds, problem, {
      runner,
      budget,
      progress,
      concurrency,
      name,
      short,
    });
    if (first.folds !== folds) plan = planFor(first.folds);
    progress.plan(plan.map(({ fits }) => fits.length));
    plan[0].results.splice(0, first.results.length, ...first.results);
  }
  const places = plan.map(({ results }, i) =>
    [...results.keys()].flatMap((fold): Place[] => (results[fold] === undefined ? [[i, fold]] : [])),
  );
  const outcome = () => finished(plan, problem, budget, { onWarning, signal });
  if (!isScreening) {
    await run(places.flat());
    return outcome();
  }
  await run(
    places.flatMap((own) => own.slice(0, 1)),
    (candidate) => places[candidate].length - 1,
  );
  const kept = await screenCandidates(
    plan.map(({ results: [first] }) => first && predictionsOf(first, problem.classes)),
    plan[0].fits[0].heldOut,
    problem,
  );
  // What is fitted already costs no more.
  const isWhole = (i: number) => !plan[i].results.includes(undefined);
  const left = kept.flatMap((i) => places[i].filter(([, fold]) => plan[i].results[fold] === undefined));
  progress.plan(plan.map(({ fits }, i) => (kept.includes(i) || isWhole(i) ? fits.length : 1)));
  await run(left);
  const dropped = plan.filter(
    ({ results: [first] }, i) => !kept.includes(i) && !isWhole(i) && isFitted(first),
  );
  plan = plan.filter((each) => !dropped.includes(each));
  const { fitted, leftOut } = outcome();
  const reason = 'added little on the first fold';
  return {
    fitted,
    leftOut: [...leftOut, ...dropped.map(({ candidate: { name } }) => ({ candidate: name, reason }))],
  };
}

/** Index of a candidate and of a fold. */
type Place = readonly [number, number];

function isFitted(result: MemberFitResult | undefined): result is FittedMember {
  return result !== undefined && !('failure' in result);
}

function predictionsOf(result: MemberFitResult, classes: number): Matrix | undefined {
  if (!isFitted(result)) return undefined;
  const { probabilities: data } = result;
  return { data, rows: data.length / classes, columns: classes };
}

/** The candidates that are fitted on all their folds, and the others with the reason. */
function finished(
  plan: readonly Planned[],
  { y, classes }: ValuesProblem,
  budget: TimeBudget | undefined,
  { onWarning, signal }: Pick<LearningControl, 'onWarning' | 'signal'>,
): FittedCandidates {
  const fitted: FittedCandidate[] = [];
  const leftOut: LeftOut[] = [];
  for (const { candidate, fits, results } of plan) {
    const failure = results.find((result) => result !== undefined && 'failure' in result);
    if (failure !== undefined && 'failure' in failure) {
      leftOut.push({ candidate: candidate.name, reason: failure.failure });
    } else if (results.includes(undefined)) {
      const reason = signal?.aborted
        ? 'the training was stopped first'
        : `could not be finished within the time limit of ${budget?.limit} s`;
      leftOut.push({ candidate: candidate.name, reason });
    } else {
      const done = results as FittedMember[];
      const outOfFold = outOfFoldMean(fits, done, y, classes)?.probabilities;
      fitted.push({ candidate, fits, results: done, outOfFold });
    }
  }
  if (fitted.length === 0 && !signal?.aborted) {
    throw new InputError(`no candidate could be fitted: ${leftOutNotice(leftOut)}`);
  }
  const warnings = fitted.flatMap(({ results }) => results.flatMap((result) => result.warnings));
  for (const warning of new Set(warnings)) onWarning?.(warning);
  return { fitted, leftOut };
}

function memberFit(
  { entry, options, transform }: Candidate,
  heldOut: Int32Array,
  seeds: RandomStream,
): MemberFit {
  const seeded = seededOptions(entry, options, seeds.uint32());
  return { classifier: entry.name, options: seeded, transform, heldOut };
}
