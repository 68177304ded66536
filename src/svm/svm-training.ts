/** Input and result of training support vector machines: plain data that can be sent between threads. */

export interface SvmTraining {
  /**
   * Rows sorted by class: `sizes[0]` rows of class 0, then those of class 1, ... They should be centred: libsvm
   * writes its thresholds with six digits, so cancellation must be small.
   */
  readonly rows: Float32Array;
  readonly columns: number;
  readonly sizes: readonly number[];
  readonly kernel: SvmKernel;
  readonly C: number;
  /** Factor of C for each class. */
  readonly classWeights: readonly number[];
  readonly tolerance: number;
  /** Megabytes. */
  readonly cacheSize: number;
  /** What the calibration folds keep together or in order: for each row, as `SplitRules`. */
  readonly units?: {
    readonly kind: 'groups' | 'times';
    readonly from: Int32Array;
    /** Of a synthetic row, the group or time of the row that it leads to; of others as `from`. */
    readonly to: Int32Array;
  };
  /** Seed of the calibration folds. */
  readonly seed: number;
}

/** x . z, or exp(-gamma |x - z|^2). */
export type SvmKernel = { readonly kind: 'linear' } | { readonly kind: 'rbf'; readonly gamma: number };

/** One machine for each pair of classes, in libsvm's form: every support vector has classes - 1 coefficients. */
export interface SvmMachines {
  readonly kernel: SvmKernel;
  readonly columns: number;
  /** Row-major, sorted by class. */
  readonly supportVectors: Float32Array;
  /** Support vectors of each class. */
  readonly supportCounts: Int32Array;
  /**
   * classes - 1 rows with one value per support vector: that of a vector of class c in the machine against class d is
   * in row d - 1 if c < d, in row d if c > d.
   */
  readonly coefficients: Float64Array;
  /** Subtracted from each machine's value; positive values are for the first class of the pair. */
  readonly thresholds: Float64Array;
}

/** Machines with the sigmoids that turn their values into probabilities of the first class of each pair. */
export interface CalibratedMachines extends SvmMachines {
  readonly slopes: Float64Array;
  readonly offsets: Float64Array;
}
