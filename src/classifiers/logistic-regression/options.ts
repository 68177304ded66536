/** Options of logistic regression and their defaults. */
import * as z from 'zod';
import { classWeightOption } from '../contract/class-weight.js';
import type { ParameterGrid } from '../contract/classifier-entry.js';

export const logisticRegressionOptions = z.strictObject({
  /** Inverse strength of the L2 penalty: 1 / (2 C) * |coefficients|^2 is added to the summed loss (scikit-learn's `C`). */
  C: z.number().positive().default(1),
  /** Stops when no component of the gradient of the summed loss is larger (scikit-learn's `tol`). */
  tolerance: z.number().positive().default(1e-4),
  /**
   * Most iterations of L-BFGS. scikit-learn's default of 100 stops before the tolerance is reached on half of the
   * paper's data sets; 1000 reach it, with C = 1, on all seventeen tried (of eighteen).
   */
  maxIterations: z.int().min(1).max(1_000_000).default(1000),
  /** Weights of the classes: none, `balanced` as in scikit-learn, or pairs of label and weight. */
  classWeight: classWeightOption,
});

export type LogisticRegressionOptions = z.input<typeof logisticRegressionOptions>;
export type ResolvedLogisticRegressionOptions = z.output<typeof logisticRegressionOptions>;

/** The default grid of a search. */
export const logisticRegressionGrid: ParameterGrid = { C: [0.01, 0.1, 1, 10, 100] };
