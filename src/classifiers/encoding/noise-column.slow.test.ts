/** A column of pure noise with hundreds of levels must not raise any score that is reported for the training rows. */
import { expect, it } from 'vitest';
import { argmaxRows } from '../../decision/argmax.js';
import { RandomStream } from '../../engine/random/random-stream.js';
import { type FeatureMatrix, type Matrix, rowsAt } from '../../matrix.js';
import { mean } from '../../mean.js';
import { logLoss } from '../../metrics/log-loss.js';
import { macroF1 } from '../../metrics/macro-f1.js';
import { stratifiedFolds } from '../../tables/split/stratified-folds.js';
import type { Classifier } from '../contract/classifier.js';
import { Auto } from '../ensembles/auto/auto.js';
import { QclEnsemble } from '../ensembles/qcl-ensemble/qcl-ensemble.js';
import { KNearestNeighbours } from '../knn/knn.js';
import { LogisticRegression } from '../logistic-regression/logistic-regression.js';

const ROWS = 1000;
const LEVELS = 500;
const NUMBERS = 2;
const TABLES = 12;
const EVENTS = 0.4;

interface Scores {
  readonly f1: number;
  readonly loss: number;
}

/** Two columns of numbers, of which one tells something of the label, and one of codes that tell nothing. */
function table(seed: number, withNoise: boolean): { X: FeatureMatrix; y: Int32Array } {
  const random = new RandomStream(seed, 'noise-column');
  const y = Int32Array.from({ length: ROWS }, () => (random.uniform() < EVENTS ? 1 : 0));
  const columns = withNoise ? NUMBERS + 1 : NUMBERS;
  const data = new Float32Array(ROWS * columns);
  y.forEach((label, row) => {
    const values = [random.normal() + label, random.normal(), random.integer(LEVELS)];
    data.set(values.slice(0, columns), row * columns);
  });
  const categories = withNoise ? { categories: [null, null, LEVELS] } : {};
  return { X: { data, rows: ROWS, columns, ...categories }, y };
}

const scoresOf = (P: Matrix, y: Int32Array): Scores => ({
  f1: macroF1(y, argmaxRows(P), 2),
  loss: logLoss(Float64Array.from(y, (c, row) => P.data[2 * row + c])),
});

/** By cross-validation; an ensemble has out-of-fold predictions of its own. */
async function reported(create: () => Classifier, { X, y }: ReturnType<typeof table>, seed: number) {
  const { count, ofRow } = stratifiedFolds(Array.from(y), 5, new RandomStream(seed, 'folds'));
  const rows = Int32Array.from(y.keys());
  const data = new Float32Array(ROWS * 2);
  for (let fold = 0; fold < count; fold++) {
    const [training, held] = [
      rows.filter((row) => ofRow[row] !== fold),
      rows.filter((row) => ofRow[row] === fold),
    ];
    const labels = Array.from(training, (row) => y[row]);
    const classifier = await create().fit(rowsAt(X, training), labels, { validation: 'none' });
    const P = await classifier.predictProba(rowsAt(X, held));
    held.forEach((row, i) => {
      data.set(P.data.subarray(2 * i, 2 * i + 2), 2 * row);
    });
  }
  return scoresOf({ data, rows: ROWS, columns: 2 }, y);
}

async function ofEnsemble(create: () => Classifier, { X, y }: ReturnType<typeof table>) {
  const { outOfFold } = await create().fit(X, Array.from(y));
  if (outOfFold === undefined) throw new Error('there are no out-of-fold predictions');
  return scoresOf(outOfFold.probabilities, y);
}

/** Mean and standard error. */
function summary(values: readonly number[]): { centre: number; error: number } {
  const centre = mean(values);
  const variance = values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (values.length - 1);
  return { centre, error: Math.sqrt(variance / values.length) };
}

const small = { epochs: 15, minimumSteps: 100, partitions: 1 };

it.each<[string, (seed: number) => Classifier]>([
  ['logistic-regression', () => new LogisticRegression()],
  ['knn', () => new KNearestNeighbours({ k: 15 })],
  ['qcl-ensemble', (seed) => new QclEnsemble({ seed, ...small })],
  ['auto', (seed) => new Auto({ seed, candidates: ['xgboost', 'logistic-regression', 'knn-15'] })],
])('the scores of %s do not rise, and hardly fall', async (name, create) => {
  const score = name === 'qcl-ensemble' || name === 'auto' ? ofEnsemble : reported;
  const gains: Scores[] = [];
  for (let seed = 0; seed < TABLES; seed++) {
    const without = await score(() => create(seed), table(seed, false), seed);
    const withNoise = await score(() => create(seed), table(seed, true), seed);
    gains.push({ f1: withNoise.f1 - without.f1, loss: without.loss - withNoise.loss });
  }
  const f1 = summary(gains.map((gain) => gain.f1));
  const loss = summary(gains.map((gain) => gain.loss));
  for (const { centre, error } of [f1, loss]) {
    expect(centre).toBeLessThan(2 * error);
    // Otherwise the test could not find a rise of .02.
    expect(error).toBeLessThan(0.01);
  }
  // Encodings of the training rows that their own labels reached would be trusted far too much: F1 falls by .09.
  expect(f1.centre).toBeGreaterThan(-0.04);
  expect(loss.centre).toBeGreaterThan(-0.1);
});
