/** A fitted network as it is saved: a checked description, and one tensor for each array of its store. */
import * as z from 'zod';
import type { ParameterStore } from '../engine/parameter-store.js';
import { InputError } from '../errors.js';
import { elementCount } from '../modelfile/tensor.js';
import type { ModelTensor } from './classifier.js';

const scores = z.array(z.number());
const networkState = z.object({
  classes: z
    .union([z.array(z.string()), z.array(z.number()), z.array(z.boolean())])
    .refine((labels: unknown[]) => labels.length > 0 && new Set(labels).size === labels.length, {
      error: 'classes must be named, each once',
    }),
  columns: z.int().min(1),
  kernelBuild: z.enum(['fma', 'simd', 'typescript', 'typescript-float64']),
  bestEpoch: z.int().min(0),
  history: z.object({ loss: scores, validationMacroF1: scores }),
  /** Name and shape of every tensor, those that only training needs among them. */
  arrays: z.array(z.object({ name: z.string(), shape: z.array(z.int().min(0)) })),
});

export type NetworkState = z.output<typeof networkState>;

/**
 * Throws `InputError` saying what of the description of the classifier `name`, or of the tensors that it
 * lists, is wrong.
 */
export function parseNetworkState(
  json: unknown,
  tensors: Map<string, ModelTensor>,
  name: string,
): NetworkState {
  const parsed = networkState.safeParse(json);
  if (!parsed.success) throw damaged(name, z.prettifyError(parsed.error));
  const { arrays } = parsed.data;
  for (const { name: array, shape } of arrays) checkTensor(tensors.get(array), array, shape, name);
  const listed = new Set(arrays.map((array) => array.name));
  for (const array of tensors.keys()) {
    if (!listed.has(array)) throw damaged(name, `tensor ${array} is not part of it`);
  }
  return parsed.data;
}

/** What `parseNetworkState` expects of `tensors`; by name, because a model file has an order of its own. */
export function listArrays(tensors: Map<string, ModelTensor>): NetworkState['arrays'] {
  const arrays = Array.from(tensors, ([name, { shape }]) => ({ name, shape: [...shape] }));
  return arrays.sort((a, b) => (a.name < b.name ? -1 : 1));
}

function checkTensor(
  tensor: ModelTensor | undefined,
  array: string,
  shape: readonly number[],
  name: string,
): asserts tensor {
  if (!tensor) throw damaged(name, `tensor ${array} is missing`);
  if (tensor.shape.join() !== shape.join()) {
    throw damaged(name, `tensor ${array} has shape ${tensor.shape.join('x')}, not ${shape.join('x')}`);
  }
  if (tensor.data.length !== elementCount(shape)) {
    throw damaged(name, `tensor ${array} has ${tensor.data.length} values, not ${elementCount(shape)}`);
  }
  const bad = tensor.data.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) throw damaged(name, `tensor ${array} is ${tensor.data[bad]} at ${bad}`);
}

/** Copies of all parameters and statistics, by name. */
export function storeTensors(store: ParameterStore): Map<string, ModelTensor> {
  const tensors = new Map<string, ModelTensor>();
  for (const { name, shape, view } of store.arrays()) {
    tensors.set(name, { dtype: 'F32', shape: [...shape], data: Float32Array.from(view) });
  }
  return tensors;
}

/** Fills every array of the store, which may be a part of what was saved. Throws as `parseNetworkState`. */
export function fillStore(store: ParameterStore, tensors: Map<string, ModelTensor>, name: string): void {
  for (const { name: array, shape, view } of store.arrays()) {
    const tensor = tensors.get(array);
    checkTensor(tensor, array, shape, name);
    view.set(tensor.data);
  }
}

function damaged(name: string, what: string): InputError {
  return new InputError(`the saved ${name} is damaged: ${what}`);
}
