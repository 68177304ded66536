/** What moved between the training table, or another reference, and a new table. */
import type { ExecutorOption } from '../../jobs/executor.js';
import type { Label } from '../../matrix.js';
import type { Table } from '../../tables/table.js';
import type { ShownScores } from '../shown-scores.js';

/** Of one comparison: `none` if it is not significant, or too small to matter. */
export type DriftLevel = 'none' | 'some' | 'strong';

/** The largest level; `unknown` for fewer than 20 rows on either side, which say too little. */
export type DriftVerdict = DriftLevel | 'unknown';

export interface WatchOptions extends ExecutorOption {
  /**
   * Rows to compare with, such as the training table or those of an earlier month. Default: what the model keeps of its
   * training table.
   */
  readonly reference?: Table;
  /** Whether columns of dates, which move on by themselves, count for the verdict and in the classifier test; default false. */
  readonly dates?: boolean;
  /** The chance of any false alarm, over all comparisons; default 0.05. */
  readonly alpha?: number;
  /** Draws the rows and the folds of the classifier test; default 42. */
  readonly seed?: number;
}

export interface DriftBin {
  /** A category, a range of categories in sorted order, a value, or a range of numbers. */
  readonly label: string;
  /** Share of the rows of the reference. */
  readonly before: number;
  /** Share of the rows of the new table. */
  readonly now: number;
}

/** How one distribution moved. */
export interface DistributionShift {
  /**
   * Population stability index over `bins`; of more categories than these over at most 50 groups of them and one for missing
   * cells, or that of the share of unseen categories if it is larger.
   */
  readonly psi: number;
  readonly test: 'kolmogorov-smirnov' | 'chi-squared' | 'fisher';
  readonly p: number;
  /** At most 12 and one for missing cells, in order; the ranges of numbers are tenths of the reference. */
  readonly bins: readonly DriftBin[];
}

/** A comparison with what it says after Holm's correction over all that count. */
export interface Judged {
  /** Corrected; absent for what does not count for the verdict. */
  readonly adjustedP?: number;
  /** `none` for what does not count. */
  readonly level: DriftLevel;
}

export interface ColumnDrift extends DistributionShift, Judged {
  readonly column: string;
  /** The type of the column in the preparation. */
  readonly kind: string;
  /** What of the column moved most, for columns with several features, such as a part of a date. */
  readonly feature: string;
  /** Whether it counts for the verdict: columns of dates do not unless that is asked for. */
  readonly counts: boolean;
  /** Shares of missing cells. */
  readonly missing: { readonly before: number; readonly now: number };
  /** Cells below and above the range of the training; undefined for columns without one. */
  readonly outside?: { readonly below: number; readonly above: number };
  /** Cells with a category that training did not have, and the first of these; undefined for other columns. */
  readonly unseen?: { readonly cells: number; readonly categories: readonly string[] };
}

/** The calibrated probabilities of a class. */
export interface ScoreDrift extends DistributionShift, Judged {
  readonly label: Label;
  readonly mean: { readonly before: number; readonly now: number };
  /** Wasserstein distance of the probabilities now from those before, divided by the mean absolute deviation of these. */
  readonly distance: number;
}

/** How often the decision gives each label. */
export interface PredictedShare {
  readonly label: Label;
  readonly before: number;
  readonly now: number;
}

/** Alerts: rows that are predicted as the positive class. */
export interface AlertDrift extends Judged {
  readonly label: Label;
  /** Shares of the rows. */
  readonly before: number;
  readonly now: number;
  /** 95 % interval of `now`; undefined for fewer than five rows. */
  readonly interval?: readonly [number, number];
  readonly p: number;
  /** False if the decision gives the alerts a fixed share of any table. */
  readonly counts: boolean;
}

/** A classifier that tells the rows of the reference from the new ones. */
export interface ClassifierTest extends Judged {
  /** Area under its ROC curve, mean of the folds: 0.5 if it cannot. */
  readonly area: number;
  /** One-sided: that it is above 0.5. */
  readonly p: number;
  /** Rows of the reference and new rows that it was fitted and tested on. */
  readonly rows: { readonly before: number; readonly now: number };
  /** The columns that it tells them apart by, with their shares of its importance, the largest first. */
  readonly columns: readonly { readonly column: string; readonly importance: number }[];
}

/** The class shares of the new rows, estimated without their labels. */
export interface ClassShareDrift {
  readonly label: Label;
  readonly trained: number;
  readonly estimated: number;
  /**
   * 95 % interval of the estimate, if nothing but the shares has changed; absent for a class with few training rows, which
   * keeps its share.
   */
  readonly interval?: readonly [number, number];
  /** The true share; undefined without labels in the table. */
  readonly labelled?: number;
}

export interface LabelledScores {
  readonly now: ShownScores;
  /** Those of training; absent if the model keeps none. */
  readonly before?: ShownScores;
  /** What `before` was measured on. */
  readonly measuredOn?: 'test rows' | 'out-of-fold rows';
}

export interface DriftReport {
  readonly verdict: DriftVerdict;
  /** What the verdict follows from, the strongest first; empty for none. */
  readonly reasons: readonly string[];
  /** Where the reference distributions of the columns are from. */
  readonly reference: 'training' | 'table';
  readonly rows: { readonly before: number; readonly now: number };
  readonly alpha: number;
  /** All columns of the model that have features, those that moved most first. */
  readonly columns: readonly ColumnDrift[];
  /** Columns of the table that the model does not know. */
  readonly newColumns: readonly string[];
  /** Of the positive class for two classes, otherwise of each; empty if there is nothing to compare with. */
  readonly scores: readonly ScoreDrift[];
  /** What the scores are compared with; absent if there is nothing. */
  readonly scoresBefore?: 'out-of-fold predictions' | 'reference table';
  readonly predicted: readonly PredictedShare[];
  readonly alerts?: AlertDrift;
  readonly classifierTest?: ClassifierTest;
  /** Empty if the shares cannot be estimated. */
  readonly classShares: readonly ClassShareDrift[];
  /** Scores on the new rows, if the table has their labels. */
  readonly labelled?: LabelledScores;
  /** What could not be compared, and what is unusual about the table. */
  readonly notices: readonly string[];
}
