/** What a model keeps of its training table: the distribution of each prepared column, and some rows. */
import * as z from 'zod';
import { damaged } from '../../classifiers/contract/saved-classifier.js';
import { RandomStream } from '../../engine/random/random-stream.js';
import { InputError } from '../../errors.js';
import type { FeatureMatrix, Label } from '../../matrix.js';
import type { ModelTensor } from '../../modelfile/tensor.js';
import type { Preparation } from '../../tables/preparation/preparation.js';
import { sampleFront } from '../../tables/split/sample-front.js';
import type { NoveltyParts } from '../novelty/reference-rows.js';
import type { Part } from '../part.js';
import { type FeatureProfile, FeatureProfileSchema, featureProfile } from './feature-profile.js';
import { heldOutTensors, reviveHeldOut } from './held-out-tensors.js';
import {
  KEPT_ROWS,
  type KeptRows,
  keepRows,
  keptRowTensors,
  type RecordShape,
  reviveKeptRows,
} from './kept-rows.js';

export interface TrainingRecord {
  /** One for each column that the preparation gives; of at most 10,000 training rows, drawn at random. */
  readonly profiles: readonly FeatureProfile[];
  /** Undefined if the model holds no training rows. */
  readonly rows: KeptRows | undefined;
  /** Of held-out rows; undefined for classifiers without class centroids, whose kept rows serve as well. */
  readonly heldOut?: NoveltyParts;
}

export const SavedProfilesSchema = z.array(FeatureProfileSchema).readonly();

export interface RecordOptions {
  readonly seed: number;
  /** Training rows that the model keeps; default 500, of wide tables fewer; 0: none. */
  readonly keepRows?: number;
}

/** Rows that profiles are made of. */
const PROFILED_ROWS = 10_000;

/**
 * @param X the training rows prepared for the classifier
 * @param classes of the classifier
 * @throws InputError unless `keepRows` is an integer from 0
 */
export function trainingRecord(
  preparation: Preparation,
  X: FeatureMatrix,
  { table, rows, labels }: Pick<Part, 'table' | 'rows' | 'labels'>,
  classes: readonly Label[],
  { seed, keepRows: most = KEPT_ROWS }: RecordOptions,
): TrainingRecord {
  checkKeptRows(most);
  const random = new RandomStream(seed, 'profiled rows');
  const count = Math.min(rows.length, PROFILED_ROWS);
  const profiled = count < rows.length ? sampleFront(rows.slice(), count, random).slice().sort() : rows;
  const { matrix } = preparation.prepare(table, profiled, { keepMissing: true, form: 'values' });
  const profiles = Array.from({ length: matrix.columns }, (_, column) =>
    featureProfile(Float64Array.from(profiled, (_, row) => matrix.data[row * matrix.columns + column])),
  );
  const index = new Map(classes.map((label, c) => [label, c]));
  const y = Int32Array.from(labels, (label) => index.get(label) as number);
  return { profiles, rows: keepRows(X, y, rows, { classes: classes.length, most, seed }) };
}

/** Throws `InputError` unless it is an integer from 0. */
export function checkKeptRows(most: number): void {
  if (Number.isInteger(most) && most >= 0) return;
  throw new InputError(
    `keepRows is ${most}: give an integer from 0, which keeps no training rows in the model`,
  );
}

export function recordTensors({ rows, heldOut }: TrainingRecord): [string, ModelTensor][] {
  return [
    ...(rows === undefined ? [] : keptRowTensors(rows)),
    ...(heldOut === undefined ? [] : heldOutTensors(heldOut)),
  ];
}

/**
 * The record of a model file; undefined for files before 0.2.0.
 *
 * @throws InputError if it does not fit the model
 */
export function reviveRecord(
  profiles: z.infer<typeof SavedProfilesSchema> | undefined,
  tensors: Map<string, ModelTensor>,
  shape: RecordShape,
): TrainingRecord | undefined {
  if (profiles === undefined) return undefined;
  if (profiles.length !== shape.columns) {
    throw damaged('the model', `it has profiles of ${profiles.length} columns, not of ${shape.columns}`);
  }
  for (const profile of profiles) {
    const sorted = 'values' in profile ? profile.values : profile.quantiles;
    const bad = sorted.some((value, i) => i > 0 && !(value >= sorted[i - 1]));
    if (bad) throw damaged('the model', 'a profile of a column is not ascending');
    if ('values' in profile && profile.values.length !== profile.counts.length) {
      throw damaged('the model', 'a profile of a column has not one count a value');
    }
    if ('quantiles' in profile && !countsFit(profile)) {
      throw damaged('the model', 'a profile of a column has rows that do not fit its quantiles');
    }
  }
  const heldOut = reviveHeldOut(tensors);
  return { profiles, rows: reviveKeptRows(tensors, shape), ...(heldOut && { heldOut }) };
}

/** Whether the rows up to each quantile ascend to all rows. */
function countsFit({ quantiles, upTo, present }: Extract<FeatureProfile, { quantiles: unknown }>): boolean {
  const ascending = upTo.every((rows, i) => i === 0 || rows >= upTo[i - 1]);
  return ascending && upTo.length === quantiles.length && upTo.at(-1) === present;
}
