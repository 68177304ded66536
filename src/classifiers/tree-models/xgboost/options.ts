/** The hyper-parameters of XGBoost; names and defaults as in the library's scikit-learn interface. */
import * as z from 'zod';
import { classWeightOption } from '../../contract/class-weight.js';
import type { ParameterGrid } from '../../contract/classifier-entry.js';

const nonNegative = z.number().min(0);
const share = z.number().gt(0).max(1);

export const xgboostOptions = z.strictObject({
  /** Seed of all random streams. */
  seed: z.int().min(0).default(42),
  /** Most rounds; a round is a tree, or for more than two classes a tree for each class. */
  nEstimators: z.int().min(1).max(100_000).default(100),
  /** eta: factor of the leaf values. */
  learningRate: z.number().gt(0).max(1).default(0.3),
  /** Most splits between the root and a leaf. */
  maxDepth: z.int().min(1).max(64).default(6),
  /** A split must lower the loss by at least half of this. */
  gamma: nonNegative.default(0),
  /** L2 regularisation of the leaves. */
  lambda: nonNegative.default(1),
  /** L1 regularisation of the leaves. */
  alpha: nonNegative.default(0),
  /** Least sum of second derivatives on each side of a split; weights are relative to their mean. */
  minChildWeight: nonNegative.default(1),
  /** Share of the rows that each round draws, without replacement. */
  subsample: share.default(1),
  /** Shares of the columns for each tree, of those for each level, and of those for each split. */
  colsampleByTree: share.default(1),
  colsampleByLevel: share.default(1),
  colsampleByNode: share.default(1),
  /**
   * Splits are searched between any two values (`exact`), or between at most `maxBin` bins of each column and then
   * between the values of the two bins next to the best split (`hist`).
   */
  method: z.enum(['exact', 'hist']).default('hist'),
  /** Most bins per column, with method `hist`. */
  maxBin: z.int().min(2).max(256).default(256),
  /** Initial probability of the second of two classes; more than two start equal. */
  baseScore: z.number().gt(0).lt(1).default(0.5),
  /**
   * Stop when the loss on the validation rows has not improved for this many rounds, and keep the rounds up to the
   * best.
   */
  earlyStoppingRounds: z.int().min(1).optional(),
  /** Share of the rows held out for early stopping if `fit` is given no validation rows. */
  validationFraction: z.number().min(0).lt(1).default(0.2),
  /** Weights of the classes: none, `balanced` (rows / (classes * rows of the class)), or pairs of label and weight. */
  classWeight: classWeightOption,
});

export type XgboostOptions = z.input<typeof xgboostOptions>;

/** The default grid of a search. */
export const xgboostGrid: ParameterGrid = { nEstimators: [200], learningRate: [0.1, 0.3], maxDepth: [3, 6] };
