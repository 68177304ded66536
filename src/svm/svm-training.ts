/** What a training of support vector machines is given and gives: plain data, so that it can cross threads. */

export interface SvmTraining {
  /**
   * Rows in the order of their classes: `sizes[0]` rows of class 0, then those of class 1, ...
   * They should lie around 0: libsvm writes its thresholds with six digits, and what cancels stays small.
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
  /** Of the folds that calibrate the probabilities. */
  readonly seed: number;
}

/** x . z, or exp(-gamma |x - z|^2). */
export type SvmKernel = { readonly kind: 'linear' } | { readonly kind: 'rbf'; readonly gamma: number };

/** One machine for each pair of classes, in libsvm's form: every support vector has classes - 1 coefficients. */
export interface SvmMachines {
  readonly kernel: SvmKernel;
  readonly columns: number;
  /** Row-major, in the order of their classes. */
  readonly supportVectors: Float32Array;
  /** Support vectors of each class. */
  readonly supportCounts: Int32Array;
  /**
   * classes - 1 rows of a value each support vector: that of a vector of class c in its machine against
   * class d is in row d - 1 for c < d, in row d for c > d.
   */
  readonly coefficients: Float64Array;
  /** What is subtracted in each machine; above 0 is for the first class of the pair. */
  readonly thresholds: Float64Array;
}

/** Machines with the sigmoids that turn their values into probabilities of the first class of each pair. */
export interface CalibratedMachines extends SvmMachines {
  readonly slopes: Float64Array;
  readonly offsets: Float64Array;
}
