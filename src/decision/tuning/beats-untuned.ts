/** Whether a tuned decision is better than one that is not tuned, beyond noise. */
import { RandomStream } from '../../engine/random/random-stream.js';
import { mean } from '../../mean.js';
import { countRows } from '../out-of-fold-rows.js';
import { RunningTally } from './running-tally.js';
import { metricNamed } from './tally-metric.js';
import { stratifiedBag, type TuneOptions } from './tune-weights.js';

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
  readonly rows: readonly number[];
}

/**
 * Compares the metric of the two on stratified bootstrap samples of the rows. Decisions that are tuned on few rows of a
 * class often lose to an argmax or a prior correction.
 */
export function beatsUntuned(
  { y, tuned, untuned, classes, weights, rows }: DecidedRows,
  { metric: name, positive, seed }: TuneOptions,
): boolean {
  const truth = Int32Array.from(rows, (row) => y[row]);
  const decisions = [tuned, untuned].map((decided) => Int32Array.from(rows, (row) => decided[row]));
  const metric = metricNamed(name, positive);
  const belongs = (row: number, c: number) => (truth[row] === c ? 1 : 0);
  const own = weights && Float64Array.from(rows, (row) => weights[row]);
  const support = countRows(truth, classes, own);
  const random = new RandomStream(seed, 'untuned-decision');
  const gains = Array.from({ length: SAMPLES }, () => {
    const draws = stratifiedBag(truth, classes, random);
    const counts = own ? draws.map((count, row) => count * own[row]) : draws;
    const [after, before] = decisions.map(
      (decided) => new RunningTally(metric, belongs, support, decided, counts).value,
    );
    return after - before;
  });
  const gain = mean(gains);
  const variance = mean(gains.map((each) => (each - gain) ** 2));
  return gain > SURE_GAIN * Math.sqrt(variance);
}
