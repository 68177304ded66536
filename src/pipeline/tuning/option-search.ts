/**
 * A search over the space of a classifier's options, by successive halving or at random, scored as a grid search is: by
 * cross-validation on the training rows only.
 */
import type { FitProgress } from '../../classifiers/contract/classifier.js';
import type { ClassifierEntry } from '../../classifiers/contract/classifier-entry.js';
import type { SearchSpace } from '../../classifiers/contract/search-space.js';
import type { ExecutorOption } from '../../jobs/executor.js';
import type { Provenance } from '../provenance.js';
import type { GridSearchResult } from './grid-search.js';
import { CandidateScorer, DEFAULT_FOLDS, type SearchWork } from './score-candidates.js';
import { SearchClock } from './search-clock.js';
import { searchHeader } from './search-header.js';
import { TrialLog } from './search-log.js';
import type { SearchOptions } from './search-options.js';
import { SearchProgress } from './search-progress.js';
import { searchResource } from './search-resource.js';
import { SearchRun } from './search-run.js';
import { TrialSettings } from './trial-settings.js';

export interface OptionSearchResult extends GridSearchResult {
  /** For the provenance of the model. */
  readonly search: NonNullable<NonNullable<Provenance['tuning']>['search']>;
}

export interface OptionSearchControl extends ExecutorOption {
  readonly folds?: number;
  /** Seeds the trials, the folds and the samples of rows. */
  readonly seed: number;
  readonly onProgress?: (progress: FitProgress) => void;
  /** Called when the search goes on from a log, before it computes anything. */
  readonly onNotice?: (notice: string) => void;
  readonly signal?: AbortSignal;
}

/**
 * The result has every trial with its last score, and the best of those with the largest share of the resource. The defaults
 * are among these, unless a budget ends too early, which a notice says.
 *
 * @param dimensions of the options that are not fixed
 * @throws InputError for the log of another search, fewer rows than folds, a budget that is too short for one trial, and if
 *   no trial could be fitted
 */
export async function optionSearch(
  entry: ClassifierEntry,
  dimensions: SearchSpace['dimensions'],
  work: SearchWork,
  options: SearchOptions,
  control: OptionSearchControl,
): Promise<OptionSearchResult> {
  const { folds = DEFAULT_FOLDS, seed } = control;
  const scorer = new CandidateScorer(work, folds, seed);
  const resource = searchResource(entry, work.options, scorer.fewestRows);
  const halvings = options.method === 'random' ? 0 : resource.halvings;
  const header = searchHeader(entry, work, { method: options.method, dimensions, halvings, folds, seed });
  const log = new TrialLog(options.log, header);
  for (const notice of log.notices) control.onNotice?.(notice);
  const settings = new TrialSettings(dimensions, entry.options.parse(work.options), seed);
  const clock = new SearchClock(log.seconds, options.budgetSeconds, control.signal);
  const { trials, budgetSeconds } = options;
  const plan = { trials, budgetSeconds, halvings, folds };
  const progress = new SearchProgress(plan, clock, control.onProgress);
  const { executor } = control;
  const run = new SearchRun({ scorer, resource, halvings, trials, log, settings, clock, progress, executor });
  try {
    await run.brackets();
  } finally {
    clock.stop();
  }
  return {
    folds,
    ...run.tried.chosen(options, work.classifier),
    notices: [...scorer.notices, ...run.tried.notices(resource.name, run.isExhausted)],
    search: {
      method: options.method,
      ...(trials !== undefined && { trials }),
      ...(budgetSeconds !== undefined && { budgetSeconds }),
      resource: resource.name,
    },
  };
}
