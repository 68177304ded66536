/** Defaults and choices of options, in a file that loads nothing: the program's help shows them. */
import type { ClassifierName } from '../classifiers/names.js';

/** Seeds the split and the training. */
export const DEFAULT_SEED = 42;
export const DEFAULT_CLASSIFIER = 'qcl-mixnet' satisfies ClassifierName;
/** Folds of a comparison. */
export const DEFAULT_COMPARISON_FOLDS = 5;
/** Repetitions of a comparison's cross-validation. */
export const DEFAULT_REPEATS = 2;
/** How the checkpoint is chosen: on validation rows, or (as in the paper) on the test rows. */
export const PROTOCOLS = ['honest', 'paper'] as const;
