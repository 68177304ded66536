/** What scores are worth: beside those of predictions that look at no feature. */
import type { Label } from '../matrix.js';
import {
  classFrequencies,
  constantRows,
  type ProbabilityReport,
  type ProbabilityReportOptions,
  probabilityReport,
} from './probability-report.js';

export interface BaselineReports {
  /** The most frequent class with probability 1 for every row (scikit-learn's `DummyClassifier`, `most_frequent`). */
  readonly mostFrequentClass: ProbabilityReport;
  /** The class frequencies as probabilities of every row, and the most frequent class (`DummyClassifier`, `prior`). */
  readonly classFrequencies: ProbabilityReport;
}

/**
 * The reports on the two predictions that need no model. Both rank all rows alike: their ROC AUC is 0.5, their average
 * precision the share of the class, their lift 1.
 *
 * @param yTrue class index a row
 * @param labels one a class
 * @param options as of `probabilityReport`; `frequencies`, such as those of the training rows, also say which class is
 *   the most frequent (of equally common ones the first) and what probabilities the second baseline gives
 * @throws InputError as `probabilityReport`.
 */
export function baselineReports(
  yTrue: Int32Array,
  labels: readonly Label[],
  options: ProbabilityReportOptions = {},
): BaselineReports {
  const frequencies = options.frequencies ?? classFrequencies(yTrue, labels.length);
  const mostFrequent = frequencies.indexOf(Math.max(...frequencies));
  const predicted = new Int32Array(yTrue.length).fill(mostFrequent);
  const report = (probabilities: readonly number[]) =>
    probabilityReport(constantRows(probabilities, yTrue.length), yTrue, predicted, labels, {
      ...options,
      frequencies,
    });
  return {
    mostFrequentClass: report(labels.map((_, c) => (c === mostFrequent ? 1 : 0))),
    classFrequencies: report(frequencies),
  };
}

/** A score in which a model does not beat the better one of the baselines. */
export interface UnbeatenBaseline {
  readonly metric:
    | 'macroF1'
    | 'balancedAccuracy'
    | 'matthewsCorrelation'
    | 'logLoss'
    | 'brierScore'
    | 'averagePrecision'
    | 'rocAuc';
  /** What the metric is about: the predicted classes, the probabilities, or the order of the rows by them. */
  readonly of: 'decisions' | 'probabilities' | 'ranking';
  readonly score: number;
  readonly baseline: keyof BaselineReports;
  readonly baselineScore: number;
}

/** Scores of 32-bit probabilities that differ by less are equal but for rounding. */
export const ROUNDING = 1e-6;

/**
 * The metrics in which a model is no better than the better one of the baselines, empty for a model that beats both in
 * all of them: macro F1, balanced accuracy and Matthews correlation of its decisions, log loss and Brier score of its
 * probabilities, average precision and ROC AUC of its ranking. Accuracy is not among them: a decision that
 * finds rare rows at the price of some false alarms has a lower accuracy and is none the worse.
 *
 * @param baselines of the same rows and options as `report`
 * @param positive the index of the class whose average precision and ROC AUC are compared; default their means
 */
export function unbeatenBaselines(
  report: ProbabilityReport,
  baselines: BaselineReports,
  positive?: number,
): UnbeatenBaseline[] {
  return COMPARED.flatMap(({ metric, of, sign, read }) => {
    const score = read(report, positive);
    const mostFrequent = read(baselines.mostFrequentClass, positive);
    const frequencies = read(baselines.classFrequencies, positive);
    if (score === undefined || mostFrequent === undefined || frequencies === undefined) return [];
    const baseline = sign * frequencies > sign * mostFrequent ? 'classFrequencies' : 'mostFrequentClass';
    const baselineScore = baseline === 'classFrequencies' ? frequencies : mostFrequent;
    if (sign * (score - baselineScore) > ROUNDING) return [];
    return [{ metric, of, score, baseline, baselineScore }];
  });
}

interface ComparedMetric extends Pick<UnbeatenBaseline, 'metric' | 'of'> {
  /** 1 where larger is better, -1 where smaller is. */
  readonly sign: 1 | -1;
  readonly read: (report: ProbabilityReport, positive: number | undefined) => number | undefined;
}

const ranking = (metric: 'averagePrecision' | 'rocAuc'): ComparedMetric => ({
  metric,
  of: 'ranking',
  sign: 1,
  read: ({ averages, perClass }, positive) =>
    (positive === undefined ? averages : perClass[positive])[metric],
});

const COMPARED: readonly ComparedMetric[] = [
  { metric: 'macroF1', of: 'decisions', sign: 1, read: (report) => report.macroF1 },
  { metric: 'balancedAccuracy', of: 'decisions', sign: 1, read: (report) => report.balancedAccuracy },
  { metric: 'matthewsCorrelation', of: 'decisions', sign: 1, read: (report) => report.matthewsCorrelation },
  { metric: 'logLoss', of: 'probabilities', sign: -1, read: (report) => report.logLoss },
  { metric: 'brierScore', of: 'probabilities', sign: -1, read: (report) => report.brierScore },
  ranking('averagePrecision'),
  ranking('rocAuc'),
];
