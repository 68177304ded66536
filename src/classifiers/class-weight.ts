/** Weights of classes and samples, merged into one weight a row. */
import { InputError } from '../errors.js';
import type { Label } from '../matrix.js';

/** `balanced`, or pairs of label and weight; classes not named weigh 1. */
export type ClassWeight = 'balanced' | readonly (readonly [Label, number])[];

/** rows / (classes * rows of the class), scikit-learn's `class_weight='balanced'`. */
export function balancedClassWeights(y: Int32Array, classes: number): Float64Array {
  const counts = new Float64Array(classes);
  for (const c of y) counts[c]++;
  return counts.map((count) => y.length / (classes * count));
}

/**
 * The product of a row's class weight and sample weight; undefined when all are 1. Throws `InputError`
 * for a class weight of a label that does not occur.
 */
export function rowWeights(
  y: Int32Array,
  classes: readonly Label[],
  classWeight: ClassWeight | undefined,
  sampleWeight: ArrayLike<number> | undefined,
): Float32Array | undefined {
  if (classWeight === undefined && sampleWeight === undefined) return undefined;
  const perClass = classWeights(y, classes, classWeight);
  return Float32Array.from(y, (c, row) => perClass[c] * (sampleWeight ? sampleWeight[row] : 1));
}

function classWeights(
  y: Int32Array,
  classes: readonly Label[],
  classWeight: ClassWeight | undefined,
): Float64Array {
  if (classWeight === 'balanced') return balancedClassWeights(y, classes.length);
  const weights = new Float64Array(classes.length).fill(1);
  for (const [label, weight] of classWeight ?? []) {
    const index = classes.indexOf(label);
    if (index < 0) {
      throw new InputError(`classWeight names ${JSON.stringify(label)}, which is not a label of y`);
    }
    weights[index] = weight;
  }
  return weights;
}
