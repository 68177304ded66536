/** The threshold of one class that keeps its recall or its precision above a floor. */
import { incompleteBeta } from '../statistics/distributions/incomplete-beta.js';
import { countOf } from '../text/name-list.js';
import { floatAbove } from './class-threshold.js';

export interface FloorRows {
  /** The probability of the class. */
  readonly scores: Float32Array;
  /** Whether each row is of the class. */
  readonly positives: ArrayLike<number>;
  /** Rows that an earlier floor has taken: they are never decided for this class. */
  readonly claimed: Uint8Array;
  /** What each row counts, where no risk is given; default 1. */
  readonly weights?: Float64Array;
}

export interface FloorTerms {
  readonly least: number;
  /** The probability with which the floor may fail on new rows; undefined: it is kept on these rows only. */
  readonly risk?: number;
  /** Whether it is the only floor. */
  readonly alone: boolean;
}

/** `reason` follows the name of the floor. */
export type FoundThreshold =
  | { readonly kind: 'found'; readonly threshold: number }
  | { readonly kind: 'none'; readonly reason: string };

const found = (threshold: number): FoundThreshold => ({ kind: 'found', threshold });
const none = (reason: string): FoundThreshold => ({ kind: 'none', reason });

/** A share of n rows is reached by this many of them, whatever the rounding of their product. */
const rowsFor = (least: number, n: number) => Math.ceil(least * n - 1e-9);

/** P(at least k of n) for n independent draws with probability p. */
export function binomialUpperTail(k: number, n: number, p: number): number {
  if (k <= 0) return 1;
  return k > n ? 0 : incompleteBeta(k, n - k + 1, p, 1 - p);
}

/** How many rows are enough if all of them come out right: p^n <= risk. */
const fewestRows = (p: number, risk: number) => (p < 1 ? Math.ceil(Math.log(risk) / Math.log(p)) : Infinity);

/**
 * A threshold at which at least `least` of the rows of the class are found, with the largest precision.
 *
 * With a risk: the k-th smallest score of n rows of the class leaves out less than 1 - `least` of all rows of the class
 * with probability P(at least k of n; 1 - least), whatever the distribution of the scores (the one-sided tolerance
 * bound of Wilks, "Determination of sample sizes for setting tolerance limits", 1941; it equals testing the thresholds
 * from the lowest up with the bound of Clopper and Pearson). The largest k with a probability of at least 1 - risk
 * gives the highest threshold that keeps the promise. Every lower one keeps it too, so the best precision may be chosen
 * among them; where there are several floors the highest one is taken, so that each depends on the rows of its own
 * class alone and the risks add up.
 */
export function findRecallFloor(rows: FloorRows, { least, risk, alone }: FloorTerms): FoundThreshold {
  const own: number[] = [];
  rows.scores.forEach((score, row) => {
    if (rows.positives[row]) own.push(rows.claimed[row] ? -1 : score);
  });
  own.sort((a, b) => a - b);
  const n = own.length;
  if (n === 0) return none('cannot be kept: there are no rows of the class');
  let missed = rows.weights ? missedByWeight(rows, least) : n - rowsFor(least, n);
  if (risk !== undefined) {
    missed = -1;
    while (missed + 1 < n && binomialUpperTail(missed + 2, n, 1 - least) >= 1 - risk) missed++;
    if (missed < 0) {
      const needed = fewestRows(least, risk);
      const enough = Number.isFinite(needed) ? `${needed} are needed` : 'no number is enough for all of them';
      return none(`cannot be promised: there are ${countOf(n, 'row')} of the class, and ${enough}`);
    }
  }
  const highest = own[missed];
  if (highest < 0) return none('cannot be kept: an earlier floor takes too many of its rows');
  const between = halfWayBelow(rows, highest);
  return found(risk !== undefined && !alone ? between : mostPrecise(rows, highest));
}

/** How many rows of the class, from the lowest score, weigh no more than the floor lets go. */
function missedByWeight({ scores, positives, claimed, weights }: FloorRows, least: number): number {
  const weightOf = (row: number) => (weights ? weights[row] : 1);
  const own = [...scores.keys()].filter((row) => positives[row]);
  const scoreOf = (row: number) => (claimed[row] ? -1 : scores[row]);
  own.sort((one, other) => scoreOf(one) - scoreOf(other));
  const total = own.reduce((sum, row) => sum + weightOf(row), 0);
  let [missed, weight] = [0, 0];
  while (missed < own.length - 1) {
    weight += weightOf(own[missed]);
    if (weight > (1 - least + 1e-9) * total) break;
    missed++;
  }
  return missed;
}

