/** Out-of-fold predictions of a classifier that keeps none of its own, by cross-fitting. */
import type { FitProgress } from '../classifiers/contract/classifier.js';
import type { OutOfFoldRows } from '../decision/out-of-fold-rows.js';
import { RandomStream } from '../engine/random/random-stream.js';
import type { ExecutorOption } from '../jobs/executor.js';
import type { Label } from '../matrix.js';
import { testFolds } from '../tables/split/folds-of-rows.js';
import { groupCount } from '../tables/split/group-parts.js';
import { rulesAt } from '../tables/split/split-rules.js';
import { timeCount } from '../tables/split/time-blocks.js';
import { stepProgress } from '../training/fit-progress.js';
import type { FoldPredictions } from './cross-validation/fold-fit.js';
import { poolPredictions } from './cross-validation/pooled-predictions.js';
import { runFolds } from './cross-validation/run-folds.js';
import type { PrepareRowsOptions } from './fit-on-rows.js';
import type { Part } from './part.js';

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
 * run in all threads of the executor. Rows in groups have folds by group; rows in time have folds that go forward, and
 * those of the first block are not predicted.
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
  const folds = foldCount(part);
  if (folds < 2) return { reason: 'the training rows are of too few groups or times' };
  const random = new RandomStream(seed, 'out-of-fold');
  const { ofRow, forward } = testFolds(labels, folds, random, part.split);
  const fits = Array.from({ length: folds }, (_, fold) => ({ classifier, options, repeat: 0, fold }));
  const onStep = stepProgress('fold', onProgress);
  const outcomes = new Array<FoldPredictions | undefined>(folds).fill(undefined);
  let failure: string | undefined;
  let done = 0;
  let stopped: { readonly reason: unknown } | undefined;
  try {
    await runFolds({ ...part, target, foldsOfRows: [ofRow], forward, overrides, memoryLimitBytes }, fits, {
      executor,
      signal,
      onOutcome: (fold, outcome) => {
        if ('failure' in outcome) failure ??= outcome.failure;
        else outcomes[fold] = outcome;
        onStep(++done, folds);
      },
    });
  } catch (error) {
    if (!signal?.aborted || error !== signal.reason) throw error;
    stopped = { reason: error };
  }
  if (stopped === undefined && failure !== undefined) {
    return { reason: `a fit on a part of the rows failed: ${failure}` };
  }
  const { probabilities, y, places } = poolPredictions(outcomes, ofRow, labels, classes);
  const { weights, split } = part;
  const predicted = {
    probabilities,
    y,
    ...(weights && { weights: Float64Array.from(places, (place) => weights[place]) }),
    ...(split && { split: rulesAt(split, places) }),
  };
  if (stopped === undefined) return predicted;
  const complete = outcomes.filter((fold) => fold !== undefined).length;
  if (complete < FEWEST_FOLDS || new Set(y).size < classes.length) throw stopped.reason;
  return { ...predicted, stoppedAfter: { complete, folds } };
}

/** Fewer than five if there are fewer groups, or too few times for as many and a first block. */
function foldCount({ split: { groups, times } = {} }: Part): number {
  if (groups !== undefined) return Math.min(FOLDS, groupCount(groups));
  return times === undefined ? FOLDS : Math.min(FOLDS, timeCount(times) - 1);
}
