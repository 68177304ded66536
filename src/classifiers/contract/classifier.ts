/**
 * The one contract of every classifier. A constructor takes options and does no work; `fit` learns;
 * a fitted classifier is described completely by `toJSON()` (plain JSON) and `tensors()` (arrays).
 */
import type { ExecutorOption } from '../../jobs/executor.js';
import type { ColumnForm, FeatureMatrix, Label, Matrix } from '../../matrix.js';
import type { ModelTensor } from '../../modelfile/tensor.js';
import type { FitProgress } from '../../training/fit-progress.js';

export type { ModelTensor } from '../../modelfile/tensor.js';
export type { FitProgress } from '../../training/fit-progress.js';

export interface FitOptions extends ExecutorOption {
  /**
   * One non-negative weight a row of X; default all 1. Only proportions matter. Rows of weight 0 are dropped before
   * training; a class whose rows all have weight 0 stays in `classes` and is never predicted. `classWeight` multiplies
   * the weights by a factor for each class. What positive weights affect differs by classifier (docs/classifiers.md).
   */
  readonly sampleWeight?: ArrayLike<number>;
  /**
   * Rows that choose the checkpoint. Default: a stratified part held back from X. Ensembles of cross-validation do not
   * use them: each member's fold chooses its checkpoint.
   *
   * They are weighted as training rows are: by their sample weight (`sampleWeight` here for rows that are given,
   * default all 1) times their class weight. The macro F1 that chooses is scikit-learn's `f1_score` with
   * `sample_weight`: a row of weight 2 counts as two rows. A class weight leaves the recall of its class unchanged but
   * makes its rows count more or less in the precision of every class.
   */
  readonly validation?: {
    readonly X: FeatureMatrix;
    readonly y: readonly Label[];
    readonly sampleWeight?: ArrayLike<number>;
  };
  /** Called in the course of the fit, after each epoch, round or member. */
  readonly onProgress?: (progress: FitProgress) => void;
  /** Called with what a person should know of the rows, such as too few of a class for an option. */
  readonly onWarning?: (message: string) => void;
  /**
   * Stops the fit at the next batch: `fit` rejects with `signal.reason`, and the classifier is left
   * with the best checkpoint so far if there is one (`isFitted` tells).
   */
  readonly signal?: AbortSignal;
}

/** Members of an ensemble that count alike. */
export interface EnsemblePart {
  /** A name of the registry. */
  readonly classifier: string;
  /** What sets it apart from other parts of this classifier; empty where nothing does. */
  readonly remark: string;
  readonly members: number;
  /** Of all members together; the weights of all parts sum to 1. */
  readonly weight: number;
}

/** What an ensemble said of its training rows, each by the members that had not learned it. */
export interface OutOfFold {
  /** Training rows (those of positive weight) x classes, in the order in which they were given to `fit`. */
  readonly probabilities: Matrix;
  /** Index into `classes` for each row. */
  readonly y: Int32Array;
}

export interface Classifier {
  /** The registry's name, for example `qcl-mixnet`. */
  readonly name: string;
  readonly isFitted: boolean;
  /**
   * The form in which X is best given to it; of a fitted classifier, that of the X it was fitted on: `values` of 64-bit
   * floats where it keeps them, else `scaled`. A `scaled` one rounds X to 32 bits.
   */
  readonly form: ColumnForm;
  /** Whether NaN in X stands for a missing value; otherwise it is refused. */
  readonly acceptsMissing: boolean;
  /** Whether `fit` takes a `sampleWeight`; otherwise it is refused. */
  readonly acceptsSampleWeight: boolean;
  /** The labels in the order of the probabilities' columns. Throws `NotFittedError` before `fit`. */
  readonly classes: readonly Label[];
  /**
   * Learns from X (rows x columns) and one label for each row.
   *
   * @throws InputError for shapes, values, labels or weights that cannot be used
   * @throws the reason of `options.signal` when it stops the fit
   */
  fit(X: FeatureMatrix, y: readonly Label[], options?: FitOptions): Promise<this>;
  /** rows x classes; each row sums to 1. */
  predictProba(X: FeatureMatrix): Promise<Matrix>;
  /** The class with the largest probability for each row, the first of equals. */
  predict(X: FeatureMatrix): Promise<Label[]>;
  /**
   * How much each column of X counts, by the classifier's own measure; sums to 1, or 0 throughout where
   * nothing was learned. Only classifiers that have such a measure have it. Throws `NotFittedError` before `fit`.
   */
  importances?(): Float32Array;
  /** What an ensemble is made of, the largest weight first; empty where there was one class. Only ensembles have it. */
  parts?(): readonly EnsemblePart[];
  /**
   * An honest estimate without a test part, and what thresholds and calibration can be fitted on. Undefined for
   * other classifiers, for one class and for very few rows.
   */
  readonly outOfFold?: OutOfFold;
  /**
   * The hidden representation of each row of X, rows x some width; undefined for a network without one. Only neural
   * classifiers have it. Throws `NotFittedError` before `fit`.
   */
  representations?(X: FeatureMatrix): Promise<Matrix | undefined>;
  /** Options and everything learned that is not an array. */
  toJSON(): Record<string, unknown>;
  /** The arrays of what was learned, by name. Throws `NotFittedError` before `fit`. */
  tensors(): Map<string, ModelTensor>;
}

/** Predicts probabilities: a fitted classifier, or an executor that holds one. */
export type RowPredictor = Pick<Classifier, 'classes' | 'predictProba'>;
