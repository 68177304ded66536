/** The scores of probabilities, rankings and decisions together, each class against the others and averaged. */
import { InputError } from '../errors.js';
import type { Label, Matrix } from '../matrix.js';
import { brierScore } from './brier-score.js';
import { calibration } from './calibration.js';
import { checkIndices, countClasses, f1Of, ratio } from './class-counts.js';
import { logLoss } from './log-loss.js';
import { macroF1 } from './macro-f1.js';
import { matthewsCorrelation } from './matthews-correlation.js';
import { rowsAtK, scoresAtKOf } from './scores-at-k.js';
import { thresholdCounts } from './threshold-counts.js';
import { averagePrecisionOf, rocAucOf } from './threshold-curves.js';

/** Scores of the probabilities of one class against all others, or their means over classes. */
export interface OneVsRestScores {
  /** scikit-learn's `average_precision_score`. */
  readonly averagePrecision: number | undefined;
  /** scikit-learn's `roc_auc_score`; undefined also where all rows are of the class. */
  readonly rocAuc: number | undefined;
  /** Mean of (p - y)^2 (scikit-learn's `brier_score_loss`). */
  readonly brierScore: number | undefined;
  /**
   * 1 - Brier score / Brier score of the class's frequency given to every row: 1 is perfect, 0 no better, below 0
   * worse. Undefined where that one is 0.
   */
  readonly brierSkill: number | undefined;
  /** Mean of -ln of the probability of what came true, the class or not. */
  readonly logLoss: number | undefined;
  /** `calibration` with 10 bins. */
  readonly expectedCalibrationError: number | undefined;
  /** `scoresAtK` by the probability of the class. */
  readonly recallAtK: number | undefined;
  readonly precisionAtK: number | undefined;
  readonly liftAtK: number | undefined;
}

/** Every score is undefined for a class without rows. */
export interface ClassProbabilityScores extends OneVsRestScores {
  readonly label: Label;
  /** Rows of the class. */
  readonly rows: number;
  /** Of the rows predicted as the class, the part that is of it; 0 if there are none. */
  readonly precision: number | undefined;
  /** Of the rows of the class, the part that was predicted as it. */
  readonly recall: number | undefined;
  /** 2 P R / (P + R); 0 if both are 0. */
  readonly f1: number | undefined;
}

export interface ProbabilityReport {
  /** Predictions that are right / rows. */
  readonly accuracy: number;
  /** Mean recall over the classes that have rows. */
  readonly balancedAccuracy: number;
  /** As `macroF1` of `classificationReport`. */
  readonly macroF1: number;
  /** Of the predicted classes (scikit-learn's `matthews_corrcoef`). */
  readonly matthewsCorrelation: number;
  /** Mean of -ln of the probability of the true class (scikit-learn's `log_loss` of 32-bit probabilities). */
  readonly logLoss: number;
  /** Log loss of the class frequencies given to every row. */
  readonly frequencyLogLoss: number;
  /** Of all classes together (scikit-learn's `brier_score_loss`): halved for fewer than three classes. */
  readonly brierScore: number;
  /** 1 - Brier score / Brier score of the class frequencies given to every row; undefined where that one is 0. */
  readonly brierSkill: number | undefined;
  /** Of the largest probability of each row: whether its class is the true one so often. 10 bins. */
  readonly topLabelCalibrationError: number;
  /** Means over the classes that have rows (scikit-learn's `macro` average, one-vs-rest). */
  readonly averages: OneVsRestScores;
  /** In the order of the columns. */
  readonly perClass: readonly ClassProbabilityScores[];
  /** Classes whose scores are undefined, and that the averages leave out, because no row is of them. */
  readonly classesWithoutRows: readonly Label[];
  /** The rows that recall, precision and lift at k look at. */
  readonly rowsAtK: number;
}

export interface ProbabilityReportOptions {
  /** A number of rows, or a share of them above 0 and below 1. Default 0.1. */
  readonly k?: number;
  /**
   * Of each class, adding up to 1: what Brier skill and `frequencyLogLoss` compare with. Give those of the training
   * rows for a baseline that could be used in practice. Default: of the rows that are scored.
   */
  readonly frequencies?: readonly number[];
  /**
   * What each row counts in the scores, not all 0 (scikit-learn's `sample_weight`); default 1. A share k is then one of the
   * total weight; `rows` and `rowsAtK` count rows nevertheless.
   */
  readonly weights?: Float64Array;
}

