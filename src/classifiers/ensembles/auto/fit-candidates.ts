/** Fits the candidates of a portfolio on the same folds, within the time limit. */

import { RandomStream } from '../../../engine/random/random-stream.js';
import { InputError } from '../../../errors.js';
import type { Matrix } from '../../../matrix.js';
import type { LeftOut } from '../../contract/classifier.js';
import type { LearningControl, ValuesProblem } from '../../contract/fitted-model.js';
import { seededOptions } from '../../contract/seeded-options.js';
import { heldOutRows } from '../cross-fitting/folds.js';
import type { FittedMember, MemberFit, MemberFitResult } from '../cross-fitting/member-fit.js';
import { outOfFoldMean } from '../cross-fitting/out-of-fold.js';
import { calibratedPredictions } from './calibrated-predictions.js';
import { fitFirst } from './fit-first.js';
import { FitRunner } from './fit-runner.js';
import { FitsProgress } from './fits-progress.js';
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
 * The candidates that could be fitted on every fold; the others are reported as warnings. Of many rows (`isScreened`),
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
    budget.measure(await secondsOfCalibration(problem, seed));
    const first = await fitFirst(
      (count) => (count === folds ? plan : planFor(count))[0].fits,
      folds,
      problem,
      { runner, budget, progress, concurrency: executor?.concurrency ?? 1, name: candidates[0].name },
    );
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
  if (dropped.length > 0) {
    const names = dropped.map(({ candidate }) => candidate.name).join(', ');
    onWarning?.(`left out after the first fold, where they added little: ${names}`);
  }
  plan = plan.filter((each) => !dropped.includes(each));
  const { fitted, leftOut } = outcome();
  const reason = 'it added little on the first fold';
  return {
    fitted,
    leftOut: [...leftOut, ...dropped.map(({ candidate: { name } }) => ({ candidate: name, reason }))],
  };
}

/** The time that the calibration of a candidate takes, by that of random probabilities. */
async function secondsOfCalibration({ y, split, classes }: ValuesProblem, seed: number): Promise<number> {
  const started = performance.now();
  const random = new RandomStream(seed, 'calibration-time');
  const data = new Float32Array(y.length * classes);
  y.forEach((c, row) => {
    const signal = random.uniform();
    for (let k = 0; k < classes; k++) data[row * classes + k] = (1 - signal) / classes;
    data[row * classes + (random.uniform() < CLEAR_SHARE ? c : random.integer(classes))] += signal;
  });
  await calibratedPredictions([{ data, rows: y.length, columns: classes }], { y, split });
  return (performance.now() - started) / 1000;
}

/** Share of the rows whose random probabilities favour their class. */
const CLEAR_SHARE = 0.8;

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

/** The candidates that are fitted on all their folds; warns of the others. */
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
        ? 'the fit was stopped first'
        : `it could not be finished within the time limit of ${budget?.limit} s`;
      leftOut.push({ candidate: candidate.name, reason });
    } else {
      const done = results as FittedMember[];
      const outOfFold = outOfFoldMean(fits, done, y, classes)?.probabilities;
      fitted.push({ candidate, fits, results: done, outOfFold });
    }
  }
  const failures = leftOut.map(({ candidate, reason }) => `${candidate} is left out: ${reason}`);
  if (fitted.length === 0 && !signal?.aborted) throw new InputError(failures.join('\n'));
  for (const failure of failures) onWarning?.(failure);
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
