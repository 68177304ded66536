/**
 * The contract of all classifiers. The constructor only takes options, `fit` does the work, and `toJSON()` (plain
 * JSON) and `tensors()` (arrays) describe a fitted classifier completely.
 */
import type { ExecutorOption } from '../../jobs/executor.js';
import type { ColumnForm, FeatureMatrix, Label, Matrix } from '../../matrix.js';
import type { ModelTensor } from '../../modelfile/tensor.js';
import type { FitProgress } from '../../training/fit-progress.js';
import type { Contributions } from './contributions.js';

export type { ModelTensor } from '../../modelfile/tensor.js';
export type { FitProgress } from '../../training/fit-progress.js';

export interface ValidationRows {
  readonly X: FeatureMatrix;
  readonly y: readonly Label[];
  readonly sampleWeight?: ArrayLike<number>;
}

export interface FitOptions extends ExecutorOption {
  /**
   * One non-negative weight per row of X; default all 1. Only proportions matter. Rows of weight 0 are dropped before
   * training; a class whose rows all have weight 0 stays in `classes` and is never predicted. `classWeight`
   * multiplies the weights by a factor for each class. What positive weights affect differs by classifier
   * (docs/classifiers.md).
   */
  readonly sampleWeight?: ArrayLike<number>;
  /**
   * A number for each row of X, the same for rows of one group: no group is divided by the parts that the fit holds out,
   * such as validation rows, the folds of an ensemble and those of its calibrations.
   */
  readonly groups?: ArrayLike<number>;
  /**
   * A number for each row of X, larger for later rows, instead of groups: validation rows are the latest ones, and the folds
   * of an ensemble and of its calibrations are blocks that follow each other. Every block is predicted by
   * members that were fitted on all the others, later ones included.
   */
  readonly times?: ArrayLike<number>;
  /**
   * Validation rows, which choose the checkpoint. Default: a stratified part of X is held out. `'none'`: no rows are
   * held out; all rows are trained on and the last epoch is kept. Classifiers without checkpoints and cross-validation
   * ensembles ignore both; early stopping, which needs validation rows, throws `InputError` with `'none'`.
   *
   * They are weighted like training rows: sample weight (default all 1) times class weight. The macro F1 that chooses
   * the checkpoint is scikit-learn's `f1_score` with `sample_weight`: a row of weight 2 counts as two rows. A class
   * weight leaves the recall of its class unchanged but makes its rows count more or less in the precision of every
   * class.
   */
  readonly validation?: ValidationRows | 'none';
  /** The names of the columns of X, for options that name columns; default `0`, `1` and so on. */
  readonly columnNames?: readonly string[];
  /** Names of columns that are not in X but that options may name, to no effect: a preparation dropped them. */
  readonly unusedColumns?: readonly string[];
  /** Called during the fit, after each epoch, round or member. */
  readonly onProgress?: (progress: FitProgress) => void;
  /** Called when a stage of the fit begins of which there is no progress, such as `calibrating 7 candidates`. */
  readonly onStage?: (stage: string) => void;
  /** Called with warnings about the rows and the options, such as too few rows of a class for an option. */
  readonly onWarning?: (message: string) => void;
  /**
   * Whether `onWarning` is also called with options that have no effect beside the others, such as `qubits` without a circuit.
   * Default true; false for options that no user chose, such as those of a search.
   */
  readonly warnsOfOptions?: boolean;
  /**
   * Stops the fit at the next batch: `fit` rejects with `signal.reason`, and the classifier keeps the best checkpoint
   * so far, if any (see `isFitted`).
   */
  readonly signal?: AbortSignal;
  /**
   * When the training that the fit is part of began, in `performance.now()` time: an option `timeLimit` counts from then.
   * Default: when `fit` is called.
   */
  readonly startedAt?: number;
}

/** A candidate of `auto` that is not in its ensemble, although it was to be fitted. */
export interface LeftOut {
  /** Its name among the candidates. */
  readonly candidate: string;
  /** A clause. */
  readonly reason: string;
}

