/** Out-of-fold predictions of a classifier that keeps none of its own, by cross-fitting. */
import type { FitProgress } from '../classifiers/contract/classifier.js';
import type { OutOfFoldRows } from '../decision/out-of-fold-rows.js';
import { RandomStream } from '../engine/random/random-stream.js';
import type { ExecutorOption } from '../jobs/executor.js';
import type { Label } from '../matrix.js';
import { stratifiedFolds } from '../tables/split/stratified-folds.js';
import { stepProgress } from '../training/fit-progress.js';
import type { FoldPredictions } from './cross-validation/fold-fit.js';
import { poolPredictions } from './cross-validation/pooled-predictions.js';
import { runFolds } from './cross-validation/run-folds.js';
import type { PrepareRowsOptions } from './fit-on-rows.js';
import type { Part } from './training-parts.js';

const FOLDS = 5;
/** Of which predictions are kept if the fits are stopped. */
const FEWEST_FOLDS = 2;

export interface CrossFittedRows extends OutOfFoldRows {
  /** Set if the signal stopped the fits: these are the rows of the folds that were complete. */
  readonly stoppedAfter?: { readonly complete: number; readonly folds: number };
}

/** The classifier and its rows. */
export interface CrossFit extends PrepareRowsOptions {
  readonly classifier: string;
  /** Including the seed. */
  readonly options: Readonly<Record<string, unknown>>;
  readonly part: Part;
  readonly target: string;
  /** In the order of the columns. */
  readonly classes: readonly Label[];
}

export interface CrossFitControl extends ExecutorOption {
  /** Seeds the folds. */
  readonly seed: number;
  readonly onProgress?: (progress: FitProgress) => void;
  readonly signal?: AbortSignal;
}

/**
 * Each row is predicted by a fit on the other four of five stratified folds, everything being fitted on these: the
 * preparation too. As in the fit on all rows, no rows choose a checkpoint, so the predictions are unbiased. The fits
 * run in all threads of the executor.
 *
 * If the signal stops the fits, the rows of the folds that are complete are kept if there are two such folds at least and
 * their rows have all classes.
 *
 * @returns the predictions, or why there are none, as a clause
 * @throws the reason of the signal when it stops the fits before that
 */
export async function crossFittedPredictions(
  { classifier, options, part, target, classes, overrides, memoryLimitBytes }: CrossFit,
  { seed, executor, onProgress, signal }: CrossFitControl,
): Promise<CrossFittedRows | { readonly reason: string }> {
  const { labels } = part;
  if (classes.length < 2) return { reason: 'there is one class' };
  if (labels.length < FOLDS) return { reason: `there are fewer than ${FOLDS} training rows` };
  const { ofRow } = stratifiedFolds(labels, FOLDS, new RandomStream(seed, 'out-of-fold'));
  const fits = Array.from({ length: FOLDS }, (_, fold) => ({ classifier, options, repeat: 0, fold }));
  const onStep = stepProgress('fold', onProgress);
  const folds = new Array<FoldPredictions | undefined>(FOLDS).fill(undefined);
  let failure: string | undefined;
  let done = 0;
  let stopped: { readonly reason: unknown } | undefined;
  try {
    await runFolds({ ...part, target, foldsOfRows: [ofRow], overrides, memoryLimitBytes }, fits, {
      executor,
      signal,
      onOutcome: (fold, outcome) => {
        if ('failure' in outcome) failure ??= outcome.failure;
        else folds[fold] = outcome;
        onStep(++done, FOLDS);
      },
    });
  } catch (error) {
    if (!signal?.aborted || error !== signal.reason) throw error;
    stopped = { reason: error };
  }
  if (stopped === undefined && failure !== undefined) {
    return { reason: `a fit on four of five folds failed: ${failure}` };
  }
  const { probabilities, y } = poolPredictions(folds, ofRow, labels, classes);
  if (stopped === undefined) return { probabilities, y };
  const complete = folds.filter((fold) => fold !== undefined).length;
  if (complete < FEWEST_FOLDS || new Set(y).size < classes.length) throw stopped.reason;
  return { probabilities, y, stoppedAfter: { complete, folds: FOLDS } };
}
