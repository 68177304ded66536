/** Result of a comparison of classifiers on one table; plain data. */
import type { Label } from '../../matrix.js';
import { type BaselineReports, ROUNDING } from '../../metrics/baseline-reports.js';
import type { ReportMetrics } from '../../metrics/classification-report.js';
import type { CorrectedMean } from '../../statistics/corrected-mean.js';
import type { PairTest } from '../../statistics/corrected-t-tests-of-pairs.js';
import type { ScoreInterval } from '../../statistics/score-interval.js';
import type { ColumnRoles } from '../column-roles/column-roles.js';

/** Level of the tests, and 1 - coverage of the intervals. */
export const LEVEL = 0.05;

/** A split of the rows into training and test rows, the same for all classifiers. */
export interface ComparisonSplit {
  /** Both from 0. */
  readonly repeat: number;
  readonly fold: number;
  readonly trainRows: number;
  readonly testRows: number;
}

/** The metric by which classifiers are ranked. */
export interface ComparisonMetric {
  /** A name of `SCORE_METRICS`, or an F-beta. */
  readonly name: string;
  /** For sentences, such as `macro F1`. */
  readonly title: string;
  readonly largerIsBetter: boolean;
}

/**
 * Scores of one fit on the rows of its fold, from calibrated probabilities and tuned decisions. Null: the fold has no row
 * to compute the score from; a mean leaves it out.
 */
export interface FitScores extends ReportMetrics {
  /** The metric of the comparison. */
  readonly metric: number | null;
  readonly matthewsCorrelation: number;
  /** Recall and precision of the positive class. */
  readonly recall: number | null;
  readonly precision: number | null;
  /** Of the positive class if there are two classes, otherwise the mean over the classes; likewise `rocAuc`. */
  readonly averagePrecision: number | null;
  readonly rocAuc: number | null;
  /** Mean over the rows of -ln of the probability given to the true class: smaller is better. */
  readonly logLoss: number;
  /** Smaller is better. */
  readonly brierScore: number;
  /** Duration of the training. */
  readonly seconds: number;
}

/** The baselines in words. */
export const BASELINE_TITLES: Readonly<Record<keyof BaselineReports, string>> = {
  mostFrequentClass: 'always the most frequent class',
  classFrequencies: 'the class frequencies',
};

/** Predictions that need no classifier, on the same splits: a row of the leader board that is not ranked. */
export interface ComparisonBaseline {
  readonly name: keyof BaselineReports;
  /** One per split; without a duration, so `seconds` is 0. */
  readonly scores: readonly FitScores[];
  readonly means: FitScores;
}

export interface FailedFit {
  readonly repeat: number;
  readonly fold: number;
  readonly reason: string;
}

/** A mean over the splits with its corrected standard error, and its interval or the reason why there is none. */
export type MeanScore = CorrectedMean & ScoreInterval;

/** A classifier on the leader board. */
export interface RankedClassifier {
  readonly name: string;
  /** The options given by the user. */
  readonly options: Readonly<Record<string, unknown>>;
  /** One per split, null if the fit failed. */
  readonly scores: readonly (FitScores | null)[];
  readonly failures: readonly FailedFit[];
  /** Over the fits that did not fail. */
  readonly means: FitScores;
  /**
   * The mean macro F1 with its corrected standard error, and `crossValidatedMacroF1Interval` of the predictions of all
   * folds, or the reason why there is none.
   */
  readonly macroF1: MeanScore;
  /**
   * The mean of the metric of the comparison, with its interval for new rows of the same kind from the predictions in each
   * fold (`crossValidatedAveragePrecisionInterval`, `crossValidatedShareInterval`); `score.reason` says why there is none.
   */
  readonly score: MeanScore;
  /** `confusion[t][p]`: rows of class t predicted as p, summed over the repeats. */
  readonly confusion: readonly (readonly number[])[];
  /** For each repeat and row (without those of weight 0) the predicted class as an index into `classes`; -1 if the fit failed or no fold has the row, the number of
   * classes for review. */
  readonly predictions: readonly Int32Array[];
  /** Of each fold whose floor cannot be kept why; its decision is the one for the best macro F1. */
  readonly fallbacks: readonly string[];
}

/** A classifier that was not ranked. */
export interface LeftOutClassifier {
  readonly name: string;
  readonly reason: string;
}

export interface Comparison {
  /** Name of the table. */
  readonly source: string;
  readonly target: string;
  /** Columns that are no features, and how the rows were split; absent for the defaults. */
  readonly roles?: ColumnRoles;
  /** Without those of weight 0. */
  readonly rows: number;
  readonly classes: readonly { readonly label: Label; readonly rows: number }[];
  readonly folds: number;
  readonly repeats: number;
  readonly seed: number;
  readonly splits: readonly ComparisonSplit[];
  readonly metric: ComparisonMetric;
  /** The class that recall and precision are about. */
  readonly positive: Label;
  /** By the mean of the metric, the best first; with equal means the faster one first. */
  readonly ranked: readonly RankedClassifier[];
  /** Classifiers that were not ranked, and why. */
  readonly leftOut: readonly LeftOutClassifier[];
  /** "Always the most frequent class" and "the class frequencies", both of the training rows of each split. */
  readonly baselines: readonly ComparisonBaseline[];
  /** Tests of the metric for all pairs; `first` and `second` are indices into `ranked`. */
  readonly pairs: readonly PairTest[];
  /** Notices about the rows and the fits. */
  readonly notices: readonly string[];
  /** Duration of the whole comparison. */
  readonly seconds: number;
}

/**
 * The baseline that a classifier does not beat by its mean of the metric: the better one; undefined if it beats both.
 */
export function unbeatenBaseline(
  { baselines, metric: { largerIsBetter } }: Comparison,
  { score }: Pick<RankedClassifier, 'score'>,
): ComparisonBaseline | undefined {
  const sign = largerIsBetter ? 1 : -1;
  const signed = ({ means: { metric } }: ComparisonBaseline) =>
    metric === null ? Number.NEGATIVE_INFINITY : sign * metric;
  const best = baselines.reduce((one, other) => (signed(other) > signed(one) ? other : one));
  return sign * score.mean <= signed(best) + ROUNDING ? best : undefined;
}

/** The test of two classifiers, as indices into `ranked` in either order. Undefined for a classifier with itself. */
export function pairOf({ pairs }: Comparison, one: number, other: number): PairTest | undefined {
  const [first, second] = one < other ? [one, other] : [other, one];
  return pairs.find((pair) => pair.first === first && pair.second === second);
}

/** Whether the difference is significant at `LEVEL` after Holm's correction. */
export function isSignificant({ test }: PairTest): boolean {
  return test !== undefined && test.adjustedP <= LEVEL;
}

/** Three decimals, or `<0.001`. */
export function probabilityText(p: number): string {
  return p < 0.001 ? '<0.001' : p.toFixed(3);
}
