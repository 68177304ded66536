/** The scores of one slice of rows, with intervals. */

import type { Decision } from '../../decision/decision.js';
import { metricNamed } from '../../decision/tuning/tally-metric.js';
import { WeightedArgmax } from '../../decision/weighted-argmax.js';
import {
  type CountedShare,
  falsePositiveRate,
  precisionOf,
  selectionRate,
  truePositiveRate,
} from '../../metrics/group-fairness.js';
import { confusionInterval } from '../../statistics/confusion-interval.js';
import { macroF1IntervalOf } from '../../statistics/macro-f1-interval.js';
import { FEWEST_ROWS, type ScoreInterval } from '../../statistics/score-interval.js';
import { shareInterval } from '../../statistics/share-interval.js';
import { countOf } from '../../text/name-list.js';
import { countsAt, eventsAt, type SlicedRows } from './sliced-rows.js';

/** A score of a slice, or why the slice has none. */
export interface SliceScore {
  /** Null if there are too few rows for it. */
  readonly score: number | null;
  /** 95 % interval over other rows of the same kind. */
  readonly interval?: readonly [number, number];
  /** Why there is no score, or no interval. */
  readonly reason?: string;
}

export interface SliceScores {
  /** The level, range or period. */
  readonly name: string;
  readonly rows: number;
  /** Rows of the positive class. */
  readonly events: number;
  /** Rows that are predicted as the positive class. */
  readonly alerts: number;
  /** The metric that the decision is tuned for, else macro F1: `Slices.metric`. */
  readonly aim: SliceScore;
  /** Alerts / events among the events, the true-positive rate. */
  readonly recall: SliceScore;
  /** Events / alerts among the alerts. */
  readonly precision: SliceScore;
  /** Alerts / rows among the rows of other classes. */
  readonly falsePositiveRate: SliceScore;
  /** Alerts / rows. */
  readonly selectionRate: SliceScore;
  /** Mean probability of the positive class; null if there are too few rows. */
  readonly meanRisk: number | null;
  /** Events / rows, to compare with `meanRisk`. */
  readonly eventRate: SliceScore;
}

/** The metric that a decision is tuned for; macro F1 for a decision that is tuned for none. */
export function aimOf(decision: Decision): string {
  return decision instanceof WeightedArgmax ? decision.metric : 'macro-f1';
}

/** @param places indices into the rows */
export function sliceScores(
  name: string,
  rows: SlicedRows,
  places: readonly number[],
  metric: string,
): SliceScores {
  const counts = countsAt(rows, places);
  const weighted = rows.weights !== undefined;
  const rate = (share: CountedShare, of: string, counted: number) => rateOf(share, of, counted, weighted);
  const decided = places.filter((i) => rows.predicted[i] >= 0);
  const ofClass = decided.filter((i) => rows.y[i] === rows.positive).length;
  const alerts = decided.filter((i) => rows.predicted[i] === rows.positive).length;
  const events = eventsAt(rows, places);
  const weightOf = (i: number) => rows.weights?.[i] ?? 1;
  const risk = places.reduce((sum, i) => sum + weightOf(i) * rows.risk[i], 0) / events.rows;
  return {
    name,
    rows: places.length,
    events: places.filter((i) => rows.y[i] === rows.positive).length,
    alerts,
    aim: aimScore(rows, decided, metric),
    recall: rate(truePositiveRate(counts), 'event', ofClass),
    precision: rate(precisionOf(counts), 'alert', alerts),
    falsePositiveRate: rate(falsePositiveRate(counts), 'row of other classes', decided.length - ofClass),
    selectionRate: rate(selectionRate(counts), 'row', decided.length),
    meanRisk: places.length < FEWEST_ROWS ? null : risk,
    eventRate: rate(events, 'row', places.length),
  };
}

const WEIGHTED = 'the rows have weights';

/** @param counted the rows of the share, whatever they weigh */
function rateOf({ hits, rows }: CountedShare, of: string, counted: number, weighted: boolean): SliceScore {
  if (counted < FEWEST_ROWS) return { score: null, reason: tooFew(counted, of) };
  if (weighted) return { score: hits / rows, reason: WEIGHTED };
  return withInterval(hits / rows, shareInterval(hits, rows));
}

function tooFew(count: number, of: string): string {
  const counted = of.startsWith('row of')
    ? `${count} ${of.replace('row', count === 1 ? 'row' : 'rows')}`
    : countOf(count, of);
  return `too few rows: ${counted}`;
}

function withInterval(score: number, interval: ScoreInterval): SliceScore {
  if (interval.reason !== undefined) return { score, reason: interval.reason };
  return { score, interval: [interval.low, interval.high] };
}

/** Over the classes that occur among the decided rows at `places` or that they are predicted as. */
function aimScore(rows: SlicedRows, places: readonly number[], metric: string): SliceScore {
  const { y, predicted, weights, positive } = rows;
  const counts = new Map<number, number>();
  for (const i of places) counts.set(y[i], (counts.get(y[i]) ?? 0) + 1);
  const rarest = Math.min(...counts.values());
  if (counts.size < 2)
    return { score: null, reason: places.length === 0 ? 'no rows' : 'all rows are of one class' };
  if (rarest < FEWEST_ROWS) {
    return { score: null, reason: `too few rows: the rarest class has ${rarest}` };
  }
  const present = [...new Set([...counts.keys(), ...places.map((i) => predicted[i])])].sort((a, b) => a - b);
  const index = new Map(present.map((c, k) => [c, k]));
  const confusion = present.map(() => new Array<number>(present.length).fill(0));
  for (const i of places) {
    confusion[index.get(y[i]) as number][index.get(predicted[i]) as number] += weights ? weights[i] : 1;
  }
  const score = scoreOfConfusion(metric, index.get(positive) ?? -1);
  const found = score(confusion);
  if (weights) return { score: found, reason: WEIGHTED };
  const interval =
    metric === 'macro-f1'
      ? macroF1IntervalOf(confusion, found, { resamples: 2000 })
      : confusionInterval(confusion, score);
  return withInterval(found, interval);
}

function scoreOfConfusion(metric: string, positive: number) {
  const { sums: size, add, value } = metricNamed(metric, positive);
  return (confusion: readonly (readonly number[])[]): number => {
    const sums = new Float64Array(size);
    let rows = 0;
    confusion.forEach((row, c) => {
      const support = row.reduce((sum, count) => sum + count, 0);
      const predicted = confusion.reduce((sum, other) => sum + other[c], 0);
      rows += support;
      add(sums, 1, c, { correct: row[c], support, predicted });
    });
    return value(sums, rows);
  };
}
