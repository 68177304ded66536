/** The predictions of a training for its test rows, as class indices. */
import type { Matrix } from '../../matrix.js';
import type { TrainingOutcome } from '../../pipeline/training-outcome.js';

export interface TestPredictions {
  /** The classes of the model, then those that occur in the test rows only, as text. */
  readonly classes: readonly string[];
  /** Index of the true and of the predicted class of each test row; predicted is -1 for one handed to review. */
  readonly truth: Int32Array;
  readonly predicted: Int32Array;
  /** What each row counts in the scores; default 1. */
  readonly weights?: Float64Array;
  /** Rows x classes of the model, calibrated and as the classifier gives them. */
  readonly probabilities: Matrix;
  readonly uncalibrated: Matrix;
}

export function testPredictions({ report, test }: TrainingOutcome): TestPredictions {
  // The labels of the report begin with the classes of the model.
  const index = new Map(report.labels.map((label, c) => [label, c]));
  const { weights, probabilities, uncalibrated } = test;
  return {
    classes: report.labels.map(String),
    truth: Int32Array.from(test.y, (label) => index.get(label) as number),
    predicted: Int32Array.from(test.predicted, (label) => index.get(label) ?? -1),
    ...(weights && { weights }),
    probabilities,
    uncalibrated,
  };
}

/** The rows that were decided for a class, not handed to review. */
export function decidedRows({ truth, predicted, weights }: TestPredictions) {
  const rows = predicted.map((_, row) => row).filter((row) => predicted[row] >= 0);
  return {
    rows,
    truth: rows.map((row) => truth[row]),
    predicted: rows.map((row) => predicted[row]),
    weights: weights && Float64Array.from(rows, (row) => weights[row]),
  };
}

/** For a class against all others: whether each row is of it, and its probabilities. */
export function oneVsRest(c: number, { classes, truth, probabilities }: TestPredictions) {
  return {
    positive: Array.from(truth, (t) => t === c),
    scores: columnOf(c, probabilities),
    name: `class ${classes[c]}`,
  };
}

export function columnOf(c: number, { data, rows, columns }: Matrix): Float64Array {
  return Float64Array.from({ length: rows }, (_, row) => data[row * columns + c]);
}
