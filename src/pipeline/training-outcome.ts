/** Result of a training on a table, complete or stopped early. */
import type { FitProgress } from '../classifiers/contract/classifier.js';
import type { FeatureMatrix, Label, Matrix } from '../matrix.js';
import type { ClassificationReport } from '../metrics/classification-report.js';
import type { ModelScores } from './model-scores.js';
import type { TableClassifier } from './table-classifier.js';

export interface TrainingOutcome {
  readonly model: TableClassifier;
  /** Scores of the decided classes of the test rows. */
  readonly report: ClassificationReport;
  /** All scores on the test rows, `report` among them, beside those of the baselines. */
  readonly scores: ModelScores;
  /** Notices: dropped columns, rare classes, shared rows, warnings of the classifier. */
  readonly notices: readonly string[];
  /** Duration of the training, including the grid search. */
  readonly seconds: number;
  /** The 1-based epoch whose state was kept. */
  readonly bestEpoch: number;
  readonly rows: { readonly train: number; readonly test: number };
  /** Test rows that equal a training row in every feature. */
  readonly sharedRows: number;
  /** Progress reports of the fit, in order; `epochCurve` turns them into a learning curve. */
  readonly reports: readonly FitProgress[];
  readonly test: TestedRows;
}

/** The prepared test rows, their labels, and the predictions of the model for them. */
export interface TestedRows {
  readonly X: FeatureMatrix;
  readonly y: readonly Label[];
  /** What each row counts in the scores, above 0; default 1. */
  readonly weights?: Float64Array;
  /** Rows x classes of the model, calibrated: what the decision is made from. */
  readonly probabilities: Matrix;
  /** Those of the classifier before calibration. */
  readonly uncalibrated: Matrix;
  /** The label of the action for each row. */
  readonly predicted: readonly Label[];
}

/** The training was stopped by its signal, whose reason is the `cause`. */
export class TrainingAborted extends Error {
  override readonly name: string = 'TrainingAborted';

  constructor(
    /** The best checkpoint so far as a tested model; undefined if no epoch was complete. */
    readonly outcome: TrainingOutcome | undefined,
    reason: unknown,
  ) {
    super('the training was stopped before it finished', { cause: reason });
  }
}
