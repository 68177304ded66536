/** Fits the candidates of a portfolio on the same folds, within the time limit. */

import { RandomStream } from '../../../engine/random/random-stream.js';
import { InputError } from '../../../errors.js';
import type { Matrix } from '../../../matrix.js';
import { stepProgress } from '../../../training/fit-progress.js';
import type { LearningControl, ValuesProblem } from '../../contract/fitted-model.js';
import { seededOptions } from '../../contract/seeded-options.js';
import { heldOutRows } from '../cross-fitting/folds.js';
import type { FittedMember, MemberFit, MemberFitResult } from '../cross-fitting/member-fit.js';
import { outOfFoldMean } from '../cross-fitting/out-of-fold.js';
import { FitRunner } from './fit-runner.js';
import type { Candidate } from './portfolio.js';
import type { Quality } from './qualities.js';
import { isScreened, screenCandidates } from './screen-candidates.js';

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
  /** Seconds; see `autoOptions`. */
  readonly timeLimit?: number;
}

/** The fits of one candidate. */
interface Planned {
  readonly candidate: Candidate;
  readonly fits: readonly MemberFit[];
  /** Undefined until they are finished. */
  readonly results: (MemberFitResult | undefined)[];
}

/**
 * The candidates that could be fitted on every fold, in the order of `candidates`; the others are reported as
 * warnings. Of many rows (`isScreened`), those that add little on the first fold are fitted on no other
 * (`screenCandidates`). If the signal stops the fits, those finished by then, if any.
 *
 * @throws InputError if none could be fitted.
 */
export async function fitCandidates(
  candidates: readonly Candidate[],
  problem: ValuesProblem,
  { seed, folds, quality, timeLimit }: CandidateOptions,
  { executor, onProgress, onWarning, signal }: LearningControl,
): Promise<FittedCandidate[]> {
  const screened = candidates.length > 1 && isScreened(problem, folds);
  const seeds = new RandomStream(seed, 'members');
  const plan = candidates.map((candidate): Planned => {
    // Weights on the first fold need the same rows of all.
    const partitions = screened ? [0] : candidate.partitions[quality];
    const fits = partitions
      .flatMap((partition) => heldOutRows(problem, folds, new RandomStream(seed, `folds-${partition}`)))
      .map((heldOut) => memberFit(candidate, heldOut, seeds));
    return { candidate, fits, results: fits.map(() => undefined) };
  });
  const places = plan.map(({ fits }, i) => fits.map((_, fold): Place => [i, fold]));
  let total = places.flat().length;
  const onStep = stepProgress('fit', onProgress);
  const runner = new FitRunner(problem, { executor, signal, timeLimit }, (done) => onStep(done, total));
  const run = async (chosen: readonly Place[], needed = 0) => {
    const results = await runner.run(
      chosen.map(([i, fold]) => plan[i].fits[fold]),
      needed,
    );
    chosen.forEach(([i, fold], at) => {
      plan[i].results[fold] = results[at];
    });
  };
  if (!screened) {
    await run(places.flat(), places[0].length);
    return finished(plan, problem, timeLimit, { onWarning, signal });
  }
  // With a time limit the first candidate has to be finished in any case.
  const whole = timeLimit === undefined ? 1 : places[0].length;
  await run(
    places.flatMap((own, i) => own.slice(0, i === 0 ? whole : 1)),
    whole,
  );
  const kept = await screenCandidates(
    plan.map(({ results: [first] }) => first && predictionsOf(first, problem.classes)),
    plan[0].fits[0].heldOut,
    problem,
  );
  const left = kept.flatMap((i) => places[i].filter(([, fold]) => plan[i].results[fold] === undefined));
  total =
    plan.flatMap(({ results }) => results.filter((result) => result !== undefined)).length + left.length;
  await run(left);
  const dropped = plan.filter(({ results: [first] }, i) => !kept.includes(i) && isFitted(first));
  if (dropped.length > 0) {
    const names = dropped.map(({ candidate }) => candidate.name).join(', ');
    onWarning?.(`left out after the first fold, where they added little: ${names}`);
  }
  return finished(
    plan.filter((each) => !dropped.includes(each)),
    problem,
    timeLimit,
    { onWarning, signal },
  );
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

/** The candidates that are fitted on all their folds; warns of the others. */
function finished(
  plan: readonly Planned[],
  { y, classes }: ValuesProblem,
  timeLimit: number | undefined,
  { onWarning, signal }: Pick<LearningControl, 'onWarning' | 'signal'>,
): FittedCandidate[] {
  const fitted: FittedCandidate[] = [];
  const failures: string[] = [];
  for (const { candidate, fits, results } of plan) {
    const failure = results.find((result) => result !== undefined && 'failure' in result);
    if (failure !== undefined && 'failure' in failure) {
      failures.push(`${candidate.name} is skipped: ${failure.failure}`);
    } else if (results.includes(undefined)) {
      const why = signal?.aborted
        ? 'the fit was stopped first'
        : `the time limit of ${timeLimit} s was reached`;
      failures.push(`${candidate.name} is skipped: ${why}`);
    } else {
      const done = results as FittedMember[];
      const outOfFold = outOfFoldMean(fits, done, y, classes)?.probabilities;
      fitted.push({ candidate, fits, results: done, outOfFold });
    }
  }
  if (fitted.length === 0 && !signal?.aborted) throw new InputError(failures.join('\n'));
  for (const failure of failures) onWarning?.(failure);
  const warnings = fitted.flatMap(({ results }) => results.flatMap((result) => result.warnings));
  for (const warning of new Set(warnings)) onWarning?.(warning);
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
