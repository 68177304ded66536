/** Training rows that a model keeps: the background of its explanations, and the examples that it shows. */
import { damaged, requireData } from '../../classifiers/contract/saved-classifier.js';
import { RandomStream } from '../../engine/random/random-stream.js';
import { type ColumnForm, type FeatureMatrix, rowsAt } from '../../matrix.js';
import type { ModelTensor } from '../../modelfile/tensor.js';
import { stratifiedSample } from '../../tables/split/stratified-sample.js';

export interface KeptRows {
  /** As the model's preparation gives them to its classifier, without `scaling` and `categories`. */
  readonly X: FeatureMatrix;
  /** Index of the class of each row. */
  readonly y: Int32Array;
  /** The row of the training table, counted from 0. */
  readonly rows: Int32Array;
}

/** Rows that a model keeps by default. */
export const KEPT_ROWS = 500;
/** Of wide tables fewer are kept: at most this many values. */
const MOST_VALUES = 2 ** 17;
/** Even of the widest. */
const FEWEST_ROWS = 50;

/**
 * A stratified sample of the training rows; undefined for `most` 0.
 *
 * @param y index of the class of each row of X
 * @param rows the row of the table of each
 */
export function keepRows(
  X: FeatureMatrix,
  y: Int32Array,
  rows: Int32Array,
  { classes, most, seed }: { readonly classes: number; readonly most: number; readonly seed: number },
): KeptRows | undefined {
  if (most === 0) return undefined;
  const limit = Math.min(most, Math.max(FEWEST_ROWS, Math.floor(MOST_VALUES / X.columns)));
  const chosen = stratifiedSample(y, classes, limit, new RandomStream(seed, 'kept rows'));
  const { data, columns } = rowsAt(X, chosen);
  return {
    X: { data, rows: chosen.length, columns },
    y: chosen.map((row) => y[row]),
    rows: chosen.map((row) => rows[row]),
  };
}

const VALUES = 'kept.rows';
const CLASSES = 'kept.classes';
const NUMBERS = 'kept.row_numbers';

export function keptRowTensors({ X, y, rows }: KeptRows): [string, ModelTensor][] {
  const exact = X.data.every((value) => Object.is(Math.fround(value), value));
  const data = exact ? Float32Array.from(X.data) : X.data;
  const dtype = data instanceof Float64Array ? 'F64' : 'F32';
  return [
    [VALUES, { dtype, shape: [X.rows, X.columns], data }],
    [CLASSES, { dtype: 'I32', shape: [X.rows], data: y }],
    [NUMBERS, { dtype: 'I32', shape: [X.rows], data: rows }],
  ];
}

/** The columns of the preparation, the classes and the form of rows of the classifier. */
export interface RecordShape {
  readonly columns: number;
  readonly classes: number;
  readonly form: ColumnForm;
}

/**
 * What `keptRowTensors` gave; undefined if no rows were kept.
 *
 * @throws InputError for other shapes, types, classes or row numbers
 */
export function reviveKeptRows(
  tensors: Map<string, ModelTensor>,
  { columns, classes, form }: RecordShape,
): KeptRows | undefined {
  const saved = tensors.get(VALUES);
  if (saved === undefined) return undefined;
  const count = saved.shape[0] ?? 0;
  const dtype = saved.dtype === 'F64' ? 'F64' : 'F32';
  const stored = requireData(tensors, VALUES, [count, columns], 'the model', dtype);
  // 32-bit rows count as scaled, so values that are stored in 32 bits get back the 64 bits of their form.
  const data = form === 'values' && stored instanceof Float32Array ? Float64Array.from(stored) : stored;
  const y = requireData(tensors, CLASSES, [count], 'the model', 'I32');
  const rows = requireData(tensors, NUMBERS, [count], 'the model', 'I32');
  if (count === 0) throw damaged('the model', 'it keeps no rows, but their tensors');
  if (y.some((c) => c < 0 || c >= classes)) throw damaged('the model', 'a kept row has none of its classes');
  if (rows.some((row) => row < 0)) throw damaged('the model', 'a kept row has a negative number');
  return { X: { data, rows: count, columns }, y, rows };
}
