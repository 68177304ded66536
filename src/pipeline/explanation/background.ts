/** The rows that stand for "not known" in sampled contributions. */

import { scaleRows } from '../../classifiers/ensembles/cross-fitting/scaled-rows.js';
import { RandomStream } from '../../engine/random/random-stream.js';
import { InputError } from '../../errors.js';
import { type FeatureMatrix, floatsLike } from '../../matrix.js';
import type { TableClassifier } from '../table-classifier.js';
import { valueAtShare } from '../training-record/feature-profile.js';

export interface Background {
  readonly X: FeatureMatrix;
  /** What each row counts; they sum to 1. */
  readonly weights: Float64Array;
  /** Whether its columns were drawn independently, because the model holds no training rows. */
  readonly isSynthetic: boolean;
}

/** Rows that are drawn from the profiles of a model without training rows. */
const DRAWN_ROWS = 200;

/**
 * The training rows that the model holds, weighted so that each class counts as in training; without any, rows whose columns
 * are drawn independently from their training distributions.
 *
 * @throws InputError for a model that was saved before 0.2.0 and has neither
 */
export function backgroundOf(model: TableClassifier, seed: number): Background {
  const { record, classes, provenance } = model;
  if (record === undefined) {
    throw new InputError(
      'the model was saved before version 0.2.0 and holds nothing of its training rows to compare with: train it again',
    );
  }
  const { rows } = record;
  if (rows === undefined) return drawn(model, seed);
  const counts = new Float64Array(classes.length);
  for (const c of rows.y) counts[c]++;
  const shares = provenance.classes.map(({ trainingRows, trainingWeight }) => trainingWeight ?? trainingRows);
  const total = shares.reduce((sum, share, c) => sum + (counts[c] > 0 ? share : 0), 0);
  return {
    X: rows.X,
    weights: Float64Array.from(rows.y, (c) => shares[c] / total / counts[c]),
    isSynthetic: false,
  };
}

function drawn({ record, preparation, classifier }: TableClassifier, seed: number): Background {
  const profiles = record?.profiles ?? [];
  const random = new RandomStream(seed, 'background');
  const columns = profiles.length;
  const raw = new Float64Array(DRAWN_ROWS * columns);
  for (let row = 0; row < DRAWN_ROWS; row++) {
    profiles.forEach((profile, column) => {
      raw[row * columns + column] = valueAtShare(profile, random.uniform()) ?? 0;
    });
  }
  const values: FeatureMatrix = { data: raw, rows: DRAWN_ROWS, columns };
  const coded = { ...values, categories: preparation.levels };
  const X = classifier.form === 'values' ? values : scaleRows(coded, preparation.scaling);
  return { X, weights: new Float64Array(DRAWN_ROWS).fill(1 / DRAWN_ROWS), isSynthetic: true };
}

/** Rows of a background at equal steps of the total weight when ordered by `order`: they stand for all of it. */
export function systematicSample(weights: Float64Array, order: ArrayLike<number>, count: number): Int32Array {
  const sorted = Array.from(weights.keys()).sort((a, b) => order[a] - order[b] || a - b);
  const chosen = new Int32Array(count);
  let [at, passed] = [0, 0];
  for (let k = 0; k < count; k++) {
    const wanted = (k + 0.5) / count;
    while (at + 1 < sorted.length && passed + weights[sorted[at]] < wanted) passed += weights[sorted[at++]];
    chosen[k] = sorted[at];
  }
  return chosen;
}

/** An empty matrix like X with room for `rows` rows. */
export function emptyLike(X: FeatureMatrix, rows: number): FeatureMatrix {
  return { ...X, data: floatsLike(X.data, rows * X.columns), rows };
}
