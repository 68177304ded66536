/** Weights of classes and samples, merged into one weight a row. */
import * as z from 'zod';
import { InputError } from '../errors.js';
import type { Label } from '../matrix.js';

/** `balanced`, or pairs of label and weight; classes not named weigh 1. */
export type ClassWeight = 'balanced' | readonly (readonly [Label, number])[];

/** The option `classWeight` of every classifier that has it. */
export const classWeightOption = z
  .union([
    z.literal('balanced'),
    z.array(z.tuple([z.union([z.string(), z.number(), z.boolean()]), z.number().min(0)])),
  ])
  .optional();

/** rows / (classes * rows of the class), scikit-learn's `class_weight='balanced'`. */
export function balancedClassWeights(y: Int32Array, classes: number): Float64Array {
  const counts = new Float64Array(classes);
  for (const c of y) counts[c]++;
  return counts.map((count) => y.length / (classes * count));
}

/**
 * The product of a row's class weight and sample weight, relative to the largest, so that weights of any
 * size keep their proportions; undefined when all are 1. Throws `InputError` for a class weight of a
 * label that does not occur or is named twice, and when every product is 0.
 */
export function rowWeights(
  y: Int32Array,
  classes: readonly Label[],
  classWeight: ClassWeight | undefined,
  sampleWeight: ArrayLike<number> | undefined,
): Float64Array | undefined {
  if (classWeight === undefined && sampleWeight === undefined) return undefined;
  const perClass = relative(classWeights(y, classes, classWeight));
  const perRow = sampleWeight && relative(Float64Array.from(sampleWeight));
  const products = Float64Array.from(y, (c, row) => perClass[c] * (perRow ? perRow[row] : 1));
  if (!products.some((weight) => weight > 0)) {
    throw new InputError(
      'classWeight and sampleWeight leave every row with a weight of 0: at least one must count',
    );
  }
  return relative(products);
}

/**
 * The same proportions with a mean of 1, as scikit-learn's balanced class weights have: for penalties and
 * minima that are counted in rows.
 */
export function weightsOfMeanOne(weights: Float64Array): Float64Array {
  const mean = weights.reduce((a, b) => a + b, 0) / weights.length;
  return weights.map((weight) => weight / mean);
}

function relative(weights: Float64Array): Float64Array {
  const largest = weights.reduce((a, b) => Math.max(a, b), 0);
  return largest > 0 ? weights.map((weight) => weight / largest) : weights;
}

function classWeights(
  y: Int32Array,
  classes: readonly Label[],
  classWeight: ClassWeight | undefined,
): Float64Array {
  if (classWeight === 'balanced') return balancedClassWeights(y, classes.length);
  const weights = new Float64Array(classes.length).fill(1);
  const named = new Set<Label>();
  for (const [label, weight] of classWeight ?? []) {
    const index = classes.indexOf(label);
    if (named.has(label)) throw new InputError(`classWeight names ${JSON.stringify(label)} twice`);
    named.add(label);
    if (index < 0) {
      throw new InputError(`classWeight names ${JSON.stringify(label)}, which is not a label of y`);
    }
    weights[index] = weight;
  }
  return weights;
}
