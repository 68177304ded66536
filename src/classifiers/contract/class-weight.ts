/** Class weights and sample weights, multiplied into one weight per row. */

import * as z from 'zod';
import { InputError } from '../../errors.js';
import type { Label } from '../../matrix.js';
import { mean } from '../../mean.js';
import { listNames } from '../../text/name-list.js';

/** `balanced`, or pairs of label and weight; other classes have weight 1. */
export type ClassWeight = 'balanced' | readonly (readonly [Label, number])[];

/** How the pairs are written. */
const PAIRS = 'pairs of label and weight such as [["bad", 5], ["good", 1]], with --set also bad:5,good:1';

/** Beyond these, rows of some classes would not count at all, or alone. */
const SMALLEST_WEIGHT = 1e-9;
const LARGEST_WEIGHT = 1e9;

/** The option `classWeight` of every classifier that has it. */
export const classWeightOption = z
  .union([
    z.literal('balanced'),
    z
      .array(z.tuple([z.union([z.string(), z.number(), z.boolean()]), z.number().min(0)]))
      .meta({ title: PAIRS }),
  ])
  .optional();

/**
 * rows / (classes * rows of the class), scikit-learn's `class_weight='balanced'`; rows are counted by weight.
 *
 * @param y class index of each row; every class occurs
 */
export function balancedClassWeights(
  y: Int32Array,
  classes: number,
  sampleWeight?: ArrayLike<number>,
): Float64Array {
  const perRow = sampleWeight && relativeWeights(Float64Array.from(sampleWeight));
  const counts = new Float64Array(classes);
  y.forEach((c, row) => {
    counts[c] += perRow ? perRow[row] : 1;
  });
  const total = counts.reduce((sum, count) => sum + count, 0);
  return counts.map((count) => total / (classes * count));
}

/**
 * The weight in `classWeight` of each of `classes`: 1 if it has none, and for `balanced`. A label also matches as text, as
 * `1` and `"1"` do. Throws `InputError` for a label that is unknown or named twice, and for a weight other than 0 outside of
 * 1e-9 to 1e9.
 */
export function namedClassWeights(
  classes: readonly Label[],
  classWeight: ClassWeight | undefined,
): Float64Array {
  const weights = new Float64Array(classes.length).fill(1);
  if (classWeight === 'balanced') return weights;
  const named = new Set<number>();
  for (const [label, weight] of classWeight ?? []) {
    const exact = classes.indexOf(label);
    const index = exact >= 0 ? exact : classes.findIndex((each) => String(each) === String(label));
    if (index < 0) {
      throw new InputError(
        `classWeight names ${listNames([label])}, which is not a label of y: ${listNames(classes)}`,
      );
    }
    if (named.has(index))
      throw new InputError(`classWeight names ${listNames([label])} twice: give it one weight`);
    named.add(index);
    if (weight !== 0 && !(weight >= SMALLEST_WEIGHT && weight <= LARGEST_WEIGHT)) {
      throw new InputError(
        `classWeight of ${listNames([label])} is ${weight}: give 0, or a number from ${SMALLEST_WEIGHT} to ${LARGEST_WEIGHT}`,
      );
    }
    weights[index] = weight;
  }
  return weights;
}

/**
 * The product of a row's class weight and sample weight, all above 0, relative to the largest, so that weights of any
 * size keep their proportions; undefined when all are equal.
 */
export function rowWeights(
  y: Int32Array,
  classWeights: Float64Array,
  sampleWeight: ArrayLike<number> | undefined,
): Float64Array | undefined {
  if (sampleWeight === undefined && classWeights.every((weight) => weight === classWeights[0]))
    return undefined;
  const perClass = relativeWeights(classWeights);
  const perRow = sampleWeight && relativeWeights(Float64Array.from(sampleWeight));
  const product = (c: number, row: number) => perClass[c] * (perRow ? perRow[row] : 1);
  // However small, a weight stays above 0.
  const weights = relativeWeights(
    Float64Array.from(y, (c, row) => Math.max(product(c, row), Number.MIN_VALUE)),
  );
  return weights.every((weight) => weight === 1) ? undefined : weights;
}

/**
 * The same proportions with a mean of 1, as scikit-learn's balanced class weights have: for penalties and minima
 * counted in rows.
 */
export function weightsOfMeanOne(weights: Float64Array): Float64Array {
  const centre = mean(weights);
  return weights.map((weight) => weight / centre);
}

/** Divided by the largest, unless all are 0. */
export function relativeWeights(weights: Float64Array): Float64Array {
  const largest = weights.reduce((a, b) => Math.max(a, b), 0);
  return largest > 0 ? weights.map((weight) => weight / largest) : weights;
}
