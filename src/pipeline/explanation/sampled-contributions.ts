/**
 * Contributions of columns to the probabilities of any model, by sampling permutations (Štrumbelj and Kononenko, "Explaining
 * prediction models and individual predictions with feature contributions", 2014).
 *
 * A permutation begins with a row of the background and replaces its columns by those of the explained row one after
 * the other, in a random order and in the reverse one (antithetic); each change of the probability is a contribution of that
 * column, and the mean over permutations its Shapley value. The contributions of a permutation sum to the prediction minus
 * that of the background row. What the sampled background rows lack to the mean of all is added to the columns in
 * proportion to their variances, the least squares under the constraint, so that contributions sum to the prediction minus
 * the mean over the background.
 */
import type { RowPredictor } from '../../classifiers/contract/classifier.js';
import { RandomStream } from '../../engine/random/random-stream.js';
import { type FeatureMatrix, type Matrix, rowsBetween } from '../../matrix.js';
import { sameFeatures } from '../column-features.js';
import { type Background, emptyLike, systematicSample } from './background.js';

/** Probabilities of one class, calibrated, for the rows of X. */
export type Score = (X: FeatureMatrix) => Promise<Float64Array>;

export interface SampledContributions {
  /** Mean over the background. */
  readonly expected: number;
  /** Rows x columns. */
  readonly values: Float64Array;
  /** Of each value, over pairs of permutations. */
  readonly standardErrors: Float64Array;
}

export interface SamplingOptions {
  /** Pairs of a permutation and its reverse, each with a row of the background. */
  readonly pairs: number;
  readonly seed: number;
}

/** The probability of one class. */
export function scoreOf(
  predictor: RowPredictor,
  calibrated: (probabilities: Matrix) => Matrix,
  c: number,
): Score {
  return async (X) => {
    const { data, columns } = calibrated(await predictor.predictProba(X));
    return Float64Array.from({ length: X.rows }, (_, row) => data[row * columns + c]);
  };
}

/** Rows that are predicted at once. */
const MOST_ROWS = 4096;

/** @param groups the features of each column */
export async function sampledContributions(
  score: Score,
  X: FeatureMatrix,
  groups: readonly (readonly number[])[],
  background: Background,
  { pairs, seed }: SamplingOptions,
): Promise<SampledContributions> {
  const ofBackground = await score(background.X);
  const expected = ofBackground.reduce((sum, p, row) => sum + background.weights[row] * p, 0);
  const starts = systematicSample(background.weights, ofBackground, pairs);
  const random = new RandomStream(seed, 'permutations');
  // Each order meets any part of the background.
  const shuffled = random.permutation(pairs);
  const orders = Array.from({ length: pairs }, () => random.permutation(groups.length));
  const columns = groups.length;
  const values = new Float64Array(X.rows * columns);
  const standardErrors = new Float64Array(X.rows * columns);
  const predictions = await score(X);
  const perRow = 2 * pairs * Math.max(1, columns - 1);
  const step = Math.max(1, Math.floor(MOST_ROWS / perRow));
  for (let from = 0; from < X.rows; from += step) {
    const to = Math.min(X.rows, from + step);
    const chains: Chain[] = [];
    for (let row = from; row < to; row++) {
      for (let pair = 0; pair < pairs; pair++) {
        const start = starts[shuffled[pair]];
        for (const order of [orders[pair], orders[pair].slice().reverse()]) {
          // A column that is the same in both rows changes nothing.
          const moved = order.filter((g) => !sameFeatures(X, row, background.X, start, groups[g]));
          chains.push({ row, pair, start, moved });
        }
      }
    }
    const inside = await score(chainRows(chains, X, background.X, groups));
    const ofPairs = new Float64Array((to - from) * pairs * columns);
    let at = 0;
    for (const { row, pair, start, moved } of chains) {
      let before = ofBackground[start];
      moved.forEach((g, i) => {
        const after = i + 1 < moved.length ? inside[at++] : predictions[row];
        ofPairs[((row - from) * pairs + pair) * columns + g] += (after - before) / 2;
        before = after;
      });
    }
    for (let row = from; row < to; row++) {
      const own = ofPairs.subarray((row - from) * pairs * columns, (row - from + 1) * pairs * columns);
      const means = values.subarray(row * columns, (row + 1) * columns);
      const errors = standardErrors.subarray(row * columns, (row + 1) * columns);
      summarise(own, pairs, means, errors);
      constrain(means, errors, predictions[row] - expected);
    }
  }
  return { expected, values, standardErrors };
}

/** A walk from a row of the background to an explained row. */
interface Chain {
  readonly row: number;
  readonly pair: number;
  /** The row of the background. */
  readonly start: number;
  /** The columns that differ, in their order. */
  readonly moved: Int32Array;
}

/** The rows between the ends of the chains, one after the other. */
function chainRows(
  chains: readonly Chain[],
  X: FeatureMatrix,
  background: FeatureMatrix,
  groups: readonly (readonly number[])[],
): FeatureMatrix {
  const count = chains.reduce((sum, { moved }) => sum + Math.max(0, moved.length - 1), 0);
  const between = emptyLike(X, count);
  const { data, columns } = between;
  let at = 0;
  for (const { row, start, moved } of chains) {
    const mixed = background.data.slice(start * columns, (start + 1) * columns);
    for (let i = 0; i + 1 < moved.length; i++) {
      for (const feature of groups[moved[i]]) mixed[feature] = X.data[row * columns + feature];
      data.set(mixed, at++ * columns);
    }
  }
  return rowsBetween(between, 0, count);
}

/** Writes the means of `pairs` values for each column, and their standard errors. */
function summarise(own: Float64Array, pairs: number, means: Float64Array, errors: Float64Array): void {
  const columns = means.length;
  for (let g = 0; g < columns; g++) {
    let sum = 0;
    for (let pair = 0; pair < pairs; pair++) sum += own[pair * columns + g];
    means[g] = sum / pairs;
    let squares = 0;
    for (let pair = 0; pair < pairs; pair++) squares += (own[pair * columns + g] - means[g]) ** 2;
    errors[g] = pairs > 1 ? Math.sqrt(squares / (pairs - 1) / pairs) : 0;
  }
}

/** Adds what the values lack to `total`, in proportion to their variances; evenly if all are 0. */
function constrain(values: Float64Array, errors: Float64Array, total: number): void {
  const lack = total - values.reduce((sum, value) => sum + value, 0);
  const variance = errors.reduce((sum, error) => sum + error ** 2, 0);
  values.forEach((value, g) => {
    values[g] = value + lack * (variance > 0 ? errors[g] ** 2 / variance : 1 / values.length);
  });
}
