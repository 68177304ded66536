/** On features that say nothing, out-of-fold predictions must score as those of fresh rows do. */
import { expect, it } from 'vitest';
import { argmaxRows } from '../../decision/argmax.js';
import { RandomStream } from '../../engine/random/random-stream.js';
import { mean } from '../../mean.js';
import { macroF1 } from '../../metrics/macro-f1.js';
import type { Classifier } from '../contract/classifier.js';
import { Auto } from './auto/auto.js';
import { QclEnsemble } from './qcl-ensemble/qcl-ensemble.js';

const COLUMNS = 5;
const TABLES = 16;

function noise(rows: number, shares: readonly number[], random: RandomStream) {
  const data = Float32Array.from({ length: rows * COLUMNS }, () => random.normal());
  // Exact shares: a class that is commoner in the training rows by chance would be the best guess for them alone.
  const y = Int32Array.from({ length: rows }, (_, row) => {
    const place = (row + 0.5) / rows;
    return place < shares[0] ? 0 : place < shares[0] + shares[1] ? 1 : 2;
  });
  return { X: { data, rows, columns: COLUMNS }, y };
}

const few = { folds: 5, candidates: ['logistic-regression', 'knn-15', 'random-forest'] };

it.each<[string, (seed: number) => Classifier]>([
  ['qcl-ensemble', (seed) => new QclEnsemble({ seed, epochs: 20, minimumSteps: 100, partitions: 2 })],
  ['auto', (seed) => new Auto({ seed, ...few })],
])('%s reports what fresh rows give', async (_, create) => {
  const gaps: number[] = [];
  for (let seed = 0; seed < TABLES; seed++) {
    const random = new RandomStream(seed, 'noise');
    const shares = seed % 2 === 0 ? [1 / 3, 1 / 3, 1 / 3] : [0.7, 0.2, 0.1];
    const train = noise(200, shares, random);
    const fresh = noise(4000, shares, random);
    const classifier = await create(seed).fit(train.X, Array.from(train.y));
    const { probabilities, y } = classifier.outOfFold ?? {};
    if (probabilities === undefined || y === undefined) throw new Error('there are no predictions');
    const reported = macroF1(y, argmaxRows(probabilities), 3);
    gaps.push(reported - macroF1(fresh.y, argmaxRows(await classifier.predictProba(fresh.X)), 3));
  }
  const gap = mean(gaps);
  const variance = mean(gaps.map((each) => (each - gap) ** 2)) * (TABLES / (TABLES - 1));
  expect(Math.abs(gap)).toBeLessThan(2 * Math.sqrt(variance / TABLES));
  // The test could not find a bias of .035 if the scores varied more.
  expect(Math.sqrt(variance / TABLES)).toBeLessThan(0.0175);
});