/**
 * Average precision, ROC AUC, Brier score and skill, log loss, calibration error, and recall, precision and lift at k
 * of each class against the others and averaged; accuracy, balanced accuracy, macro F1 and Matthews correlation of the
 * predicted classes. Definitions are scikit-learn's where it has them.
 *
 * @param probabilities rows x classes
 * @param yTrue class index a row
 * @param yPred the predicted class likewise; it need not have the largest probability
 * @param labels one a class
 * @throws InputError for empty input, different lengths, an index out of range, probabilities or frequencies that are
 *   not from 0 to 1, or k out of range.
 */
export function probabilityReport(
  probabilities: Matrix<Float32Array | Float64Array>,
  yTrue: Int32Array,
  yPred: Int32Array,
  labels: readonly Label[],
  { k = 0.1, frequencies, weights }: ProbabilityReportOptions = {},
): ProbabilityReport {
  const classes = labels.length;
  checkIndices(yTrue, yPred, classes);
  checkProbabilities(probabilities, yTrue.length, classes);
  const counts = countClasses(yTrue, yPred, classes, weights);
  const { correct, support, predicted } = counts;
  const reference = frequencies ?? classFrequencies(yTrue, classes, weights);
  checkFrequencies(reference, classes);
  const constant = constantRows(reference, yTrue.length);
  const rows = weights ? countClasses(yTrue, yPred, classes).support : support;
  const total = labels.reduce((sum: number, _, c) => sum + support[c], 0);
  const perClass = labels.map((label, c) => ({
    label,
    rows: rows[c],
    ...(support[c] === 0
      ? NO_SCORES
      : {
          precision: ratio(correct[c], predicted[c]),
          recall: correct[c] / support[c],
          f1: f1Of(counts, c),
          ...oneVsRest(probabilities, yTrue, c, { frequency: reference[c], k, weights }),
        }),
  }));
  const present = perClass.filter((_, c) => support[c] > 0);
  const mean = (score: keyof OneVsRestScores) => meanOfDefined(present.map((each) => each[score]));
  const brier = brierScore(probabilities, yTrue, weights);
  return {
    accuracy: labels.reduce((sum: number, _, c) => sum + correct[c], 0) / total,
    balancedAccuracy:
      labels.reduce((sum: number, _, c) => sum + ratio(correct[c], support[c]), 0) / present.length,
    macroF1: macroF1(yTrue, yPred, classes, weights),
    matthewsCorrelation: matthewsCorrelation(yTrue, yPred, classes, weights),
    logLoss: logLoss(probabilitiesOfTruth(probabilities, yTrue), weights),
    frequencyLogLoss: logLoss(probabilitiesOfTruth(constant, yTrue), weights),
    brierScore: brier,
    brierSkill: skill(brier, brierScore(constant, yTrue, weights)),
    topLabelCalibrationError: topLabelCalibrationError(probabilities, yTrue, weights),
    averages: {
      averagePrecision: mean('averagePrecision'),
      rocAuc: mean('rocAuc'),
      brierScore: mean('brierScore'),
      brierSkill: mean('brierSkill'),
      logLoss: mean('logLoss'),
      expectedCalibrationError: mean('expectedCalibrationError'),
      recallAtK: mean('recallAtK'),
      precisionAtK: mean('precisionAtK'),
      liftAtK: mean('liftAtK'),
    },
    perClass,
    classesWithoutRows: perClass.filter(({ rows }) => rows === 0).map(({ label }) => label),
    rowsAtK: rowsAtK(k, yTrue.length),
  };
}

/** Rows of each class / rows, or of their weights. */
export function classFrequencies(yTrue: Int32Array, classes: number, weights?: Float64Array): number[] {
  const { support } = countClasses(yTrue, yTrue, classes, weights);
  let total = 0;
  for (let c = 0; c < classes; c++) total += support[c];
  return Array.from(support, (count) => count / total);
}

/** The same probabilities for every row. */
export function constantRows(probabilities: readonly number[], rows: number): Matrix<Float64Array> {
  const columns = probabilities.length;
  const data = new Float64Array(rows * columns);
  for (let i = 0; i < rows; i++) data.set(probabilities, i * columns);
  return { data, rows, columns };
}

