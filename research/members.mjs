// Fits a candidate on the folds of a partition; gives its out-of-fold predictions and those for the test rows.
import '../dist/platform/node/v8-flags.js';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { spread } from '../dist/classifiers/contract/probabilities.js';
import { transformsOf } from '../dist/classifiers/ensembles/cross-fitting/feature-transform.js';
import { heldOutRows } from '../dist/classifiers/ensembles/cross-fitting/folds.js';
import { fitMember } from '../dist/classifiers/ensembles/cross-fitting/member-fit.js';
import { scaleRows, scalingOf } from '../dist/classifiers/ensembles/cross-fitting/scaled-rows.js';
import { RandomStream } from '../dist/index.js';
import { findClassifier } from '../dist/pipeline/find-classifier.js';

/**
 * @typedef {{ classifier: string, options: object,
 *   scale: import('../dist/classifiers/ensembles/cross-fitting/feature-transform.js').FeatureTransform, folds: number,
 *   partition: number }} Candidate
 */

/**
 * The mean probabilities for the test rows, and the out-of-fold probabilities for the training rows. Results are cached in
 * the folder `cache` by candidate, table and seed.
 * @param {Candidate} candidate
 * @param {string} table
 * @param {number} seed
 * @param {Awaited<ReturnType<typeof import('./splits.mjs').splitOf>>} split
 * @param {string} cache
 */
export async function crossFit(candidate, table, seed, split, cache) {
  const { classes, y, testY } = split;
  const key = createHash('sha1').update(JSON.stringify(candidate)).digest('hex').slice(0, 12);
  const file = join(cache, key, `${table}-${seed}.bin`);
  const test = new Float32Array(testY.length * classes);
  const outOfFold = new Float32Array(y.length * classes);
  if (existsSync(file)) {
    const bytes = readFileSync(file);
    const values = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
    test.set(values.subarray(0, test.length));
    outOfFold.set(values.subarray(test.length));
  } else {
    await fitAll(candidate, seed, split, test, outOfFold);
    mkdirSync(join(cache, key), { recursive: true });
    writeFileSync(file, Buffer.concat([Buffer.from(test.buffer), Buffer.from(outOfFold.buffer)]));
  }
  const matrix = (data) => ({ data, rows: data.length / classes, columns: classes });
  return { test: matrix(test), outOfFold: matrix(outOfFold) };
}

async function fitAll({ classifier, options, scale, folds, partition }, seed, split, test, outOfFold) {
  const { X, y, testX, classes } = split;
  const entry = findClassifier(classifier);
  const parts = heldOutRows({ y }, folds, new RandomStream(seed, `folds-${partition}`));
  const standard = scaleRows(testX, scalingOf(X));
  const rows = {
    values: testX,
    standard,
    'quantile-normal':
      scale === 'quantile-normal' ? transformsOf(X).quantiles().transform(standard) : standard,
  }[scale];
  for (const [fold, heldOut] of parts.entries()) {
    const seeded =
      'seed' in entry.options.shape ? { ...options, seed: 1000 * seed + 10 * partition + fold } : options;
    const result = await fitMember(
      entry,
      { classifier, options: seeded, transform: scale, heldOut },
      { X, y, classes },
    );
    if ('failure' in result) throw new Error(result.failure);
    const fitted = await entry.load(result.state, result.tensors);
    const { data } = spread(
      await fitted.predictProba(rows),
      /** @type {number[]} */ (fitted.classes),
      classes,
    );
    for (let i = 0; i < data.length; i++) test[i] += data[i] / parts.length;
    heldOut.forEach((row, i) => {
      outOfFold.set(result.probabilities.subarray(i * classes, (i + 1) * classes), row * classes);
    });
  }
}
