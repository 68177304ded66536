/** Explanations of predictions: their options and their form. */
import type { ContributionScale } from '../../classifiers/contract/contributions.js';
import type { ExecutorOption } from '../../jobs/executor.js';
import type { Label } from '../../matrix.js';
import type { ValueRemark } from './value-remark.js';

export const EXPLANATION_METHODS = ['auto', 'exact', 'sampled'] as const;
export type ExplanationMethod = (typeof EXPLANATION_METHODS)[number];

export interface ExplainOptions extends ExecutorOption {
  /** Rows of the table to explain, counted from 0; default all. */
  readonly rows?: ArrayLike<number>;
  /** The class whose prediction is explained; default: of two classes the positive one, otherwise the most probable one of each row. */
  readonly label?: Label;
  /**
   * `exact`: Shapley values of trees and linear models, before calibration, in log-odds (forests: probabilities). `sampled`:
   * of the calibrated probability, by sampling permutations; for every model. Default `auto`: exact where the classifier has it.
   */
  readonly method?: ExplanationMethod;
  /** Of `sampled`: permutations of the columns, an even number; more are more precise and take longer. Default 32. */
  readonly permutations?: number;
  /** Of `sampled`; default 42. */
  readonly seed?: number;
}

export interface ColumnContribution {
  /** A column of the table. */
  readonly column: string;
  /** The cell as typed; undefined if it is missing. */
  readonly value: string | undefined;
  /** How the value compares with the training rows; undefined if it is usual. */
  readonly remark: ValueRemark | undefined;
  /** What the column adds to the prediction, with everything that is made of it. */
  readonly contribution: number;
  /** Of a sampled contribution; undefined for an exact one. */
  readonly standardError: number | undefined;
}

export interface RowExplanation {
  /** Row of the table, counted from 0. */
  readonly row: number;
  /** The class that is explained. */
  readonly label: Label;
  /** Its calibrated probability. */
  readonly probability: number;
  /** The mean prediction over the training rows, on `scale`. */
  readonly expected: number;
  /** The prediction on `scale`: `expected` plus all contributions. Of `exact` before calibration, so it does not match `probability`. */
  readonly prediction: number;
  /** The largest contribution, of either sign, first. */
  readonly columns: readonly ColumnContribution[];
}

export interface Explanations {
  readonly rows: readonly RowExplanation[];
  /** Of contributions, expected values and predictions. */
  readonly scale: ContributionScale;
  readonly method: Exclude<ExplanationMethod, 'auto'>;
  /** About columns and values unlike those of the training, and about the background. */
  readonly notices: readonly string[];
}
