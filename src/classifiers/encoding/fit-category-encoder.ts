/** Fits a `CategoryEncoder` on labelled rows, and encodes these so that no label reaches its own row. */
import { log } from '../../engine/random/portable-math.js';
import { RandomStream } from '../../engine/random/random-stream.js';
import type { FeatureMatrix } from '../../matrix.js';
import { fitScale, scaledValue } from '../../tables/preparation/column-scale.js';
import { medianInPlace } from '../../tables/preparation/median.js';
import { moments } from '../../tables/preparation/moments.js';
import { heldOutFolds } from '../../tables/split/folds-of-rows.js';
import type { TrainingData } from '../../training/training-data.js';
import { weightsOfMeanOne } from '../contract/class-weight.js';
import { CategoryEncoder, type LevelTable } from './category-encoder.js';
import {
  type CodedRows,
  classShares,
  outOfFoldEncodings,
  targetClasses,
  targetEncodings,
} from './target-encoding.js';

/** A column with at most this many levels in the rows has few levels. docs/research.md compares it with 8 to 255. */
export const MOST_FEW_LEVELS = 16;

/** Folds of the training rows for target encoding. */
const FOLDS = 5;

export interface EncodingOptions {
  /** Of the folds. */
  readonly seed: number;
  /** Whether the classifier splits columns of few levels itself; default false. */
  readonly splits?: boolean;
}

export interface EncodedData {
  readonly encoder: CategoryEncoder;
  /** The problem with encoded columns. */
  readonly problem: TrainingData<FeatureMatrix>;
}

/**
 * Fits an encoder on the rows of a problem:
 *
 * - a column with at most `MOST_FEW_LEVELS` levels in the rows becomes a 0/1 column for each of them, other levels being
 *   all 0; or it stays as it is for a classifier that splits categories;
 * - another column becomes log(1 + rows of the level) and the `targetEncodings` of its `targetClasses`: of the training
 *   rows out of fold (5 stratified folds, or folds by group or time as the rows demand), of others from all training
 *   rows. In 32 bits these are scaled as numeric columns are (`fitScale` on the training rows), in 64 bits they are not.
 *
 * @param categories the levels of each column of X, null for a column of numbers; the codes of X must be valid
 * @returns undefined if all columns stay as they are
 */
export function fitCategoryEncoder(
  problem: TrainingData<FeatureMatrix>,
  categories: readonly (number | null)[],
  { seed, splits = false }: EncodingOptions,
): EncodedData | undefined {
  const { X, y, classes, validation, split } = problem;
  const weights = problem.weights && weightsOfMeanOne(problem.weights);
  const priors = classShares({ y, weights }, classes);
  const random = new RandomStream(seed, 'category-encoding');
  const { ofRow: foldOf } = heldOutFolds(y, Math.min(FOLDS, y.length), random, split);
  const ofTraining = new Map<number, Float32Array>();
  const tables = categories.map((levels, column) => {
    if (levels === null) return null;
    const rows = { codes: codesOf(X, column), levels, y, weights };
    const counts = levelCounts(rows);
    const present = Array.from(counts.keys()).filter((level) => counts[level] > 0);
    if (present.length <= MOST_FEW_LEVELS) return splits ? null : oneHot(levels, present);
    const { table, training } = countsAndTargets(
      rows,
      counts,
      priors,
      foldOf,
      X.data instanceof Float32Array,
    );
    ofTraining.set(column, training);
    return table;
  });
  if (tables.every((table) => table === null)) return undefined;
  const encoder = new CategoryEncoder(tables, categories);
  const encoded = encoder.transform(X);
  for (const [column, values] of ofTraining) write(values, encoded, encoder.sources.indexOf(column));
  return {
    encoder,
    problem: {
      ...problem,
      X: encoded,
      ...(validation && { validation: { ...validation, X: encoder.transform(validation.X) } }),
    },
  };
}

function codesOf({ data, rows, columns }: FeatureMatrix, column: number): Int32Array {
  return Int32Array.from({ length: rows }, (_, row) => data[row * columns + column]);
}

/** Rows of each level. Without weights: class weights are part of them and would tell the labels. */
function levelCounts({ codes, levels }: CodedRows): Int32Array {
  const counts = new Int32Array(levels);
  for (const code of codes) counts[code]++;
  return counts;
}

function oneHot(levels: number, present: readonly number[]): LevelTable {
  const width = present.length;
  const values = new Float32Array(levels * width);
  present.forEach((level, at) => {
    values[level * width + at] = 1;
  });
  return { levels, width, values };
}

/** The table of a column, and the values of the training rows, rows x width. */
function countsAndTargets(
  rows: CodedRows,
  counts: Int32Array,
  priors: Float64Array,
  foldOf: Int32Array,
  isScaled: boolean,
): { readonly table: LevelTable; readonly training: Float32Array } {
  const { codes, levels } = rows;
  const targets = targetClasses(rows, priors);
  const ofLevels = targetEncodings(rows, targets, priors);
  const ofRows = outOfFoldEncodings(rows, targets, priors, foldOf);
  const width = 1 + targets.length;
  const values = new Float32Array(levels * width);
  const training = new Float32Array(codes.length * width);
  for (let k = 0; k < width; k++) {
    const inTable = Float64Array.from({ length: levels }, (_, level) =>
      k === 0 ? log(1 + counts[level]) : ofLevels[level * targets.length + k - 1],
    );
    const inRows = Float64Array.from(codes, (level, row) =>
      k === 0 ? inTable[level] : ofRows[row * targets.length + k - 1],
    );
    const scaled = isScaled ? scalerOf(inRows) : (value: number) => value;
    for (let level = 0; level < levels; level++) values[level * width + k] = scaled(inTable[level]);
    for (let row = 0; row < codes.length; row++) training[row * width + k] = scaled(inRows[row]);
  }
  return { table: { levels, width, values }, training };
}

function scalerOf(values: Float64Array): (value: number) => number {
  const scratch = values.slice();
  const spread = moments(scratch);
  const median = medianInPlace(scratch);
  const scale = fitScale(scratch, spread, median);
  return (value) => scaledValue(value, scale);
}

/** Writes rows x width values into the columns of X from `start` on. */
function write(values: Float32Array, { data, rows, columns }: FeatureMatrix, start: number): void {
  const width = values.length / rows;
  for (let row = 0; row < rows; row++) {
    data.set(values.subarray(row * width, (row + 1) * width), row * columns + start);
  }
}
