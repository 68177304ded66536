// Fits a candidate on the folds of a partition; gives its out-of-fold predictions and those for the test rows.
import '../dist/platform/node/v8-flags.js';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { takeRows } from '../dist/classifiers/contract/labelled-rows.js';
import { spread } from '../dist/classifiers/contract/probabilities.js';
import { transformsOf } from '../dist/classifiers/ensembles/cross-fitting/feature-transform.js';
import { heldOutRows } from '../dist/classifiers/ensembles/cross-fitting/folds.js';
import { fitMember } from '../dist/classifiers/ensembles/cross-fitting/member-fit.js';
import { scaleRows, scalingOf } from '../dist/classifiers/ensembles/cross-fitting/scaled-rows.js';
import { RandomStream } from '../dist/index.js';
import { findClassifier } from '../dist/pipeline/find-classifier.js';
import { PROTOTYPES, withColumns } from './prototypes.mjs';

/**
 * @typedef {Partial<{ classifier: string, options: object,
 *   scale: import('../dist/classifiers/ensembles/cross-fitting/feature-transform.js').FeatureTransform, folds: number,
 *   partition: number, refit: boolean, on: readonly Candidate[], passthrough: boolean, mean: readonly Candidate[],
 *   suits: (y: Int32Array, classes: number) => boolean }>} Candidate
 *
 * `classifier` may be a prototype. With `refit` one fit on all training rows predicts the test rows; it has no out-of-fold
 * predictions. With `on` it is of a second layer: fitted on the out-of-fold predictions of others, as logits, behind the
 * columns of the table with `passthrough`. With `mean` it is the mean of others.
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
  if (candidate.mean !== undefined) {
    const members = [];
    for (const each of candidate.mean) members.push(await crossFit(each, table, seed, split, cache));
    const meanOf = (of) => {
      const first = of(members[0]);
      const data = first.data.map(
        (_, i) => members.reduce((sum, m) => sum + of(m).data[i], 0) / members.length,
      );
      return { ...first, data };
    };
    return { test: meanOf((m) => m.test), outOfFold: meanOf((m) => m.outOfFold) };
  }
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
    const rows = candidate.on === undefined ? split : await secondLayer(candidate, table, seed, split, cache);
    await fitAll(candidate, seed, rows, test, outOfFold);
    mkdirSync(join(cache, key), { recursive: true });
    writeFileSync(file, Buffer.concat([Buffer.from(test.buffer), Buffer.from(outOfFold.buffer)]));
  }
  const matrix = (data) => ({ data, rows: data.length / classes, columns: classes });
  return { test: matrix(test), outOfFold: matrix(outOfFold) };
}

const LEAST_PROBABILITY = 1e-4;

/** @type {(candidate: any, table: string, seed: number, split: any, cache: string) => Promise<any>} */
async function secondLayer({ on, passthrough }, table, seed, split, cache) {
  const [train, test] = [[], []];
  for (const candidate of on) {
    const first = await crossFit(candidate, table, seed, split, cache);
    for (let c = split.classes === 2 ? 1 : 0; c < split.classes; c++) {
      const logit = (P) => (row) => {
        const p = P.data[row * P.columns + c];
        const kept = Math.min(1 - LEAST_PROBABILITY, Math.max(LEAST_PROBABILITY, p));
        return Math.log(kept / (1 - kept));
      };
      train.push(logit(first.outOfFold));
      test.push(logit(first.test));
    }
  }
  const { X, testX } = split;
  const empty = ({ rows }) => ({ data: new Float64Array(0), rows, columns: 0 });
  const wider = withColumns(passthrough ? X : empty(X), train);
  const scaling = [
    ...(passthrough ? scalingOf(X) : []),
    ...train.map((of) => {
      const values = Array.from({ length: X.rows }, (_, row) => of(row));
      const mean = values.reduce((sum, value) => sum + value, 0) / X.rows;
      const square = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / X.rows;
      return { mean, scale: Math.sqrt(square) || 1 };
    }),
  ];
  return { ...split, X: { ...wider, scaling }, testX: withColumns(passthrough ? testX : empty(testX), test) };
}

/** @type {(candidate: any, seed: number, split: any, test: Float32Array, outOfFold: Float32Array) => Promise<void>} */
async function fitAll({ classifier, options, scale, folds, partition, refit }, seed, split, test, outOfFold) {
  const { X, y, testX, classes } = split;
  const entry = classifier in PROTOTYPES ? undefined : findClassifier(classifier);
  if (refit) {
    const member = { classifier, options, transform: scale, heldOut: new Int32Array(0) };
    const result = await fitMember(entry, member, { X, y, classes });
    if ('failure' in result) throw new Error(result.failure);
    const fitted = await entry.load(result.state, result.tensors);
    const standard = scaleRows(testX, scalingOf(X));
    test.set(
      spread(
        await fitted.predictProba(scale === 'values' ? testX : standard),
        /** @type {number[]} */ (fitted.classes),
        classes,
      ).data,
    );
    return;
  }
  if (classifier in PROTOTYPES) {
    const parts = heldOutRows({ y }, folds, new RandomStream(seed, `folds-${partition}`));
    for (const [fold, heldOut] of parts.entries()) {
      const held = new Set(heldOut);
      const others = Int32Array.from(y.keys()).filter((row) => !held.has(row));
      const rows = { ...takeRows({ X, y }, others), classes };
      const predict = await PROTOTYPES[classifier](rows, options, 1000 * seed + 10 * partition + fold);
      const { data } = await predict(testX);
      for (let i = 0; i < data.length; i++) test[i] += data[i] / parts.length;
      const own = await predict(takeRows({ X, y }, heldOut).X);
      heldOut.forEach((row, i) => {
        outOfFold.set(own.data.subarray(i * classes, (i + 1) * classes), row * classes);
      });
    }
    return;
  }
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
