/** Class weights for a metric, as sure as the rows allow. */
import { log } from '../../engine/random/portable-math.js';
import { RandomStream } from '../../engine/random/random-stream.js';
import type { Steps } from '../../event-loop.js';
import type { Matrix } from '../../matrix.js';
import { countRows, type OutOfFoldRows } from '../out-of-fold-rows.js';
import { candidateClasses } from './candidate-classes.js';
import { ascend, scoreOf, type WeightedRows } from './coordinate-ascent.js';
import { betaOf, metricNamed } from './tally-metric.js';

export interface TuneOptions {
  /** As `isTunedMetric` has it. */
  readonly metric: string;
  /** The class of an F-beta. */
  readonly positive: number;
  readonly seed: number;
}

const MOST_BAGS = 20;
const FEWEST_BAGS = 5;
/** Bags are fewer for more rows than this: their weights differ little. */
const ROWS_OF_ALL_BAGS = 5000;

/** How far ln w_c may go from its start: a factor of 20 either way. */
const REACH = 3;

/** How much of the tuned weights is tried, the rest being those of the probabilities. */
const SHARES = [0, 0.25, 0.5, 0.75, 1];
/** A larger share must gain this many standard deviations over the bags, on the rows left out of them. */
const SURE_GAIN = 0.6;

/**
 * Two estimates of ln w, and a mean of them:
 *
 * - the weights that are best if the probabilities are true, each row counting as its probability of each class. They
 *   need no labels, and are what a table of few rows gets: half a prior correction, refined;
 * - the weights that are best by the labels: the mean over stratified bootstrap samples (bags) of coordinate ascent
 *   on each (Breiman, "Bagging predictors", 1996).
 *
 * The second one's share is the largest of 0, 1/4, 1/2, 3/4, 1 whose gain on the rows that the bags leave out exceeds
 * 0.6 standard deviations from bag to bag. ln w has mean 0.
 */
export function* tuneLogWeights(rows: OutOfFoldRows, options: TuneOptions): Steps<Float64Array> {
  const { probabilities, y } = rows;
  const weights = rows.weights ?? new Float64Array(y.length).fill(1);
  const classes = probabilities.columns;
  const support = weightedCounts(y, weights, classes);
  const metric = metricNamed(options.metric, options.positive);
  const start = priorLogWeights(options, support);
  const searched = searchedClasses(options, support);
  const reach = REACH + Math.max(...start) - Math.min(...start);
  const candidates = candidateClasses(probabilities, reach);
  const bounds = { low: start.map((value) => value - REACH), high: start.map((value) => value + REACH) };
  const search = (rows: WeightedRows, from: Float64Array) =>
    ascend(rows, { metric, start: from, searched, ...bounds });

  const believed = search(
    {
      candidates,
      belongs: (row, c) => probabilities.data[row * classes + c],
      support: columnSums(probabilities, weights),
      counts: weights,
    },
    start,
  );
  const belongs = (row: number, c: number) => (y[row] === c ? 1 : 0);
  const random = new RandomStream(options.seed, 'decision-bags');
  const bags = bagCount(y.length);
  const strata = rowsOfClasses(y, classes);
  const mean = new Float64Array(classes);
  const scores = SHARES.map(() => new Float64Array(bags));
  for (let bag = 0; bag < bags; bag++) {
    yield;
    const draws = new Float64Array(y.length);
    drawStratified(strata, random, (row) => {
      draws[row]++;
    });
    const counts = draws.map((count, row) => count * weights[row]);
    const tuned = search(
      { candidates, belongs, support: weightedCounts(y, counts, classes), counts },
      believed,
    );
    for (let c = 0; c < classes; c++) mean[c] += tuned[c] / bags;
    const unseen = weights.map((weight, row) => (draws[row] === 0 ? weight : 0));
    const leftOut = { counts: unseen, support: weightedCounts(y, unseen, classes) };
    SHARES.forEach((share, s) => {
      scores[s][bag] = scoreOf({ candidates, belongs, ...leftOut }, metric, mixed(tuned, believed, share));
    });
  }
  return centred(mixed(mean, believed, SHARES[sureShare(scores)]));
}

/** The index of the largest share with a sure gain over the one that is next best so far. */
function sureShare(scores: readonly Float64Array[]): number {
  let chosen = 0;
  for (let s = 1; s < scores.length; s++) {
    const gains = scores[s].map((score, bag) => score - scores[chosen][bag]);
    const mean = gains.reduce((sum, gain) => sum + gain, 0) / gains.length;
    const variance = gains.reduce((sum, gain) => sum + (gain - mean) ** 2, 0) / gains.length;
    if (mean > SURE_GAIN * Math.sqrt(variance)) chosen = s;
  }
  return chosen;
}

/**
 * ln w_c that need no tuning: about where each metric's best weights are. w_c is the class's share of the rows to the
 * power of -1 for balanced accuracy (Bayes' rule for equal priors), 0 for accuracy, and -1/2 for the others.
 *
 * @param support rows of each class
 */
export function priorLogWeights(
  { metric, positive }: Pick<TuneOptions, 'metric' | 'positive'>,
  support: Float64Array,
): Float64Array {
  const most = Math.max(...support);
  const power = metric === 'accuracy' ? 0 : metric === 'balanced-accuracy' ? 1 : 0.5;
  const isFBeta = betaOf(metric) !== undefined;
  return support.map((count, c) => {
    if (count === 0 || (isFBeta && c !== positive)) return 0;
    return power * log(most / count);
  });
}

/** A class without rows says nothing of its weight; an F-beta depends on one class; of two weights one is enough. */
function searchedClasses({ metric, positive }: TuneOptions, support: Float64Array): number[] {
  const present = Array.from(support.keys()).filter((c) => support[c] > 0);
  if (betaOf(metric) !== undefined) return present.filter((c) => c === positive);
  return support.length === 2 ? present.slice(-1) : present;
}

function bagCount(rows: number): number {
  return Math.min(MOST_BAGS, Math.max(FEWEST_BAGS, Math.round((MOST_BAGS * ROWS_OF_ALL_BAGS) / rows)));
}

/** The rows of each class. */
export function rowsOfClasses(y: Int32Array, classes: number): Int32Array[] {
  const rowsOf = Array.from(countRows(y, classes), (count) => new Int32Array(count));
  const filled = new Int32Array(classes);
  y.forEach((c, row) => {
    rowsOf[c][filled[c]++] = row;
  });
  return rowsOf;
}

/** Draws rows with replacement, of each class as many as it has. */
export function drawStratified(
  rowsOf: readonly Int32Array[],
  random: RandomStream,
  onDraw: (row: number) => void,
): void {
  for (const rows of rowsOf) {
    for (let i = 0; i < rows.length; i++) onDraw(rows[random.integer(rows.length)]);
  }
}

/** The total weight of the rows of each class. */
function weightedCounts(y: Int32Array, weights: Float64Array, classes: number): Float64Array {
  const sums = new Float64Array(classes);
  y.forEach((c, row) => {
    sums[c] += weights[row];
  });
  return sums;
}

function columnSums({ data, columns }: Matrix, weights: Float64Array): Float64Array {
  const sums = new Float64Array(columns);
  for (let i = 0; i < data.length; i++) sums[i % columns] += weights[Math.floor(i / columns)] * data[i];
  return sums;
}

function centred(values: Float64Array): Float64Array {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.map((value) => value - mean);
}

function mixed(one: Float64Array, other: Float64Array, share: number): Float64Array {
  return one.map((value, i) => share * value + (1 - share) * other[i]);
}
