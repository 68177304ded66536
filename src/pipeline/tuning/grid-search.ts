/**
 * Grid search by cross-validation on the training rows only, scored by the macro F1 of the most probable class, before
 * calibration and the tuned decision, as scikit-learn's `GridSearchCV` with `StratifiedKFold` and `scoring='f1_macro'`:
 * the paper tunes its machine-learning baselines this way (4.2.1).
 */

import type { FitProgress } from '../../classifiers/contract/classifier.js';
import { InputError } from '../../errors.js';
import type { ExecutorOption } from '../../jobs/executor.js';
import type { ParameterSettings } from './candidates.js';
import { CandidateScorer, DEFAULT_FOLDS, type SearchWork, type TriedCandidate } from './score-candidates.js';

/** The unit of the progress of a search. */
export const SEARCH_UNIT = 'fit';

export interface GridSearchResult {
  readonly folds: number;
  /** Every candidate in the order of the grid. */
  readonly candidates: readonly TriedCandidate[];
  /** Index of the candidate with the best mean; the first of equals. */
  readonly best: number;
  readonly notices: readonly string[];
}

export interface GridSearchOptions extends ExecutorOption {
  readonly folds?: number;
  /** Seeds the folds. */
  readonly seed: number;
  readonly onProgress?: (progress: FitProgress) => void;
  readonly signal?: AbortSignal;
}

/**
 * Scores every candidate on every fold.
 *
 * @throws InputError if there are fewer rows than folds, and if no candidate could be fitted.
 */
export async function gridSearch(
  work: SearchWork,
  candidates: readonly ParameterSettings[],
  options: GridSearchOptions,
): Promise<GridSearchResult> {
  const { folds = DEFAULT_FOLDS, seed, executor, onProgress, signal } = options;
  const scorer = new CandidateScorer(work, folds, seed);
  const fits = candidates.length * folds;
  const started = performance.now();
  let done = 0;
  const onFit = () => {
    done++;
    const secondsElapsed = (performance.now() - started) / 1000;
    onProgress?.({ unit: SEARCH_UNIT, epoch: done, epochs: fits, bestEpoch: done, secondsElapsed });
  };
  const tried = await scorer.score(
    candidates.map((candidate) => ({ options: candidate })),
    { executor, signal, onFit },
  );
  const best = bestOf(tried, work.classifier);
  return { folds, candidates: tried, best, notices: scorer.notices };
}

/**
 * The index of the best mean; the first of equals.
 *
 * @throws InputError if no candidate could be fitted
 */
export function bestOf(tried: readonly TriedCandidate[], classifier: string): number {
  const best = tried.reduce((top, { mean }, i) => ((mean ?? -1) > (tried[top].mean ?? -1) ? i : top), 0);
  if (tried[best].mean !== null) return best;
  throw new InputError(
    `none of the ${tried.length} candidates of ${classifier} could be fitted: ${tried[best].failure}`,
  );
}
