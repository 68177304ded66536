/** Validation of a saved classifier: its description, and the tensors it lists. */
import * as z from 'zod';
import { InputError } from '../../errors.js';
import { elementCount } from '../../modelfile/tensor.js';
import { firstIssues } from '../../text/first-issues.js';
import { quote } from '../../text/name-list.js';
import type { ModelTensor } from './classifier.js';

function isLabels(value: unknown): boolean {
  if (!Array.isArray(value) || value.length === 0 || new Set(value).size < value.length) return false;
  const kind = typeof value[0];
  if (kind === 'number') return value.every(Number.isFinite);
  return (kind === 'string' || kind === 'boolean') && value.every((label) => typeof label === kind);
}

/** A count for each column of categories, null for a column of numbers. */
const ofColumns = z.array(z.int().min(1).nullable());

const savedClassifier = z.object({
  // One check of all labels: a union of arrays would report an issue for each.
  classes: z.custom<readonly string[] | readonly number[] | readonly boolean[]>(isLabels, {
    error: 'classes must be distinct strings, finite numbers or booleans',
  }),
  /** Indices of the fitted classes; absent if all were. */
  learned: z.array(z.int().min(0)).min(1).optional(),
  columns: z.int().min(1),
  /** As `FeatureMatrix.categories`; absent if all columns are numbers. */
  categories: ofColumns.optional(),
  /** How many columns a `CategoryEncoder` makes of each column of categories; absent if there is none. */
  encodedColumns: ofColumns.optional(),
  /** Fitted state besides the arrays; null for a single class. */
  model: z.unknown(),
  /** Name and shape of every tensor. */
  arrays: z.array(z.object({ name: z.string(), shape: z.array(z.int().min(0)) })),
});

/** Finite numbers, possibly millions: one check, as for labels. */
export const savedNumbers = z.custom<number[]>(
  (value) => Array.isArray(value) && value.every(Number.isFinite),
  { error: 'must be an array of finite numbers' },
);

export type SavedClassifier = z.output<typeof savedClassifier> & { readonly learned: readonly number[] };

/** Throws `InputError` if the description of the classifier `name`, or a tensor that it lists, is not valid. */
export function parseSavedClassifier(
  json: unknown,
  tensors: Map<string, ModelTensor>,
  name: string,
): SavedClassifier {
  const saved = parseSaved(savedClassifier, json, name);
  const listed = new Set<string>();
  for (const { name: array, shape } of saved.arrays) {
    // Rejected first, so that no tensor is scanned twice.
    if (listed.has(array)) throw damaged(name, `tensor ${quote(array)} is listed twice`);
    listed.add(array);
    const tensor = requireTensor(tensors, array, shape, name);
    const bad = tensor.data.findIndex((value: number) => !Number.isFinite(value));
    if (bad >= 0) throw damaged(name, `tensor ${array} is ${tensor.data[bad]} at ${bad}`);
  }
  for (const array of tensors.keys()) {
    if (!listed.has(array)) throw damaged(name, `tensor ${quote(array)} is not part of it`);
  }
  const { classes, learned = Array.from(classes.keys()) } = saved;
  if (learned.some((c, i) => c >= classes.length || (i > 0 && c <= learned[i - 1]))) {
    throw damaged(name, 'its fitted classes are not ascending indices of its classes');
  }
  const { columns, categories } = saved;
  if (categories !== undefined && categories.length !== columns) {
    throw damaged(name, `it has categories of ${categories.length} columns, but ${columns} columns`);
  }
  return { ...saved, learned };
}

/** `json`, a part of a saved classifier, validated by its schema. Throws `InputError` like `parseSavedClassifier`. */
export function parseSaved<Schema extends z.ZodType>(
  schema: Schema,
  json: unknown,
  name: string,
): z.output<Schema> {
  const parsed = schema.safeParse(json);
  if (!parsed.success) throw damaged(name, firstIssues(parsed.error));
  return parsed.data;
}

/** The list of `tensors` for `parseSavedClassifier`; sorted by name, because a model file has its own order. */
export function listArrays(tensors: Map<string, ModelTensor>): SavedClassifier['arrays'] {
  const arrays = Array.from(tensors, ([name, { shape }]) => ({ name, shape: [...shape] }));
  return arrays.sort((a, b) => (a.name < b.name ? -1 : 1));
}

interface ArrayOfType {
  readonly F32: Float32Array;
  readonly F64: Float64Array;
  readonly I32: Int32Array;
  readonly U8: Uint8Array;
}

/** The values of the tensor `array` of the classifier `name`. Throws `InputError` unless it has this shape and type. */
export function requireData<DType extends ModelTensor['dtype']>(
  tensors: Map<string, ModelTensor>,
  array: string,
  shape: readonly number[],
  name: string,
  dtype: DType,
): ArrayOfType[DType] {
  const tensor = requireTensor(tensors, array, shape, name);
  if (tensor.dtype !== dtype) throw damaged(name, `tensor ${array} has type ${tensor.dtype}, not ${dtype}`);
  return tensor.data as ArrayOfType[DType];
}

/** Most sizes of a shape shown in a message. */
const MOST_SIZES = 8;

function requireTensor(
  tensors: Map<string, ModelTensor>,
  array: string,
  shape: readonly number[],
  name: string,
): ModelTensor {
  const tensor = tensors.get(array);
  if (!tensor) throw damaged(name, `tensor ${quote(array)} is missing`);
  if (tensor.shape.join() !== shape.join()) {
    const [found, due] = [tensor.shape, shape].map((sizes) => sizes.slice(0, MOST_SIZES).join('x'));
    throw damaged(name, `tensor ${array} has shape ${found}, not ${due}`);
  }
  if (tensor.data.length !== elementCount(shape)) {
    throw damaged(name, `tensor ${array} has ${tensor.data.length} values, not ${elementCount(shape)}`);
  }
  return tensor;
}

/** Throws `InputError` unless all values of the saved array are between `low` and `high`. */
export function requireBetween(
  data: ArrayLike<number>,
  low: number,
  high: number,
  array: string,
  name: string,
): void {
  for (let i = 0; i < data.length; i++) {
    if (data[i] >= low && data[i] <= high) continue;
    throw damaged(name, `${array} has ${data[i]} at ${i}, which is not between ${low} and ${high}`);
  }
}

/**
 * The error for a damaged saved classifier or model.
 *
 * @param name what is damaged, without an article: `knn`, `model`
 */
export function damaged(name: string, what: string): InputError {
  return new InputError(`the saved ${name} is damaged: ${what}`);
}
