/** Fits the first candidate under a time limit, on as many folds and with as many steps as there is time for. */
import { InputError } from '../../../errors.js';
import type { ValuesProblem } from '../../contract/fitted-model.js';
import type { MemberFit, MemberFitResult } from '../cross-fitting/member-fit.js';
import type { Pace } from '../cross-fitting/step-times.js';
import type { FitRunner } from './fit-runner.js';
import type { FitsProgress } from './fits-progress.js';
import type { ShortFit } from './portfolio.js';
import { EXCESS, type TimeBudget } from './time-budget.js';

export interface FirstControl {
  readonly runner: FitRunner;
  readonly budget: TimeBudget;
  readonly progress: FitsProgress;
  /** Fits that run at a time. */
  readonly concurrency: number;
  /** Of the candidate, for messages. */
  readonly name: string;
  /** Of the candidate, if it has one. */
  readonly short: ShortFit | undefined;
}

/** Tried if there is no time for the folds that were asked for, in this order. */
const FEWER_FOLDS = [3, 2];
/** Share of the time for the first fits, which show how long one takes. */
const PROBE_SHARE = 1 / 8;
/** Fewer do not show it. */
const PROBE_STEPS = 20;
/** Those of a short fit, whose first ones show enough. */
const SHORT_PROBE_STEPS = 8;
/** Share of the time that the first candidate may take; the rest is for others. */
const FIRST_SHARE = 0.6;
/** With a smaller share of its steps, or fewer of a short fit, boosting hardly knows more than the classes' frequencies. */
const LEAST_SHARE = 0.1;
const LEAST_SHORT_STEPS = 10;
/** The limit to allow, relative to the time that was needed: the next training may be slower. */
const SAFETY = 1.5;

/**
 * The number of folds, and the results of the candidate on each. If there is no time for whole fits on the fewest folds,
 * short ones are planned from the start. A fit is stopped, and its state kept, when its share of the time is over.
 *
 * @param fitsFor the fits with this number of folds; short ones if a number of steps is given
 * @param folds the folds that were asked for
 * @throws InputError with the time that is needed, if there is too little for the shortest fits
 */
export async function fitFirst(
  fitsFor: (folds: number, steps?: number) => readonly MemberFit[],
  folds: number,
  { y }: ValuesProblem,
  { runner, budget, progress, concurrency, name, short }: FirstControl,
): Promise<{ readonly folds: number; readonly results: readonly (MemberFitResult | undefined)[] }> {
  const planned = fitsFor(folds);
  const numbered = (fits: readonly MemberFit[]) => fits.map((fit) => ({ candidate: 0, fit }));
  const leastSteps = short ? SHORT_PROBE_STEPS : PROBE_STEPS;
  const probing = short ? fitsFor(folds, PROBE_STEPS) : planned;
  const probes = await runner.run(
    numbered(probing.slice(0, concurrency).map((fit) => ({ ...fit, leastSteps }))),
    { probeSeconds: Math.max(0, PROBE_SHARE * budget.room(1)) },
  );
  const pace = slowest(probes);
  if (pace === undefined) return { folds, results: probes };
  const whole = short ? pace.startSeconds + (short.wholeSteps - 1) * pace.stepSeconds : pace.seconds;
  const turnsOf = (count: number) => Math.ceil(fitsFor(count).length / concurrency);
  const rowsOf = (count: number) => (1 - 1 / count) / (1 - 1 / folds);
  const secondsOf = (count: number, fitSeconds: number) => turnsOf(count) * fitSeconds * rowsOf(count);
  const room = budget.room(1);
  const fewer = FEWER_FOLDS.filter((count) => count < folds && 2 * count <= y.length);
  const fewest = Math.min(folds, ...fewer);
  const enough = [folds, ...fewer].find((count) => secondsOf(count, whole) <= FIRST_SHARE * room);
  const least = short
    ? pace.startSeconds + LEAST_SHORT_STEPS * pace.stepSeconds
    : pace.startSeconds + LEAST_SHARE * Math.max(0, whole - pace.startSeconds);
  if (enough === undefined && secondsOf(fewest, least) > room + EXCESS * budget.limit) {
    throw tooShort(budget, name, secondsOf(fewest, least));
  }
  const chosen = enough ?? fewest;
  const steps = () => {
    const seconds = (FIRST_SHARE * room) / turnsOf(fewest) / rowsOf(fewest);
    return Math.max(LEAST_SHORT_STEPS, Math.floor((seconds - pace.startSeconds) / pace.stepSeconds));
  };
  const fits =
    short && enough === undefined
      ? fitsFor(chosen, steps()).map((fit) => ({ ...fit, leastSteps: LEAST_SHORT_STEPS }))
      : fitsFor(chosen);
  if (chosen !== folds) progress.planEach(fits.length);
  const results: (MemberFitResult | undefined)[] = fits.map(() => undefined);
  if (short === undefined && chosen === folds) {
    probes.forEach((probe, fold) => {
      const own = paceOf(probe);
      if (own?.share !== 1) return;
      results[fold] = probe;
      progress.done(0, own.seconds);
    });
  }
  const left = [...results.keys()].filter((fold) => results[fold] === undefined);
  const found = await runner.run(numbered(left.map((fold) => fits[fold])), { firm: 0 });
  left.forEach((fold, at) => {
    results[fold] = found[at];
  });
  return { folds: chosen, results };
}

function paceOf(result: MemberFitResult | undefined): Pace | undefined {
  return result !== undefined && 'pace' in result ? result.pace : undefined;
}

/** The pace of the slowest fit; undefined if one has none. */
function slowest(probes: readonly (MemberFitResult | undefined)[]): Pace | undefined {
  return probes
    .map(paceOf)
    .reduce((one, other) => (one && other && (other.seconds > one.seconds ? other : one)) || undefined);
}

function tooShort(budget: TimeBudget, name: string, fitSeconds: number): InputError {
  const { limit, used } = budget;
  const afterwards = budget.afterwards(1);
  const needed = Math.max(SAFETY * (used + fitSeconds + afterwards), limit);
  return new InputError(
    `timeLimit is ${limit} s, which is too short: ${rounded(used)} s had passed before the fits, the shortest ones of ` +
      `${name} take about ${rounded(fitSeconds)} s, and what follows them about ${rounded(afterwards)} s; ` +
      `allow at least ${rounded(needed)} s`,
    { optionNames: ['timeLimit'] },
  );
}

/** Upwards, to two digits. */
function rounded(seconds: number): number {
  const unit = 10 ** Math.floor(Math.log10(Math.max(1e-3, seconds)) - 1);
  return Number((Math.ceil(seconds / unit) * unit).toPrecision(2));
}
