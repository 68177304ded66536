/** What a comparison of classifiers on one table finds; plain data. */
import type { Label } from '../../matrix.js';
import type { ReportMetrics } from '../../metrics/classification-report.js';
import type { CorrectedMean } from '../../statistics/corrected-mean.js';
import type { PairTest } from '../../statistics/corrected-t-tests-of-pairs.js';
import type { ScoreInterval } from '../../statistics/score-interval.js';

/** Level of the tests, and 1 - coverage of the intervals. */
export const LEVEL = 0.05;

/** One training part and test part of the rows, the same for all classifiers. */
export interface ComparisonSplit {
  /** Both from 0. */
  readonly repeat: number;
  readonly fold: number;
  readonly trainRows: number;
  readonly testRows: number;
}

/** Scores of one fit on the rows of its fold. */
export interface FitScores extends ReportMetrics {
  /** Mean over the rows of -ln of the probability given to the true class: smaller is better. */
  readonly logLoss: number;
  /** Duration of the training. */
  readonly seconds: number;
}

/** A fit that could not be done. */
export interface FailedFit {
  readonly repeat: number;
  readonly fold: number;
  readonly reason: string;
}

export type MeanMacroF1 = CorrectedMean & ScoreInterval;

/** A classifier with a place on the leader board. */
export interface RankedClassifier {
  readonly name: string;
  /** The options that a person gave. */
  readonly options: Readonly<Record<string, unknown>>;
  /** One a split, null where the fit failed. */
  readonly scores: readonly (FitScores | null)[];
  readonly failures: readonly FailedFit[];
  /** Over the fits that did not fail. */
  readonly means: FitScores;
  /**
   * The mean macro F1 with its corrected standard error, and `crossValidatedMacroF1Interval` of the predictions of all
   * folds, or the reason why there is none.
   */
  readonly macroF1: MeanMacroF1;
  /** `confusion[t][p]`: rows of class t predicted as p, summed over the repeats. */
  readonly confusion: readonly (readonly number[])[];
  /** For each repeat and row of the table the predicted class as an index into `classes`; -1 where the fit failed. */
  readonly predictions: readonly Int32Array[];
}

export interface LeftOutClassifier {
  readonly name: string;
  readonly reason: string;
}

export interface Comparison {
  /** What the table was called. */
  readonly source: string;
  readonly target: string;
  readonly rows: number;
  readonly classes: readonly { readonly label: Label; readonly rows: number }[];
  readonly folds: number;
  readonly repeats: number;
  readonly seed: number;
  readonly splits: readonly ComparisonSplit[];
  /** By falling mean macro F1; of equal means the faster first. */
  readonly ranked: readonly RankedClassifier[];
  /** Those without a place, and why. */
  readonly leftOut: readonly LeftOutClassifier[];
  /** Tests of macro F1 for all pairs; `first` and `second` are places in `ranked`. */
  readonly pairs: readonly PairTest[];
  /** What a person should know of the rows and the fits. */
  readonly notices: readonly string[];
  /** Duration of the whole comparison. */
  readonly seconds: number;
}

/** The test of two places of `ranked`, in either order. Undefined for a place with itself. */
export function pairOf({ pairs }: Comparison, one: number, other: number): PairTest | undefined {
  const [first, second] = one < other ? [one, other] : [other, one];
  return pairs.find((pair) => pair.first === first && pair.second === second);
}

/** Whether a test tells the two apart, at `LEVEL` after Holm's correction. */
export function toldApart({ test }: PairTest): boolean {
  return test !== undefined && test.adjustedP <= LEVEL;
}

/** Three digits; `<0.001` for what they would make 0. */
export function probabilityText(p: number): string {
  return p < 0.001 ? '<0.001' : p.toFixed(3);
}
