/**
 * A search over the space of a classifier's options, by successive halving or at random, scored as a grid search is: by
 * cross-validation on the training rows only.
 */
import type { FitProgress } from '../../classifiers/contract/classifier.js';
import type { ClassifierEntry } from '../../classifiers/contract/classifier-entry.js';
import type { SearchSpace } from '../../classifiers/contract/search-space.js';
import { InputError } from '../../errors.js';
import type { ExecutorOption } from '../../jobs/executor.js';
import { countOf } from '../../text/name-list.js';
import type { Provenance } from '../provenance.js';
import { bestOf, type GridSearchResult, SEARCH_UNIT } from './grid-search.js';
import { entrants, plannedScores, shareOfRung, survivors, trialsOfBracket } from './halving-schedule.js';
import {
  type Candidate,
  CandidateScorer,
  DEFAULT_FOLDS,
  type SearchWork,
  type TriedCandidate,
} from './score-candidates.js';
import { SearchClock } from './search-clock.js';
import { searchHeader } from './search-header.js';
import { TrialLog } from './search-log.js';
import type { SearchOptions } from './search-options.js';
import { type SearchResource, searchResource } from './search-resource.js';
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
  const run = new SearchRun(scorer, { resource, halvings, log, settings, clock }, options, control);
  try {
    await run.brackets();
  } finally {
    clock.stop();
  }
  const { trials, budgetSeconds } = options;
  return {
    folds,
    ...run.result(work.classifier),
    notices: [...scorer.notices, ...run.notices()],
    search: {
      method: options.method,
      ...(trials !== undefined && { trials }),
      ...(budgetSeconds !== undefined && { budgetSeconds }),
      resource: resource.name,
    },
  };
}

interface SearchParts {
  readonly resource: SearchResource;
  readonly halvings: number;
  readonly log: TrialLog;
  readonly settings: TrialSettings;
  readonly clock: SearchClock;
}

class SearchRun {
  /** The last score of each trial, by its number. */
  readonly #tried = new Map<number, TriedCandidate & { readonly share: number }>();
  readonly #trials: number;
  #fits = 0;
  #isExhausted = false;
  /** The defaults may be scored in the last rung although they were stopped: 1 until it is known that they were not. */
  #extraScores: number;

  constructor(
    readonly scorer: CandidateScorer,
    readonly parts: SearchParts,
    readonly options: SearchOptions,
    readonly control: OptionSearchControl,
  ) {
    this.#trials = options.trials ?? Number.POSITIVE_INFINITY;
    this.#extraScores = parts.halvings === 0 ? 0 : 1;
  }

  async brackets(): Promise<void> {
    const { halvings, settings } = this.parts;
    for (let bracket = 0; !this.#isExhausted; bracket++) {
      const planned = trialsOfBracket(bracket, halvings, this.#trials);
      if (planned === undefined) return;
      let trials: readonly number[] = planned.filter((trial) => settings.at(trial) !== undefined);
      this.#isExhausted = trials.length < planned.length;
      for (let rung = 0; rung <= halvings; rung++) {
        const left = trials;
        trials = entrants(left, bracket, rung, halvings);
        if (bracket === 0 && rung === halvings) this.#extraScores = trials.length - left.length;
        if (!(await this.#scoreRung(trials, rung))) return;
        trials = survivors(trials, (trial) => this.#tried.get(trial)?.mean ?? null);
      }
    }
  }

  /** The candidates, and the best of those with the largest share. */
  result(classifier: string): Pick<GridSearchResult, 'candidates' | 'best'> {
    const numbers = [...this.#tried.keys()].sort((one, other) => one - other);
    const tried = numbers.map((trial) => this.#tried.get(trial) as TriedCandidate & { share: number });
    if (tried.length === 0) {
      throw new InputError(
        `no trial was complete in the ${this.options.budgetSeconds} s of budgetSeconds: give more`,
        { optionNames: ['budgetSeconds'] },
      );
    }
    const most = this.#mostShare();
    const best = bestOf(
      tried.map((each) => (each.share < most ? { ...each, mean: null } : each)),
      classifier,
    );
    const isHalving = this.options.method === 'halving';
    return { candidates: tried.map(({ share, ...each }) => (isHalving ? { ...each, share } : each)), best };
  }

  notices(): string[] {
    const { resource } = this.parts;
    const most = this.#mostShare();
    const defaults = this.#tried.get(0);
    return [
      ...(this.#isExhausted
        ? [`the space has only ${countOf(this.#tried.size, 'setting')} for the search: all were tried`]
        : []),
      ...(most < 1
        ? [
            `the budget of the search ended before any trial had all ${resource.name}: the best with a share of ${most.toPrecision(2)} was taken`,
          ]
        : []),
      ...(defaults !== undefined && defaults.share < most
        ? [
            `the budget of the search ended before the defaults were scored with ${most < 1 ? 'the same share' : `all ${resource.name}`}: the choice may be worse than they are`,
          ]
        : []),
    ];
  }

  /** The largest share that a trial could be fitted with; 1 if none could. */
  #mostShare(): number {
    const shares = [...this.#tried.values()].filter(({ mean }) => mean !== null).map(({ share }) => share);
    return shares.length === 0 ? 1 : Math.max(...shares);
  }

  /** Scores the trials, those of the log without fits; false if the budget ended it. */
  async #scoreRung(trials: readonly number[], rung: number): Promise<boolean> {
    const { log, clock } = this.parts;
    const open: number[] = [];
    for (const trial of trials) {
      const known = log.known(trial + 1, rung, this.#settings(trial));
      if (known === undefined) open.push(trial);
      else {
        const { trial: _, rung: __, seconds: ___, ...tried } = known;
        this.#tried.set(trial, tried);
        this.#fits += this.scorer.folds;
      }
    }
    if (open.length === 0) return true;
    if (clock.isOver) return false;
    const share = shareOfRung(rung, this.parts.halvings);
    const onTried = (index: number, tried: TriedCandidate) => {
      const trial = open[index];
      this.#tried.set(trial, { ...tried, share });
      log.add({
        trial: trial + 1,
        rung,
        share,
        ...tried,
        macroF1: [...tried.macroF1],
        seconds: Number(clock.seconds.toFixed(3)),
      });
    };
    const candidates: Candidate[] = open.map((trial) => ({
      options: this.#settings(trial),
      ...this.parts.resource.shortened(share),
    }));
    try {
      await this.scorer.score(candidates, {
        executor: this.control.executor,
        signal: clock.signal,
        onFit: () => this.#report(),
        onTried,
      });
    } catch (error) {
      if (!clock.ended(error)) throw error;
      return false;
    }
    return true;
  }

  #settings(trial: number): TriedCandidate['options'] {
    return this.parts.settings.at(trial) ?? {};
  }

  /** In fits if their number is known, otherwise in seconds of the budget. */
  #report(): void {
    this.#fits++;
    const { onProgress } = this.control;
    if (onProgress === undefined) return;
    const { clock } = this.parts;
    const { seconds } = clock;
    const { trials, budgetSeconds = Number.POSITIVE_INFINITY } = this.options;
    if (trials !== undefined) {
      const fits = this.scorer.folds * (plannedScores(trials, this.parts.halvings) + this.#extraScores);
      onProgress({
        unit: SEARCH_UNIT,
        epoch: this.#fits,
        epochs: fits,
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
