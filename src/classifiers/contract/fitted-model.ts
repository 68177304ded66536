/** What the learning of a classifier is given and what it returns. */
import type { ColumnForm, FeatureMatrix, Label, Matrix } from '../../matrix.js';
import type { TrainingData } from '../../training/training-data.js';
import type { InputColumns } from '../encoding/input-columns.js';
import type { Categories } from './check-input.js';
import type { FitOptions, ModelTensor } from './classifier.js';
import type { Contributions } from './contributions.js';

/** A model fitted on at least two classes; immutable. */
export interface FittedModel {
  /** The form of the rows that it was fitted on and predicts; default `scaled`. */
  readonly form?: ColumnForm;
  /** Set if the model itself checks for values of X that are not finite while predicting. */
  readonly checksValues?: boolean;
  /** rows x classes. X has the right width and form and, unless `checksValues`, only valid values. */
  probabilities(X: Matrix): Matrix | Promise<Matrix>;
  /**
   * Exact contributions of the columns of X to the output of a class; undefined if the model was saved without what they
   * need. Not defined for models that are not sums over columns or trees.
   */
  contributions?(X: Matrix, output: number): Promise<Contributions | undefined>;
  /** All fitted state that is not an array, as plain JSON. */
  toJSON(): Record<string, unknown>;
  tensors(): Map<string, ModelTensor>;
}

/** The training rows: `weights` are positive, relative to the largest (`weightsOfMeanOne` for another scale). */
export type LearningProblem = TrainingData;

/** The same for a classifier of the form `values`, which accepts both precisions. */
export type ValuesProblem = TrainingData<FeatureMatrix>;

/** Input of `revive` besides the saved state. */
export interface FittedShape {
  /** Of the rows that the model is given; more than those of X if it has categories that are encoded. */
  readonly columns: number;
  readonly classes: number;
  /** As `FeatureMatrix.categories`; undefined if the model is given no codes. */
  readonly categories?: Categories;
}

export interface LearningControl
  extends Pick<FitOptions, 'executor' | 'onProgress' | 'onStage' | 'onWarning' | 'signal' | 'startedAt'> {
  /** Whether rows may be held out of the problem's if it has no validation rows; false for `validation: 'none'`. */
  readonly mayHoldOut: boolean;
  /** The labels of the classes that are learned. */
  readonly labels: readonly Label[];
  /** The weight of each of these classes by the option `classWeight`; only proportions matter. */
  readonly classWeights: Float64Array;
  /** The names of the columns of X (`FitOptions.columnNames`). */
  readonly columnNames: readonly string[];
  readonly unusedColumns: readonly string[];
  /** The columns of X and, for each column of the problem, the one that it holds or encodes. */
  readonly input: InputColumns;
}

export interface FitResult {
  /** Undefined if the signal stopped the fit before the first checkpoint. */
  readonly model: FittedModel | undefined;
  /** The signal stopped the fit: `model` is the best so far. */
  readonly aborted: boolean;
}
