/** Defaults and choices of options, in a file that loads nothing: the program's help shows them. */
import type { ClassifierName } from '../classifiers/names.js';

/** Seeds the split and the training. */
export const DEFAULT_SEED = 42;
/** Of `train`: the ensemble. */
export const DEFAULT_CLASSIFIER = 'auto' satisfies ClassifierName;
/** Folds of a comparison. */
export const DEFAULT_COMPARISON_FOLDS = 5;
/** Repetitions of a comparison's cross-validation. */
export const DEFAULT_REPEATS = 2;
/** Ways to search the space of options. */
export const SEARCH_METHODS = ['halving', 'random'] as const;
/** `honest`: all training rows are trained on; `paper`: the test rows choose the checkpoint. */
export const PROTOCOLS = ['honest', 'paper'] as const;
