/**
 * Grid search by cross-validation on the training rows only, scored by the macro F1 of the most probable class, before
 * calibration and the tuned decision, as scikit-learn's `GridSearchCV` with `StratifiedKFold` and `scoring='f1_macro'`:
 * the paper tunes its machine-learning baselines this way (4.2.1).
 */

import type { FitProgress } from '../../classifiers/contract/classifier.js';
import { labelsOfRows } from '../../decision/argmax.js';
import { RandomStream } from '../../engine/random/random-stream.js';
import { InputError } from '../../errors.js';
import type { ExecutorOption } from '../../jobs/executor.js';
import { mean } from '../../mean.js';
import { classificationReport } from '../../metrics/classification-report.js';
import { placesOfFold, testFolds } from '../../tables/split/folds-of-rows.js';
import type { FoldOutcome, FoldWork } from '../cross-validation/fold-fit.js';
import { runFolds } from '../cross-validation/run-folds.js';
import { type Part, partAt } from '../part.js';
import type { ParameterSettings } from './candidates.js';

/** The folds of the paper (4.2.1). */
export const DEFAULT_FOLDS = 3;

/** The unit of the progress of a search. */
export const SEARCH_UNIT = 'fit';

/** A candidate with its scores. */
export interface TriedCandidate {
  readonly options: ParameterSettings;
  /** Macro F1 on each fold; null if it could not be fitted. */
  readonly macroF1: readonly (number | null)[];
  /** Mean over the folds; null if any is missing. */
  readonly mean: number | null;
  /** Population standard deviation over the folds. */
  readonly standardDeviation: number | null;
  /** Why it could not be fitted on some fold. */
  readonly failure?: string;
}

export interface GridSearchResult {
  readonly folds: number;
  /** Every candidate in the order of the grid. */
  readonly candidates: readonly TriedCandidate[];
  /** Index of the candidate with the best mean; the first of equals. */
  readonly best: number;
  readonly notices: readonly string[];
}

/** Input of a search: the rows, and the classifier with the options that all candidates share. */
export interface SearchWork extends Omit<FoldWork, 'foldsOfRows' | 'forward'> {
  readonly classifier: string;
  /** Including the seed. */
  readonly options: Readonly<Record<string, unknown>>;
}

export interface GridSearchOptions extends ExecutorOption {
  readonly folds?: number;
  /** Seeds the folds. */
  readonly seed: number;
  readonly onProgress?: (progress: FitProgress) => void;
  readonly signal?: AbortSignal;
}

/**
 * Scores every candidate on every fold; the folds keep the rules of the rows (`testFolds`).
 *
 * @throws InputError if there are fewer rows than folds, and if no candidate could be fitted.
 */
export async function gridSearch(
  { classifier, options: shared, ...rows }: SearchWork,
  candidates: readonly ParameterSettings[],
  options: GridSearchOptions,
): Promise<GridSearchResult> {
  const { folds: count = DEFAULT_FOLDS, seed, executor, onProgress, signal } = options;
  const folds = testFolds(rows.labels, count, new RandomStream(seed, 'folds'), rows.split);
  const fits = candidates.flatMap((candidate) =>
    Array.from({ length: count }, (_, fold) => ({
      classifier,
      options: { ...shared, ...candidate },
      repeat: 0,
      fold,
    })),
  );
  const truths = Array.from({ length: count }, (_, fold) => partAt(rows, placesOfFold(folds, fold).test));
  const scores = new Array<FoldScore>(fits.length);
  const started = performance.now();
  let done = 0;
  const onOutcome = (fit: number, outcome: FoldOutcome) => {
    scores[fit] = scoreOf(outcome, truths[fits[fit].fold]);
    done++;
    const secondsElapsed = (performance.now() - started) / 1000;
    onProgress?.({ unit: SEARCH_UNIT, epoch: done, epochs: fits.length, bestEpoch: done, secondsElapsed });
  };
  await runFolds({ ...rows, foldsOfRows: [folds.ofRow], forward: folds.forward }, fits, {
    executor,
    signal,
    onOutcome,
  });
  const tried = candidates.map((candidate, i) =>
    summarise(candidate, scores.slice(i * count, (i + 1) * count)),
  );
  const best = tried.reduce((top, { mean }, i) => ((mean ?? -1) > (tried[top].mean ?? -1) ? i : top), 0);
  if (tried[best].mean === null) {
    throw new InputError(
      `none of the ${candidates.length} candidates of ${classifier} could be fitted: ${tried[best].failure}`,
    );
  }
  return { folds: count, candidates: tried, best, notices: folds.notices };
}

/** Macro F1 on a fold, or why the candidate could not be fitted on the others. */
type FoldScore = { readonly macroF1: number } | { readonly failure: string };

function scoreOf(outcome: FoldOutcome, { labels, weights }: Part): FoldScore {
  if ('failure' in outcome) return outcome;
  const { classes, probabilities: data } = outcome;
  const predicted = labelsOfRows({ data, rows: labels.length, columns: classes.length }, classes);
  return { macroF1: classificationReport(labels, predicted, { weights }).metrics.macroF1 };
}

function summarise(options: ParameterSettings, scores: readonly FoldScore[]): TriedCandidate {
  const macroF1 = scores.map((score) => ('macroF1' in score ? score.macroF1 : null));
  const failed = scores.find((score) => 'failure' in score);
  if (failed !== undefined) {
    return { options, macroF1, mean: null, standardDeviation: null, failure: failed.failure };
  }
  const values = macroF1 as number[];
  const centre = mean(values);
  const variance = mean(values.map((value) => (value - centre) ** 2));
  return { options, macroF1, mean: centre, standardDeviation: Math.sqrt(variance) };
}
