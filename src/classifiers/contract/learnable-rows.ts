/** The rows with positive weight, sample weight times class weight. */
import { InputError } from '../../errors.js';
import type { FeatureMatrix, Label } from '../../matrix.js';
import type { LabelledRows, TrainingData } from '../../training/training-data.js';
import {
  balancedClassWeights,
  type ClassWeight,
  namedClassWeights,
  relativeWeights,
  rowWeights,
} from './class-weight.js';
import { takeRows } from './labelled-rows.js';

export interface LearnableRows<X extends FeatureMatrix> {
  /** Its classes are those with a row of positive weight; its weights are relative to the largest. */
  readonly problem: TrainingData<X>;
  /** The classes of the problem as indices into all classes, ascending. */
  readonly learned: readonly number[];
  /** The weight of each class of the problem; only proportions matter. */
  readonly classWeights: Float64Array;
}

/**
 * Drops rows of weight 0, so that a fit is bit for bit the one without them. Validation rows have the same class
 * weights; those of dropped classes are dropped too.
 *
 * @param rows all rows with their sample weights
 * @param classes the labels of the class indices
 * @throws InputError if no row is left, or none of `validation`, and for a class weight of an unknown label.
 */
export function learnableRows<X extends FeatureMatrix>(
  rows: LabelledRows<X>,
  classes: readonly Label[],
  classWeight: ClassWeight | undefined,
  validation?: LabelledRows<X>,
): LearnableRows<X> {
  const named = namedClassWeights(classes, classWeight);
  const kept = rowsOfPositiveWeight(rows, named);
  if (kept.y.length === 0) {
    throw new InputError(
      'classWeight and sampleWeight leave every row with a weight of 0: at least one must be positive',
    );
  }
  const learned = [...new Set(kept.y)].sort((a, b) => a - b);
  const indices = new Map(learned.map((c, index) => [c, index]));
  const indicesOf = (y: Int32Array) => y.map((c) => indices.get(c) as number);
  const y = indicesOf(kept.y);
  const perClass =
    classWeight === 'balanced'
      ? balancedClassWeights(y, learned.length, kept.weights)
      : Float64Array.from(learned, (c) => named[c]);
  const weigh = ({ X, y, weights, split }: LabelledRows<X>) => ({
    X,
    y,
    weights: rowWeights(y, perClass, weights),
    ...(split && { split }),
  });
  const problem = { ...weigh({ ...kept, y }), classes: learned.length };
  if (validation === undefined) return { problem, learned, classWeights: perClass };
  const ofLearned = named.map((weight, c) => (indices.has(c) ? weight : 0));
  const usable = rowsOfPositiveWeight(validation, ofLearned);
  if (usable.y.length === 0) {
    throw new InputError(
      'validation has no usable row: each has weight 0, or a class without training rows of positive weight',
    );
  }
  return {
    problem: { ...problem, validation: weigh({ ...usable, y: indicesOf(usable.y) }) },
    learned,
    classWeights: perClass,
  };
}

/** The same object if all rows have positive weight. */
function rowsOfPositiveWeight<X extends FeatureMatrix>(
  rows: LabelledRows<X>,
  classWeights: Float64Array,
): LabelledRows<X> {
  const { y } = rows;
  const perClass = relativeWeights(classWeights);
  const perRow = rows.weights && relativeWeights(rows.weights);
  const counts = (row: number) => perClass[y[row]] * (perRow ? perRow[row] : 1) > 0;
  if (y.every((_, row) => counts(row))) return rows;
  const kept = Int32Array.from(y.keys()).filter(counts);
  return takeRows(rows, kept);
}
