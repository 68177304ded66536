/** Options of the decision tree and the forests; names and defaults are scikit-learn's. */
import * as z from 'zod';
import { classWeightOption } from '../contract/class-weight.js';

/** Capabilities of trees, forests and boosting, which only compare values, and split categories into sets of levels. */
export const TREE_CAPABILITIES = { form: 'values', acceptsMissing: true, splitsCategories: true } as const;

const fraction = z.number().gt(0).lt(1);

/** Columns tried at each split: a number of them, a fraction below 1, `sqrt`, `log2` or `all`. */
export const maxFeaturesOption = z.union([z.enum(['sqrt', 'log2', 'all']), z.int().min(1), fraction]);

export const treeOptions = {
  /** Seed of all random streams. */
  seed: z.int().min(0).default(42),
  /** The impurity that splits decrease. */
  criterion: z.enum(['gini', 'entropy']).default('gini'),
  /** Most splits between the root and a leaf; unlimited by default. */
  maxDepth: z.int().min(1).optional(),
  /** Rows that a node must have to be split: a number of them, or below 1 a fraction of all. */
  minSamplesSplit: z.union([z.int().min(2), fraction]).default(2),
  /** Rows that each side of a split must have: a number of them, or below 1 a fraction of all. */
  minSamplesLeaf: z.union([z.int().min(1), fraction]).default(1),
  /** A split must decrease the impurity, weighted by the node's share of the rows, by at least this. */
  minImpurityDecrease: z.number().min(0).default(0),
  /**
   * Splits are searched between any two values (`exact`), or, at nodes with many rows, between 256 bins of each
   * column and then between the values of the two bins next to the best split (`hist`).
   */
  method: z.enum(['exact', 'hist']).default('hist'),
  /** Weights of the classes: none, `balanced` (rows / (classes * rows of the class)), or pairs of label and weight. */
  classWeight: classWeightOption,
};

/** The options as numbers of rows, for a table of `rows` rows. */
export function countRows(
  { minSamplesSplit, minSamplesLeaf }: { minSamplesSplit: number; minSamplesLeaf: number },
  rows: number,
): { minSamplesSplit: number; minSamplesLeaf: number } {
  const least = (value: number) => (value < 1 ? Math.ceil(value * rows) : value);
  return { minSamplesSplit: Math.max(2, least(minSamplesSplit)), minSamplesLeaf: least(minSamplesLeaf) };
}

/** `ClassifierEntry.weights` of trees and forests. */
export const TREE_WEIGHTS =
  'Weights enter the impurities and the class shares of the leaves, as in scikit-learn. `minSamplesSplit` and ' +
  '`minSamplesLeaf` count rows.';
