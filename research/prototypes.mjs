// Classifiers that were tried as candidates of `auto` and are not in the package: functions from rows to a predictor.

import { takeRows } from '../dist/classifiers/contract/labelled-rows.js';
import { spread } from '../dist/classifiers/contract/probabilities.js';
import { RandomStream } from '../dist/index.js';
import { findClassifier } from '../dist/pipeline/find-classifier.js';

/**
 * @typedef {{ X: import('../dist/index.js').FeatureMatrix, y: Int32Array, classes: number }} Rows
 * @typedef {(X: import('../dist/index.js').FeatureMatrix) => Promise<import('../dist/index.js').Matrix>} Predictor
 */

/** @type {(rows: Rows, options: object, seed: number) => Promise<Predictor & { classifier: any }>} */
async function boosted({ X, y, classes }, options, seed) {
  const classifier = findClassifier('boosting').create({ ...options, seed });
  await classifier.fit(X, Array.from(y), { validation: 'none' });
  const predict = async (rows) =>
    spread(await classifier.predictProba(rows), /** @type {number[]} */ (classifier.classes), classes);
  return Object.assign(predict, { classifier });
}

const countsOf = ({ y, classes }) => {
  const counts = new Float64Array(classes);
  for (const c of y) counts[c]++;
  return counts;
};

/** The mean of probabilities, each with the shares of the classes in all rows restored after those of its sample. */
function withPrior(members, rows) {
  const all = countsOf(rows);
  return async (X) => {
    const mean = new Float32Array(X.rows * rows.classes);
    for (const { predict, sample } of members) {
      const own = countsOf(sample);
      const { data } = await predict(X);
      for (let row = 0; row < X.rows; row++) {
        const at = row * rows.classes;
        const odds = Array.from(own, (count, c) => (count === 0 ? 0 : (data[at + c] * all[c]) / count));
        const total = odds.reduce((sum, value) => sum + value, 0);
        for (const [c, value] of odds.entries()) mean[at + c] += value / total / members.length;
      }
    }
    return { data: mean, rows: X.rows, columns: rows.classes };
  };
}

/** Of each class as many rows as of the rarest, but at least this many. */
const FEWEST_ROWS_OF_CLASS = 10;

/** Rows of each class, at most `most` of them, drawn with the weights `weightOf(row)`, without replacement. */
function sampleOf(rows, most, weightOf, random) {
  const kept = [];
  for (let c = 0; c < rows.classes; c++) {
    const own = Array.from(rows.y.keys()).filter((row) => rows.y[row] === c);
    // Efraimidis and Spirakis: the largest of u^(1/w).
    const keyed = own.map((row) => ({ row, key: Math.log(1 - random.uniform()) / weightOf(row) }));
    keyed.sort((a, b) => b.key - a.key);
    kept.push(...keyed.slice(0, most).map(({ row }) => row));
  }
  return { ...takeRows(rows, Int32Array.from(kept).sort()), classes: rows.classes };
}

const FEW_ROUNDS = { nEstimators: 100, learningRate: 0.1 };
const mostOf = (rows, ratio) => {
  const present = countsOf(rows).filter((count) => count > 0);
  return Math.round(ratio * Math.max(FEWEST_ROWS_OF_CLASS, Math.min(...present)));
};

/** EasyEnsemble (Liu, Wu & Zhou 2009) with `boosting`, and the prior restored. */
async function easyEnsemble(rows, { members: count = 10, ratio = 1, ...options }, seed) {
  const random = new RandomStream(seed, 'samples');
  const members = [];
  for (let i = 0; i < count; i++) {
    const sample = sampleOf(rows, mostOf(rows, ratio), () => 1, random);
    members.push({ sample, predict: await boosted(sample, { ...FEW_ROUNDS, ...options }, seed + i) });
  }
  return withPrior(members, rows);
}

const HARDNESS_BINS = 10;

/** Self-paced ensemble (Liu et al. 2020) with `boosting`, and the prior restored. Hardness: 1 - p of the true class. */
async function selfPaced(rows, { members: count = 10, ratio = 1, ...options }, seed) {
  const random = new RandomStream(seed, 'samples');
  const most = mostOf(rows, ratio);
  const members = [];
  const sum = new Float64Array(rows.y.length);
  let weights = new Float64Array(rows.y.length).fill(1);
  for (let i = 0; i < count; i++) {
    const sample = sampleOf(rows, most, (row) => weights[row], random);
    const predict = await boosted(sample, { ...FEW_ROUNDS, ...options }, seed + i);
    members.push({ sample, predict });
    const { data } = await predict(rows.X);
    rows.y.forEach((c, row) => {
      sum[row] += 1 - data[row * rows.classes + c];
    });
    const alpha = Math.tan((Math.PI * (i + 1)) / (2 * count));
    weights = new Float64Array(rows.y.length);
    for (let c = 0; c < rows.classes; c++) {
      const bins = Array.from({ length: HARDNESS_BINS }, () => []);
      rows.y.forEach((label, row) => {
        const hardness = sum[row] / (i + 1);
        if (label === c) bins[Math.min(HARDNESS_BINS - 1, Math.floor(hardness * HARDNESS_BINS))].push(row);
      });
      for (const bin of bins) {
        const hardness = bin.reduce((total, row) => total + sum[row] / (i + 1), 0) / bin.length;
        for (const row of bin) weights[row] = 1 / (hardness + alpha) / bin.length;
      }
    }
  }
  return withPrior(members, rows);
}

/** X with other columns behind its own. */
export function withColumns(X, added) {
  const columns = X.columns + added.length;
  const data = new Float64Array(X.rows * columns);
  for (let row = 0; row < X.rows; row++) {
    data.set(X.data.subarray(row * X.columns, (row + 1) * X.columns), row * columns);
    for (const [k, of] of added.entries()) data[row * columns + X.columns + k] = of(row);
  }
  const categories = X.categories && [...X.categories, ...added.map(() => null)];
  return { data, rows: X.rows, columns, ...(categories && { categories }) };
}

/** @type {Record<string, (rows: Rows, options: any, seed: number) => Promise<Predictor>>} */
export const PROTOTYPES = {
  'easy-ensemble': easyEnsemble,
  'self-paced': selfPaced,
};
