/** A cross-validation of a classifier whose true scores are known, on a random table. */
import type { RandomStream } from '../../src/engine/random/random-stream.js';
import { mean } from '../../src/mean.js';
import type { ScoredFold } from '../../src/statistics/average-precision-interval.js';
import { normalTail } from '../../src/statistics/distributions/normal.js';
import { normalQuantile } from '../../src/statistics/distributions/normal-quantile.js';
import { macroF1OfShares, trueAveragePrecision } from './populations.js';

const FOLDS = 5;
const FEATURES = 5;

/** Weights of the features, and what is added. */
interface Discriminant {
  readonly weights: readonly number[];
  readonly bias: number;
}

/**
 * Normal features of deviation 1, whose means differ between the classes such that the best score has the given ROC
 * AUC. The classifier is the linear discriminant of the class means of the training folds.
 */
export function crossValidate(
  area: number,
  rare: number,
  rows: number,
  repeats: number,
  random: RandomStream,
) {
  const shift = (Math.SQRT2 * normalQuantile(area)) / Math.sqrt(FEATURES);
  const truth = Array.from({ length: rows }, () => (random.uniform() < rare ? 1 : 0));
  const X = truth.map((t) => Array.from({ length: FEATURES }, () => random.normal() + t * shift));
  const confusion = [
    [0, 0],
    [0, 0],
  ];
  const scored: ScoredFold[][] = [];
  const discriminants: Discriminant[] = [];
  for (let repeat = 0; repeat < repeats; repeat++) {
    const folds = stratified(truth, random);
    scored.push([]);
    for (let fold = 0; fold < FOLDS; fold++) {
      const training = truth.map((_, i) => i).filter((i) => folds[i] !== fold);
      const { weights, bias } = fit(X, truth, training);
      const held = truth.map((_, i) => i).filter((i) => folds[i] === fold);
      const scores = held.map((i) => dot(weights, X[i]) + bias);
      held.forEach((i, place) => {
        confusion[truth[i]][scores[place] > 0 ? 1 : 0]++;
      });
      scored[repeat].push({ positive: held.map((i) => truth[i] === 1), scores });
      discriminants.push({ weights, bias });
    }
  }
  return {
    confusion,
    scored,
    meanMacroF1: () => mean(discriminants.map((each) => trueMacroF1(each, shift, rare))),
    meanRecall: () => mean(discriminants.map((each) => trueRates(each, shift).found)),
    meanPrecision: () =>
      mean(
        discriminants.map((each) => {
          const { alarms, found } = trueRates(each, shift);
          return (rare * found) / (rare * found + (1 - rare) * alarms);
        }),
      ),
    meanAveragePrecision: () => mean(discriminants.map((each) => trueRanking(each, shift, rare))),
  };
}

function stratified(truth: readonly number[], random: RandomStream): number[] {
  const folds = new Array<number>(truth.length);
  for (const c of [0, 1]) {
    const rows = truth.map((_, i) => i).filter((i) => truth[i] === c);
    random.shuffle(rows).forEach((row, place) => {
      folds[row] = place % FOLDS;
    });
  }
  return folds;
}

function fit(X: readonly number[][], truth: readonly number[], training: readonly number[]): Discriminant {
  const of = (c: number) => training.filter((i) => truth[i] === c);
  const meansOf = (rows: readonly number[]) =>
    Array.from({ length: FEATURES }, (_, f) => rows.reduce((sum, i) => sum + X[i][f], 0) / rows.length);
  const [zero, one] = [of(0), of(1)];
  if (one.length === 0) return { weights: new Array<number>(FEATURES).fill(0), bias: -1 };
  const [low, high] = [meansOf(zero), meansOf(one)];
  const weights = high.map((value, f) => value - low[f]);
  const middle = high.map((value, f) => (value + low[f]) / 2);
  return { weights, bias: Math.log(one.length / zero.length) - dot(weights, middle) };
}

/** Shares of the common and of the rare rows that are predicted as rare. */
function trueRates({ weights, bias }: Discriminant, shift: number) {
  const deviation = Math.sqrt(dot(weights, weights));
  const distance = weights.reduce((sum, weight) => sum + weight * shift, 0);
  return { alarms: normalTail(-bias / deviation), found: normalTail((-bias - distance) / deviation) };
}

function trueMacroF1(discriminant: Discriminant, shift: number, rare: number): number {
  const { alarms, found } = trueRates(discriminant, shift);
  return macroF1OfShares([
    [(1 - rare) * (1 - alarms), (1 - rare) * alarms],
    [rare * (1 - found), rare * found],
  ]);
}

function trueRanking({ weights }: Discriminant, shift: number, rare: number): number {
  const distance =
    weights.reduce((sum, weight) => sum + weight * shift, 0) / Math.sqrt(dot(weights, weights));
  return trueAveragePrecision({ rare, distance }, 400);
}

function dot(one: readonly number[], other: readonly number[]): number {
  return one.reduce((sum, value, i) => sum + value * other[i], 0);
}
