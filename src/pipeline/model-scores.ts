/** All scores of a model on labelled rows, beside those of predictions that need no model. */
import { columnOf } from '../decision/class-threshold.js';
import { rarestOf } from '../decision/out-of-fold-rows.js';
import { type Label, type Matrix, rowsAt } from '../matrix.js';
import {
  type BaselineReports,
  baselineReports,
  type UnbeatenBaseline,
  unbeatenBaselines,
} from '../metrics/baseline-reports.js';
import {
  type ProbabilityReport,
  type ProbabilityReportOptions,
  probabilityReport,
} from '../metrics/probability-report.js';
import { averagePrecisionInterval } from '../statistics/average-precision-interval.js';
import { macroF1IntervalOf } from '../statistics/macro-f1-interval.js';
import { noInterval, type ScoreInterval } from '../statistics/score-interval.js';
import { shareInterval } from '../statistics/share-interval.js';
import type { Provenance } from './provenance.js';
import { type DecisionScores, scoreDecisions } from './score-decisions.js';
import { SHARE_AT_K } from './score-metrics.js';

/** What scores are compared with and about. */
export interface ScoreReference {
  /** The classes of the model, in the order of its probabilities. */
  readonly classes: readonly Label[];
  /** The class that recall, precision and scores at k are about. */
  readonly positive: Label;
  /** Of each class among the training rows, adding up to 1; default: among the rows that are scored. */
  readonly frequencies?: readonly number[];
}

/** 95 % intervals over other rows of the same kind, or why there are none. */
export interface ScoreIntervals {
  readonly macroF1: ScoreInterval;
  /** Of the positive class, as the others. */
  readonly recall: ScoreInterval;
  readonly precision: ScoreInterval;
  readonly averagePrecision: ScoreInterval;
}

export interface RowScores extends DecisionScores {
  /**
   * Scores of the decided classes, over the rows that were decided for a class; scores of the probabilities, over all
   * rows. Labels that are not classes of the model follow behind its classes, with probability 0.
   */
  readonly probabilities: ProbabilityReport;
}

export interface ModelScores extends RowScores {
  readonly positive: Label;
  /** Whether rows count by their weights in the scores; supports and the confusion matrix count rows nevertheless. */
  readonly weighted: boolean;
  /** What "always the most frequent class" and "the class frequencies" reach on the same rows. */
  readonly baselines: BaselineReports;
  /** The metrics in which the model is no better than a baseline. */
  readonly unbeaten: readonly UnbeatenBaseline[];
  readonly intervals: ScoreIntervals;
  /** Classes of the model without a row: their scores are undefined, and the averages leave them out. */
  readonly classesWithoutRows: readonly Label[];
}

/** The positive class of a model and the class frequencies of its training rows. */
export function scoreReference(
  classes: readonly Label[],
  { classes: counted, positive }: Pick<Provenance, 'classes' | 'positive'>,
): ScoreReference {
  const rows = new Map(counted.map((each) => [each.label, each.trainingWeight ?? each.trainingRows]));
  const counts = classes.map((label) => rows.get(label) ?? 0);
  const total = counts.reduce((sum, count) => sum + count, 0);
  const known = positive !== undefined && classes.includes(positive);
  return {
    classes,
    positive: known ? positive : classes[Math.max(0, rarestOf(counts))],
    frequencies: total === 0 ? undefined : counts.map((count) => count / total),
  };
}

/**
 * @param labels the true label of each row
 * @param decided the label of the action for each row
 * @param probabilities calibrated, rows x classes
 * @param weights what each row counts in the scores, above 0; default 1. There are no intervals then
 * @throws InputError if no row was decided for a class, and as `classificationReport` and `probabilityReport`.
 */
export function modelScores(
  labels: readonly Label[],
  decided: readonly Label[],
  probabilities: Matrix,
  reference: ScoreReference,
  weights?: Float64Array,
): ModelScores {
  const { classes, positive } = reference;
  const rows = indexRows(labels, decided, probabilities, reference, weights);
  const scores = scoresOf(rows);
  const baselines = baselinesOf(rows);
  const c = classes.indexOf(positive);
  const withoutRows = new Set(scores.probabilities.classesWithoutRows);
  return {
    ...scores,
    positive,
    weighted: weights !== undefined,
    baselines,
    unbeaten: unbeatenBaselines(scores.probabilities, baselines, rows.all.length === 2 ? c : undefined),
    intervals: weights ? NO_INTERVALS : intervalsOf(scores, labels, probabilities, c),
    classesWithoutRows: classes.filter((label) => withoutRows.has(label)),
  };
}

/** The same without baselines and intervals. */
export function scoreRows(
  labels: readonly Label[],
  decided: readonly Label[],
  probabilities: Matrix,
  reference: Omit<ScoreReference, 'positive'>,
  weights?: Float64Array,
): RowScores {
  return scoresOf(indexRows(labels, decided, probabilities, reference, weights));
}

