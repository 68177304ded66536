/** A cross-validation of a classifier whose true scores are known, on a random table. */
import type { RandomStream } from '../../src/engine/random/random-stream.js';
import { normalTail } from '../../src/statistics/distributions/normal.js';
import { normalQuantile } from '../../src/statistics/distributions/normal-quantile.js';
import { macroF1OfShares } from './populations.js';

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
  let [sum, fits] = [0, 0];
  for (let repeat = 0; repeat < repeats; repeat++) {
    const folds = stratified(truth, random);
    for (let fold = 0; fold < FOLDS; fold++) {
      const training = truth.map((_, i) => i).filter((i) => folds[i] !== fold);
      const { weights, bias } = fit(X, truth, training);
      truth.forEach((t, i) => {
        if (folds[i] === fold) confusion[t][dot(weights, X[i]) + bias > 0 ? 1 : 0]++;
      });
      sum += trueMacroF1({ weights, bias }, shift, rare);
      fits++;
    }
  }
  return { confusion, meanMacroF1: sum / fits };
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
  const mean = (rows: readonly number[]) =>
    Array.from({ length: FEATURES }, (_, f) => rows.reduce((sum, i) => sum + X[i][f], 0) / rows.length);
  const [zero, one] = [of(0), of(1)];
  const [low, high] = [mean(zero), mean(one)];
  const weights = high.map((value, f) => value - low[f]);
  const middle = high.map((value, f) => (value + low[f]) / 2);
  return { weights, bias: Math.log(one.length / zero.length) - dot(weights, middle) };
}

function trueMacroF1({ weights, bias }: Discriminant, shift: number, rare: number): number {
  const deviation = Math.sqrt(dot(weights, weights));
  const distance = weights.reduce((sum, weight) => sum + weight * shift, 0);
  const [alarms, found] = [normalTail(-bias / deviation), normalTail((-bias - distance) / deviation)];
  return macroF1OfShares([
    [(1 - rare) * (1 - alarms), (1 - rare) * alarms],
    [rare * (1 - found), rare * found],
  ]);
}

function dot(one: readonly number[], other: readonly number[]): number {
  return one.reduce((sum, value, i) => sum + value * other[i], 0);
}
