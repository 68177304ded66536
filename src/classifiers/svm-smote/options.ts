/** The options of SVM+SMOTE; names and defaults as in scikit-learn's `SVC` if it has them. */
import * as z from 'zod';
import { classWeightOption } from '../contract/class-weight.js';
import type { ParameterGrid } from '../contract/classifier-entry.js';

export const svmSmoteOptions = z.strictObject({
  /** Seed of SMOTE and of the folds that calibrate the probabilities. */
  seed: z.int().min(0).default(42),
  /** Penalty of rows on the wrong side of the margin. */
  C: z.number().positive().default(1),
  /** `rbf`, exp(-gamma |x - z|^2), or `linear`, x . z. */
  kernel: z.enum(['rbf', 'linear']).default('rbf'),
  /** Of the RBF: a number, `scale`, 1 / (columns * variance of all values of X), or `auto`, 1 / columns. */
  gamma: z.union([z.enum(['scale', 'auto']), z.number().positive()]).default('scale'),
  /** Stopping criterion: largest violation of the optimality conditions. */
  tolerance: z.number().positive().default(1e-3),
  /** Megabytes for kernel values kept during training. */
  cacheSize: z.number().positive().max(1024).default(200),
  /** k of SMOTE's nearest neighbours. */
  smoteNeighbours: z.int().min(1).default(5),
  /**
   * Factors of C for the classes, on top of SMOTE: none, `balanced` (rows / (classes * rows of the class) of the rows
   * before SMOTE), or pairs of label and weight; a class of weight 0 is dropped. They are scaled to a mean of 1 over
   * the classes.
   */
  classWeight: classWeightOption,
});

export type SvmSmoteOptions = z.input<typeof svmSmoteOptions>;
export type ResolvedSvmSmoteOptions = z.output<typeof svmSmoteOptions>;

/** The default grid of a search. */
export const svmSmoteGrid: ParameterGrid = { C: [1, 10, 100], gamma: ['scale', 0.1] };