interface IndexedRows {
  readonly decisions: DecisionScores;
  /** The classes of the model, then other labels that occur. */
  readonly all: readonly Label[];
  /** Rows x `all`. */
  readonly probabilities: Matrix;
  readonly y: Int32Array;
  /** The index of the decided class; -1 for a row that was not decided for a class. */
  readonly predicted: Int32Array;
  readonly options: ProbabilityReportOptions;
}

function indexRows(
  labels: readonly Label[],
  decided: readonly Label[],
  probabilities: Matrix,
  { classes, frequencies }: Omit<ScoreReference, 'positive'>,
  weights: Float64Array | undefined,
): IndexedRows {
  const decisions = scoreDecisions(labels, decided, classes, weights);
  const all = decisions.report.labels;
  const index = new Map(all.map((label, c) => [label, c]));
  return {
    decisions,
    all,
    probabilities: withColumns(probabilities, all.length),
    y: Int32Array.from(labels, (label) => index.get(label) as number),
    predicted: Int32Array.from(decided, (label) => index.get(label) ?? -1),
    options: {
      k: SHARE_AT_K,
      frequencies: frequencies && all.map((_, c) => frequencies[c] ?? 0),
      ...(weights && { weights }),
    },
  };
}

function scoresOf({ decisions, all, probabilities, y, predicted, options }: IndexedRows): RowScores {
  const overAll = probabilityReport(
    probabilities,
    y,
    predicted.map((c) => Math.max(0, c)),
    all,
    options,
  );
  if (decisions.reviewed === 0) return { ...decisions, probabilities: overAll };
  const overDecided = probabilityReport(
    rowsAt(
      probabilities,
      Int32Array.from(predicted.keys()).filter((row) => predicted[row] >= 0),
    ),
    y.filter((_, row) => predicted[row] >= 0),
    predicted.filter((c) => c >= 0),
    all,
    ofDecided(options, predicted),
  );
  return { ...decisions, probabilities: withDecisionsOf(overDecided, overAll) };
}

function baselinesOf({ decisions, all, y, predicted, options }: IndexedRows): BaselineReports {
  const overAll = baselineReports(y, all, options);
  if (decisions.reviewed === 0) return overAll;
  const overDecided = baselineReports(
    y.filter((_, row) => predicted[row] >= 0),
    all,
    ofDecided(options, predicted),
  );
  return {
    mostFrequentClass: withDecisionsOf(overDecided.mostFrequentClass, overAll.mostFrequentClass),
    classFrequencies: withDecisionsOf(overDecided.classFrequencies, overAll.classFrequencies),
  };
}

/** The options for the rows that were decided for a class. */
function ofDecided(
  { weights, ...options }: ProbabilityReportOptions,
  predicted: Int32Array,
): ProbabilityReportOptions {
  return { ...options, ...(weights && { weights: weights.filter((_, row) => predicted[row] >= 0) }) };
}

/** `all` with the scores of the predicted classes of `decided`. */
function withDecisionsOf(decided: ProbabilityReport, all: ProbabilityReport): ProbabilityReport {
  const { accuracy, balancedAccuracy, macroF1, matthewsCorrelation } = decided;
  const perClass = all.perClass.map((each, c) => {
    const { precision, recall, f1 } = decided.perClass[c];
    return { ...each, precision, recall, f1 };
  });
  return { ...all, accuracy, balancedAccuracy, macroF1, matthewsCorrelation, perClass };
}

/** With columns of zeros at the end, for labels that the model does not know. */
function withColumns(matrix: Matrix, columns: number): Matrix {
  if (matrix.columns === columns) return matrix;
  const data = new Float32Array(matrix.rows * columns);
  for (let row = 0; row < matrix.rows; row++) {
    data.set(matrix.data.subarray(row * matrix.columns, (row + 1) * matrix.columns), row * columns);
  }
  return { data, rows: matrix.rows, columns };
}

const WEIGHTED = noInterval('the rows have weights');

const NO_INTERVALS: ScoreIntervals = {
  macroF1: WEIGHTED,
  recall: WEIGHTED,
  precision: WEIGHTED,
  averagePrecision: WEIGHTED,
};

function intervalsOf(
  { report }: RowScores,
  labels: readonly Label[],
  probabilities: Matrix,
  c: number,
): ScoreIntervals {
  const { confusion, metrics } = report;
  const hits = confusion[c][c];
  const calledPositive = confusion.reduce((sum, row) => sum + row[c], 0);
  const isPositive = labels.map((label) => label === report.labels[c]);
  return {
    macroF1: macroF1IntervalOf(confusion, metrics.macroF1),
    recall: shareInterval(hits, report.perClass[c].support),
    precision: shareInterval(hits, calledPositive),
    averagePrecision: isPositive.includes(true)
      ? withoutScore(averagePrecisionInterval(isPositive, columnOf(probabilities, c)))
      : noInterval('no row is of the positive class'),
  };
}

function withoutScore({ averagePrecision, ...interval }: ReturnType<typeof averagePrecisionInterval>) {
  return interval;
}
