/** The progress of a search: in fits if their number is known, otherwise in seconds of its budget. */
import type { FitProgress } from '../../classifiers/contract/classifier.js';
import { SEARCH_UNIT } from './grid-search.js';
import { plannedScores } from './halving-schedule.js';
import type { SearchClock } from './search-clock.js';
import type { SearchOptions } from './search-options.js';

interface SearchPlan extends Pick<SearchOptions, 'trials' | 'budgetSeconds'> {
  readonly halvings: number;
  /** Of a score. */
  readonly folds: number;
}

/** Counts the fits of a search, those of the log too, and reports them. */
export class SearchProgress {
  #fits = 0;
  /** Scores beyond the rungs. The defaults may need one although they were stopped: 1 until it is known that they were not. */
  #extraScores: number;

  /** @param onProgress called after each fit of this run; default not at all */
  constructor(
    readonly plan: SearchPlan,
    readonly clock: SearchClock,
    readonly onProgress?: (progress: FitProgress) => void,
  ) {
    this.#extraScores = plan.halvings === 0 ? 0 : 1;
  }

  /** How many scores beyond the rungs there are, once it is known. */
  set extraScores(count: number) {
    this.#extraScores = count;
  }

  /** Counts the fits of a score that is in the log, without a report. */
  countKnownScore(): void {
    this.#fits += this.plan.folds;
  }

  /** Counts and reports a fit. */
  countFit(): void {
    this.#fits++;
    this.#report();
  }

  #report(): void {
    const { clock, onProgress } = this;
    if (onProgress === undefined) return;
    const { seconds } = clock;
    const { trials, budgetSeconds = Number.POSITIVE_INFINITY, halvings, folds } = this.plan;
    if (trials !== undefined) {
      onProgress({
        unit: SEARCH_UNIT,
        epoch: this.#fits,
        epochs: folds * (plannedScores(trials, halvings) + this.#extraScores),
        bestEpoch: this.#fits,
        secondsElapsed: seconds - clock.before,
      });
      return;
    }
    const epochs = Math.max(1, Math.ceil(budgetSeconds));
    const epoch = Math.min(epochs, Math.max(1, Math.floor(seconds)));
    const secondsLeft = Math.max(0, budgetSeconds - seconds);
    onProgress({ unit: 'second', epoch, epochs, bestEpoch: epoch, secondsElapsed: seconds, secondsLeft });
  }
}