/** The threshold up to `highest` with the largest precision; of equal ones the lowest. */
function mostPrecise(rows: FloorRows, highest: number): number {
  let best = { precision: -1, score: highest };
  for (const { score, correct, predicted } of cuts(rows)) {
    if (score > highest) continue;
    const precision = correct / predicted;
    if (precision >= best.precision) best = { precision, score };
  }
  return halfWayBelow(rows, best.score);
}

/**
 * The lowest threshold, which finds most of the class, at which at least `least` of the rows decided for it are of it.
 *
 * With a risk it is one of a list of thresholds fixed by rank: N rows above it, N growing by a quarter from the fewest
 * that could prove the floor. Given the score of that rank, the rows above it are independent draws, so P(at least as
 * many right; N, least) is a valid p-value, exact binomial. The thresholds are tested from the highest down by the
 * fallback procedure (Wiens, "A fixed sequence Bonferroni procedure for testing multiple endpoints", 2003): each with
 * an equal part of the risk and the parts that the tests before it, rejected without a break, have handed on (learn
 * then test: Angelopoulos et al., 2021). Any rejected one keeps the promise; the lowest is taken.
 */
export function findPrecisionFloor(rows: FloorRows, { least, risk }: FloorTerms): FoundThreshold {
  const all = cuts(rows);
  if (risk === undefined) {
    const isKept = (correct: number, predicted: number) =>
      correct >= (rows.weights ? (least - 1e-9) * predicted : rowsFor(least, predicted));
    const kept = all.filter(({ correct, predicted }) => isKept(correct, predicted) && correct > 0);
    const last = kept.at(-1);
    if (last !== undefined) return found(halfWayBelow(rows, last.score));
    const best = Math.max(0, ...all.map(({ correct, predicted }) => correct / predicted));
    return none(`cannot be kept: on the out-of-fold rows no threshold has a precision above ${shown(best)}`);
  }
  const needed = fewestRows(least, risk);
  const tests: RankTest[] = [];
  for (let rank = needed; rank < rows.scores.length; rank = Math.ceil(rank * 1.25)) {
    tests.push(testAtRank(all, rank, least));
  }
  let handedOn = 0;
  let lowest: number | undefined;
  for (const { pValue, below } of tests) {
    const level = handedOn + risk / tests.length;
    if (pValue <= level) {
      lowest = below;
      handedOn = level;
    } else {
      handedOn = 0;
    }
  }
  if (lowest !== undefined) return found(floatAbove(lowest));
  const why =
    tests.length === 0
      ? `there are ${countOf(rows.scores.length, 'row')}, and more than ${needed} are needed`
      : 'no threshold has enough rows above it that are of the class: more rows or a lower floor are needed';
  return none(`cannot be promised: ${why}`);
}

interface RankTest {
  readonly pValue: number;
  /** The rows tested have scores above this. */
  readonly below: number;
}

/** Whether the rows above the score of this rank (0 is the largest) have a precision above the floor. */
function testAtRank(all: readonly Cut[], rank: number, least: number): RankTest {
  const at = all.findIndex(({ predicted }) => predicted > rank);
  if (at < 0) return { pValue: 1, below: 0 };
  const { correct, predicted } = at === 0 ? { correct: 0, predicted: 0 } : all[at - 1];
  return { pValue: binomialUpperTail(correct, predicted, least), below: all[at].score };
}

interface Cut {
  /** Rows with at least this score are decided for the class. */
  readonly score: number;
  readonly correct: number;
  readonly predicted: number;
}

/** What each score gives as a threshold, from the largest down. Rows that are claimed are left out. */
function cuts({ scores, positives, claimed, weights }: FloorRows): Cut[] {
  const order = Uint32Array.from(scores, (_, row) => row)
    .filter((row) => !claimed[row])
    .sort((a, b) => scores[b] - scores[a]);
  const result: Cut[] = [];
  let [correct, predicted] = [0, 0];
  for (let i = 0; i < order.length; i++) {
    const weight = weights ? weights[order[i]] : 1;
    predicted += weight;
    if (positives[order[i]]) correct += weight;
    const score = scores[order[i]];
    if (i + 1 < order.length && scores[order[i + 1]] === score) continue;
    result.push({ score, correct, predicted });
  }
  return result;
}

/** Half way from `score` to the next lower one: of the same rows the threshold that is nearest to neither. */
function halfWayBelow({ scores, claimed }: FloorRows, score: number): number {
  let below = 0;
  scores.forEach((other, row) => {
    if (!claimed[row] && other < score && other > below) below = other;
  });
  return (score + below) / 2;
}

const shown = (value: number) => String(Number(value.toFixed(3)));
