/** The hyper-parameters of `boosting`; names as of `xgboost`. */
import * as z from 'zod';
import { MOST_BINS } from '../../../trees/boosting/quantised/column-cuts.js';
import { classWeightOption } from '../../contract/class-weight.js';
import type { ParameterGrid } from '../../contract/classifier-entry.js';

/** What an item of `monotone` looks like. */
const DIRECTION = 'name:+1 or name:-1';

const share = z.number().gt(0).max(1);

export const boostingOptions = z.strictObject({
  /** Seed of all random streams. */
  seed: z.int().min(0).default(42),
  /** Most rounds; a round is a tree, or for more than two classes a tree for each class. */
  nEstimators: z.int().min(1).max(100_000).default(300),
  /** Factor of the leaf values. */
  learningRate: z.number().gt(0).max(1).default(0.05),
  /** Most splits between the root and a leaf. */
  maxDepth: z.int().min(1).max(64).default(4),
  /** Most leaves of a tree, which is then grown leaf by leaf: the split that gains most is made next. Default no limit. */
  maxLeaves: z.int().min(2).optional(),
  /** L2 regularisation of the leaves. */
  lambda: z.number().min(0).default(3),
  /** Least sum of second derivatives on each side of a split; weights are relative to their mean. */
  minChildWeight: z.number().min(0).default(1),
  /** Share of the rows that each round draws, without replacement. */
  subsample: share.default(0.8),
  /** Share of the columns that each tree draws. */
  colsample: share.default(0.8),
  /** Most bins of a column of numbers. */
  maxBin: z.int().min(2).max(MOST_BINS).default(MOST_BINS),
  /**
   * Columns that the probability of the second class must rise (`:+1`) or fall (`:-1`) with, such as `amount:+1`: a
   * list of names of columns of numbers. For two classes.
   */
  monotone: z
    .array(
      z
        .string()
        .regex(/^.+:[+-]1$/su, DIRECTION)
        .meta({ title: DIRECTION }),
    )
    .optional(),
  /**
   * Number of the strongest columns, by gain of a first fit (at most 100 rounds and 20,000 rows), that are combined in pairs: differences and
   * ratios of numbers, and numbers less their mean in groups of rows. 0: none. Columns of `monotone` are not combined. Of more than
   * 20,000 rows, only the combinations behind the 8 made columns of the largest gain in a second such fit are kept.
   */
  combinedColumns: z.int().min(0).max(20).default(0),
  /**
   * Stop when the loss on the validation rows has not improved for this many rounds, and keep the rounds up to the best.
   * Without validation rows of the caller a part of the rows is held out, and afterwards as many rounds are fitted on all rows.
   */
  earlyStoppingRounds: z.int().min(1).optional(),
  /** Share of the rows held out for early stopping if `fit` is given no validation rows. */
  validationFraction: z.number().min(0).lt(1).default(0.2),
  /**
   * Weights of the classes in training: none, `balanced` (rows / (classes * rows of the class)), or pairs of label and
   * weight. Probabilities are corrected to the training rows' shares of the classes afterwards.
   */
  classWeight: classWeightOption,
});

export type BoostingOptions = z.input<typeof boostingOptions>;

/** The default grid of a search. */
export const boostingGrid: ParameterGrid = { learningRate: [0.05, 0.1], maxDepth: [3, 4, 6] };
