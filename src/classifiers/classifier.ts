/**
 * The one contract of every classifier. A constructor takes options and does no work; `fit` learns;
 * a fitted classifier is described completely by `toJSON()` (plain JSON) and `tensors()` (arrays).
 */
import type { Label, Matrix } from '../matrix.js';
import type { ModelTensor } from '../modelfile/tensor.js';

export type { ModelTensor } from '../modelfile/tensor.js';

/** What a running `fit` reports, once an epoch (or boosting round, or tree). */
export interface FitProgress {
  /** 1-based. */
  readonly epoch: number;
  readonly epochs: number;
  /** Mean training loss of the epoch. */
  readonly loss: number;
  /** Macro F1 on the rows that choose the checkpoint. */
  readonly validationMacroF1: number;
  /** Best of `validationMacroF1` so far and the epoch that reached it. */
  readonly bestMacroF1: number;
  readonly bestEpoch: number;
  /** Learning rate of the epoch's last step. */
  readonly learningRate: number;
  readonly secondsElapsed: number;
}

export interface FitOptions {
  /** One non-negative weight a row of X; default all 1. */
  readonly sampleWeight?: ArrayLike<number>;
  /** Rows that choose the checkpoint. Default: a stratified part held back from X. */
  readonly validation?: { readonly X: Matrix; readonly y: readonly Label[] };
  readonly onProgress?: (progress: FitProgress) => void;
  /**
   * Stops the fit at the next batch: `fit` rejects with `signal.reason`, and the classifier is left
   * with the best checkpoint so far if there is one (`isFitted` tells).
   */
  readonly signal?: AbortSignal;
}

export interface Classifier {
  /** The registry's name, for example `qcl-mixnet`. */
  readonly name: string;
  readonly isFitted: boolean;
  /** The labels in the order of the probabilities' columns. Throws `NotFittedError` before `fit`. */
  readonly classes: readonly Label[];
  fit(X: Matrix, y: readonly Label[], options?: FitOptions): Promise<this>;
  /** rows x classes; each row sums to 1. */
  predictProba(X: Matrix): Promise<Matrix>;
  predict(X: Matrix): Promise<Label[]>;
  /** Options and everything learned that is not an array. */
  toJSON(): Record<string, unknown>;
  tensors(): Map<string, ModelTensor>;
}
