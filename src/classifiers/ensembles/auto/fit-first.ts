/** Fits the first candidate under a time limit, on as many folds as there is time for. */
import { InputError } from '../../../errors.js';
import type { ValuesProblem } from '../../contract/fitted-model.js';
import type { MemberFit, MemberFitResult } from '../cross-fitting/member-fit.js';
import type { FitRunner } from './fit-runner.js';
import type { FitsProgress } from './fits-progress.js';
import type { TimeBudget } from './time-budget.js';

export interface FirstControl {
  readonly runner: FitRunner;
  readonly budget: TimeBudget;
  readonly progress: FitsProgress;
  /** Fits that run at a time. */
  readonly concurrency: number;
  /** Of the candidate, for messages. */
  readonly name: string;
}

/** Tried if there is no time for the folds that were asked for, in this order. */
const FEWER_FOLDS = [3, 2];
/** Share of the time for the first fits, which show how long one takes. */
const PROBE_SHARE = 1 / 8;
/** Fewer do not show it. */
const PROBE_STEPS = 20;
/** Share of the time that the first candidate may take; the rest is for others. */
const FIRST_SHARE = 0.6;
/** With a smaller share of its rounds, boosting hardly knows more than the classes' frequencies. */
const LEAST_SHARE = 0.1;
/** The limit to allow, relative to the time that was needed: the next training may be slower. */
const SAFETY = 1.5;

/**
 * The number of folds, and the results of the candidate on each. A fit is stopped, and its state kept, when its share of
 * the time is over.
 *
 * @param fitsFor the fits with this number of folds
 * @param folds the folds that were asked for
 * @throws InputError with the time that is needed, if there is too little
 */
export async function fitFirst(
  fitsFor: (folds: number) => readonly MemberFit[],
  folds: number,
  { y }: ValuesProblem,
  { runner, budget, progress, concurrency, name }: FirstControl,
): Promise<{ readonly folds: number; readonly results: readonly (MemberFitResult | undefined)[] }> {
  const planned = fitsFor(folds);
  const numbered = (fits: readonly MemberFit[]) => fits.map((fit) => ({ candidate: 0, fit }));
  const probing = planned.slice(0, concurrency).map((fit) => ({ ...fit, leastSteps: PROBE_STEPS }));
  const probes = await runner.run(numbered(probing), {
    seconds: Math.max(0, PROBE_SHARE * budget.room(1)),
  });
  if (probes.some((probe) => probe === undefined || 'failure' in probe)) return { folds, results: probes };
  const one = runner.secondsOf(0) ?? 0;
  const secondsOf = (count: number) => {
    const rows = (1 - 1 / count) / (1 - 1 / folds);
    return Math.ceil(fitsFor(count).length / concurrency) * one * rows;
  };
  const room = budget.room(1);
  const fewer = FEWER_FOLDS.filter((count) => count < folds && 2 * count <= y.length);
  const least = Math.min(folds, ...fewer);
  const chosen = [folds, ...fewer].find((count) => secondsOf(count) <= FIRST_SHARE * room) ?? least;
  const isWhole = (result: MemberFitResult | undefined) =>
    result !== undefined && 'pace' in result && result.pace?.share === 1;
  if (LEAST_SHARE * secondsOf(chosen) > room) {
    // Nothing is as fast as the fewest folds with the fewest rounds.
    throw tooShort(budget, name, one, budget.used + LEAST_SHARE * secondsOf(least) + budget.afterwards(1));
  }
  const fits = chosen === folds ? planned : fitsFor(chosen);
  if (chosen !== folds) progress.restart(fits.length);
  const kept = chosen === folds ? probes.map((probe) => (isWhole(probe) ? probe : undefined)) : [];
  const results = fits.map((_, fold): MemberFitResult | undefined => kept[fold]);
  const left = [...results.keys()].filter((fold) => results[fold] === undefined);
  const found = await runner.run(numbered(left.map((fold) => fits[fold])), { firm: 0 });
  left.forEach((fold, at) => {
    results[fold] = found[at];
  });
  return { folds: chosen, results };
}

function tooShort({ limit }: TimeBudget, name: string, fitSeconds: number, needed: number): InputError {
  return new InputError(
    `timeLimit is ${limit} s, which is too short: one fit of ${name} takes about ${rounded(fitSeconds)} s; ` +
      `allow at least ${rounded(Math.max(SAFETY * needed, limit))} s`,
    { optionNames: ['timeLimit'] },
  );
}

/** Upwards, to two digits. */
function rounded(seconds: number): number {
  const unit = 10 ** Math.floor(Math.log10(Math.max(1e-3, seconds)) - 1);
  return Number((Math.ceil(seconds / unit) * unit).toPrecision(2));
}