/** Members of an ensemble with the same name, transform and calibration. */
export interface EnsemblePart {
  /** The name among the candidates of `auto`; of other ensembles, and in files before 0.2.0, that of the classifier. */
  readonly name: string;
  /** Name in the registry. */
  readonly classifier: string;
  /** The feature transform and calibration, if any; otherwise empty. */
  readonly remark: string;
  readonly members: number;
  /** Total weight of the members; the weights of all parts sum to 1. */
  readonly weight: number;
}

/** Out-of-fold predictions of an ensemble for its training rows: each row by the members fitted without it. */
export interface OutOfFold {
  /** Training rows (those of positive weight) x classes, in the order of `fit`. */
  readonly probabilities: Matrix;
  /** Index into `classes` for each row. */
  readonly y: Int32Array;
}

export interface Classifier {
  /** The registry's name, for example `qcl-mixnet`. */
  readonly name: string;
  readonly isFitted: boolean;
  /**
   * The preferred form of X; after `fit`, the form of the X it was fitted on: `values` (64-bit floats) if it keeps
   * them, else `scaled`. A `scaled` classifier rounds X to 32 bits.
   */
  readonly form: ColumnForm;
  /** Whether NaN in X is accepted as a missing value; otherwise it is an error. */
  readonly acceptsMissing: boolean;
  /** Whether `fit` takes a `sampleWeight`; otherwise it is an error. */
  readonly acceptsSampleWeight: boolean;
  /** The labels in the order of the probabilities' columns. Throws `NotFittedError` before `fit`. */
  readonly classes: readonly Label[];
  /**
   * Fits the classifier on X (rows x columns) and one label per row. X to predict must have the same columns; its
   * `categories` may be absent, and are otherwise checked against those of the fit.
   *
   * @throws InputError for invalid shapes, values, codes, labels or weights
   * @throws the reason of `options.signal` when it stops the fit
   */
  fit(X: FeatureMatrix, y: readonly Label[], options?: FitOptions): Promise<this>;
  /** rows x classes; each row sums to 1. */
  predictProba(X: FeatureMatrix): Promise<Matrix>;
  /** The class with the largest probability for each row; of ties the first. */
  predict(X: FeatureMatrix): Promise<Label[]>;
  /**
   * Importance of each column of X by the classifier's own measure; they sum to 1, or are all 0 if nothing was split or
   * fitted. A column of categories has the sum over the columns that it is encoded as.
   * Undefined for classifiers without such a measure. Throws `NotFittedError` before `fit`.
   */
  importances?(): Float32Array;
  /**
   * Exact contributions of the columns of X to the prediction of a class for each row, rows x columns: of trees their Shapley
   * values with the training rows in each branch as background (TreeSHAP), of linear models coefficient x (value - mean).
   * Undefined for classifiers without such a form, and for models saved before 0.2.0.
   *
   * @param label one of `classes`
   * @throws InputError for rows that cannot be predicted, and for another label
   */
  contributions?(X: FeatureMatrix, label: Label): Promise<Contributions | undefined>;
  /** The parts of an ensemble, the largest weight first; empty for a single class. Undefined for other classifiers. */
  parts?(): readonly EnsemblePart[];
  /** The candidates that the last `fit` left out; not saved. Undefined for other classifiers than `auto`. */
  leftOut?(): readonly LeftOut[];
  /**
   * Out-of-fold predictions: for estimates without test rows, and for fitting thresholds and calibration. Undefined
   * for other classifiers, for a single class and for very few rows.
   */
  readonly outOfFold?: OutOfFold;
  /**
   * The hidden representation of each row of X, rows x width; undefined for a network without one and for classifiers
   * that are not neural networks. Throws `NotFittedError` before `fit`.
   */
  representations?(X: FeatureMatrix): Promise<Matrix | undefined>;
  /**
   * The distance of each row of X to the nearest learned class centroid in the embedding of a network; undefined for a network
   * without centroids and for other classifiers. Throws `NotFittedError` before `fit`.
   */
  centroidDistances?(X: FeatureMatrix): Promise<Float64Array | undefined>;
  /** Options and all fitted state that is not an array. */
  toJSON(): Record<string, unknown>;
  /** The fitted arrays, by name. Throws `NotFittedError` before `fit`. */
  tensors(): Map<string, ModelTensor>;
}

/** A fitted classifier, or an executor that holds one. */
export type RowPredictor = Pick<Classifier, 'classes' | 'predictProba'>;
