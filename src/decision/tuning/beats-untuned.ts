/** Whether a tuned decision is better than one that is not tuned, beyond noise. */
import { RandomStream } from '../../engine/random/random-stream.js';
import type { Steps } from '../../event-loop.js';
import { mean } from '../../mean.js';
import { countRows } from '../out-of-fold-rows.js';
import { RunningTally } from './running-tally.js';
import { metricNamed } from './tally-metric.js';
import { drawStratified, rowsOfClasses, type TuneOptions } from './tune-weights.js';

const SAMPLES = 50;
/** The mean gain must exceed this many standard deviations over the bootstrap samples. */
const SURE_GAIN = 0.25;

export interface DecidedRows {
  /** The class of each row, and as decided by either. */
  readonly y: Int32Array;
  readonly tuned: Int32Array;
  readonly untuned: Int32Array;
  readonly classes: number;
  /** What each row counts; default 1. */
  readonly weights?: Float64Array;
  /** The rows to compare on. */
  readonly rows: Int32Array;
}

/**
 * Compares the metric of the two on stratified bootstrap samples of the rows. Decisions that are tuned on few rows of a
 * class often lose to an argmax or a prior correction.
 */
export function* beatsUntuned(
  { y, tuned, untuned, classes, weights, rows }: DecidedRows,
  { metric: name, positive, seed }: TuneOptions,
): Steps<boolean> {
  const truth = rows.map((row) => y[row]);
  const metric = metricNamed(name, positive);
  const own = weights && Float64Array.from(rows, (row) => weights[row]);
  const support = countRows(truth, classes, own);
  const alike = alikeRows(
    truth,
    rows.map((row) => tuned[row]),
    rows.map((row) => untuned[row]),
  );
  const strata = rowsOfClasses(truth, classes);
  const random = new RandomStream(seed, 'untuned-decision');
  const gains: number[] = [];
  while (gains.length < SAMPLES) {
    const counts = new Float64Array(alike.truth.length);
    drawStratified(strata, random, (row) => {
      counts[alike.ofRow[row]] += own === undefined ? 1 : own[row];
    });
    const metricOf = (decided: Int32Array) =>
      new RunningTally(metric, (kind, c) => (alike.truth[kind] === c ? 1 : 0), support, decided, counts)
        .value;
    gains.push(metricOf(alike.tuned) - metricOf(alike.untuned));
    yield;
  }
  const gain = mean(gains);
  const variance = mean(gains.map((each) => (each - gain) ** 2));
  return gain > SURE_GAIN * Math.sqrt(variance);
}

/** Numbers the combinations of class and decisions that occur: a metric depends on what each counts. */
function alikeRows(truth: Int32Array, tuned: Int32Array, untuned: Int32Array) {
  const kinds = new Map<string, number>();
  const first: number[] = [];
  const ofRow = truth.map((c, row) => {
    const key = `${c} ${tuned[row]} ${untuned[row]}`;
    const known = kinds.get(key);
    if (known !== undefined) return known;
    kinds.set(key, first.length);
    first.push(row);
    return first.length - 1;
  });
  const ofKinds = (values: Int32Array) => Int32Array.from(first, (row) => values[row]);
  return { ofRow, truth: ofKinds(truth), tuned: ofKinds(tuned), untuned: ofKinds(untuned) };
}
