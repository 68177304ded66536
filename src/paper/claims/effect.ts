/** An effect with its interval, and what the interval says about a claim. */

import { correctedMean } from '../../statistics/corrected-mean.js';
import { tInterval } from '../../statistics/distributions/student-t.js';
import { summarize } from '../experiments/repeats.js';
import { differenceText, intervalText } from '../experiments/score-text.js';
import type { ClaimVerdict, Finding } from './claim.js';

export interface Effect {
  readonly mean: number;
  /** Ends of the 95 % interval; NaN for fewer than two values. */
  readonly low: number;
  readonly high: number;
  readonly count: number;
  /** What is counted: more of them narrow the interval. */
  readonly unit: 'seed' | 'data set';
  /** Half the width of the interval with another number of them and the same scatter. */
  readonly halfWith: (count: number) => number;
}

/** Of values on different data sets, by Student's t. */
export function effectOverDatasets(values: readonly number[]): Effect {
  return effectOf(values, 'data set', 0);
}

/**
 * Of values with different seeds on one data set. Their training rows overlap, so the variance is that of Nadeau and
 * Bengio (`correctedMean`), which no number of seeds brings to 0.
 */
export function effectOverSeeds(values: readonly number[], trainRows: number, testRows: number): Effect {
  const effect = effectOf(values, 'seed', testRows / trainRows);
  if (values.length < 2) return effect;
  const { standardError, degreesOfFreedom } = correctedMean('difference', values, trainRows, testRows);
  const half = standardError === 0 ? 0 : tInterval(degreesOfFreedom) * standardError;
  return { ...effect, low: effect.mean - half, high: effect.mean + half };
}

function effectOf(values: readonly number[], unit: Effect['unit'], floor: number): Effect {
  const { count, mean, deviation } = summarize(values);
  const halfWith = (n: number) => tInterval(n - 1) * deviation * Math.sqrt(1 / n + floor);
  const half = count < 2 ? Number.NaN : halfWith(count);
  return { mean, low: mean - half, high: mean + half, count, unit, halfWith };
}

export interface Claimed {
  /** The effect that the paper prints, 0 for a claim without a number. */
  readonly effect: number;
  /** Effects down to minus this count as none, default 0: the paper prints two decimals and counts ties. */
  readonly allowance?: number;
}

/** Two seeds can agree by chance, and their interval is then far too narrow. */
const LEAST_SEEDS = 3;

/**
 * `repeated` if the whole interval is above 0, `not repeated` if the whole interval is below what the paper prints,
 * otherwise `undecided`, as with fewer than three seeds on a data set.
 */
export function judgeEffect(
  effect: Effect,
  { effect: printed, allowance = 0 }: Claimed,
): Omit<Finding, 'found'> {
  if (effect.unit === 'seed' && effect.count < LEAST_SEEDS)
    return { verdict: 'undecided', decidedBy: `at least ${LEAST_SEEDS} seeds` };
  const verdictOf = (low: number, high: number): ClaimVerdict => {
    if (low > -allowance) return 'repeated';
    return high < printed - allowance ? 'not repeated' : 'undecided';
  };
  const verdict = verdictOf(effect.low, effect.high);
  if (verdict !== 'undecided') return { verdict };
  return {
    verdict,
    decidedBy: numberThatDecides(
      effect,
      (half) => verdictOf(effect.mean - half, effect.mean + half) !== 'undecided',
    ),
  };
}

const MOST = 1000;

function numberThatDecides({ count, unit, halfWith }: Effect, decides: (half: number) => boolean): string {
  if (count < 2) return `a second ${unit}`;
  if (!decides(halfWith(MOST))) {
    return unit === 'seed' ? 'no number of seeds: too few rows' : `more than ${MOST} data sets`;
  }
  let n = count + 1;
  while (!decides(halfWith(n))) n++;
  return `about ${n} ${unit}s`;
}

/** `-0.012 (-0.034 to +0.009)` */
export function effectText({ mean, low, high }: Pick<Effect, 'mean' | 'low' | 'high'>): string {
  const interval = intervalText({ low, high });
  return interval === '-' ? differenceText(mean) : `${differenceText(mean)} (${interval})`;
}

/** Of several parts: repeated if all are, not repeated if one is not, no records without any. */
export function judgeAll(parts: readonly Omit<Finding, 'found'>[]): Omit<Finding, 'found'> {
  const has = (verdict: ClaimVerdict) => parts.some((part) => part.verdict === verdict);
  if (parts.length === 0) return { verdict: 'no records' };
  if (has('not repeated')) return { verdict: 'not repeated' };
  if (!has('undecided')) return { verdict: 'repeated' };
  const decidedBy = parts.flatMap((part) => part.decidedBy ?? []);
  return { verdict: 'undecided', decidedBy: [...new Set(decidedBy)].join('; ') };
}