const NO_SCORES: Omit<ClassProbabilityScores, 'label' | 'rows'> = {
  precision: undefined,
  recall: undefined,
  f1: undefined,
  averagePrecision: undefined,
  rocAuc: undefined,
  brierScore: undefined,
  brierSkill: undefined,
  logLoss: undefined,
  expectedCalibrationError: undefined,
  recallAtK: undefined,
  precisionAtK: undefined,
  liftAtK: undefined,
};

function oneVsRest(
  { data, rows, columns }: Matrix<Float32Array | Float64Array>,
  yTrue: Int32Array,
  c: number,
  { frequency, k, weights }: { frequency: number; k: number; weights: Float64Array | undefined },
): OneVsRestScores {
  const scores = new Float64Array(rows);
  const ofTruth = new Float64Array(rows);
  const positive = new Array<boolean>(rows);
  let [squares, referenceSquares, total] = [0, 0, 0];
  for (let i = 0; i < rows; i++) {
    const p = data[i * columns + c];
    const yes = yTrue[i] === c;
    scores[i] = p;
    positive[i] = yes;
    ofTruth[i] = yes ? p : 1 - p;
    const weight = weights ? weights[i] : 1;
    total += weight;
    squares += weight * (yes ? 1 - p : p) ** 2;
    referenceSquares += weight * (yes ? 1 - frequency : frequency) ** 2;
  }
  const brier = squares / total;
  const counts = thresholdCounts(positive, scores, weights);
  const atK = scoresAtKOf(counts, k, weights !== undefined);
  return {
    averagePrecision: averagePrecisionOf(counts),
    rocAuc: counts.positives === counts.called.at(-1) ? undefined : rocAucOf(counts),
    brierScore: brier,
    brierSkill: skill(brier, referenceSquares / total),
    logLoss: logLoss(ofTruth, weights),
    expectedCalibrationError: calibration(positive, scores, undefined, weights).expectedCalibrationError,
    recallAtK: atK.recall,
    precisionAtK: atK.precision,
    liftAtK: atK.lift,
  };
}

function skill(score: number, reference: number): number | undefined {
  return reference === 0 ? undefined : 1 - score / reference;
}

function topLabelCalibrationError(
  { data, rows, columns }: Matrix<Float32Array | Float64Array>,
  yTrue: Int32Array,
  weights?: Float64Array,
): number {
  const top = new Float64Array(rows);
  const right = new Array<boolean>(rows);
  for (let i = 0; i < rows; i++) {
    let best = 0;
    for (let c = 1; c < columns; c++) if (data[i * columns + c] > data[i * columns + best]) best = c;
    top[i] = data[i * columns + best];
    right[i] = best === yTrue[i];
  }
  return calibration(right, top, undefined, weights).expectedCalibrationError;
}

function probabilitiesOfTruth(
  { data, columns }: Matrix<Float32Array | Float64Array>,
  yTrue: Int32Array,
): Float64Array {
  const ofTruth = new Float64Array(yTrue.length);
  for (let i = 0; i < yTrue.length; i++) ofTruth[i] = data[i * columns + yTrue[i]];
  return ofTruth;
}

function meanOfDefined(values: readonly (number | undefined)[]): number | undefined {
  const defined = values.filter((value) => value !== undefined);
  return defined.length === 0 ? undefined : defined.reduce((sum, value) => sum + value, 0) / defined.length;
}

function checkProbabilities(
  { data, rows, columns }: Matrix<Float32Array | Float64Array>,
  wanted: number,
  classes: number,
): void {
  if (rows !== wanted || columns !== classes) {
    throw new InputError(
      `probabilities is ${rows} x ${columns}, but there are ${wanted} rows and ${classes} classes`,
    );
  }
  const bad = data.findIndex((p) => !(p >= 0 && p <= 1));
  if (bad < 0) return;
  throw new InputError(
    `probabilities is ${data[bad]} at row ${Math.floor(bad / columns)}, class ${bad % columns}: give numbers from 0 to 1`,
  );
}

function checkFrequencies(frequencies: readonly number[], classes: number): void {
  const sum = frequencies.reduce((total, share) => total + share, 0);
  const valid = frequencies.every((share) => share >= 0) && Math.abs(sum - 1) <= 1e-6;
  if (frequencies.length === classes && valid) return;
  throw new InputError(
    `frequencies is [${frequencies.join(', ')}]: give ${classes} numbers from 0 that add up to 1`,
  );
}
