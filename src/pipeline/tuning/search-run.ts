/** A search as it runs: bracket by bracket and rung by rung, until its trials, its space or its budget end. */
import type { ExecutorOption } from '../../jobs/executor.js';
import { entrants, shareOfRung, survivors, trialsOfBracket } from './halving-schedule.js';
import type { Candidate, CandidateScorer, TriedCandidate } from './score-candidates.js';
import type { SearchClock } from './search-clock.js';
import type { TrialLog } from './search-log.js';
import type { SearchProgress } from './search-progress.js';
import type { SearchResource } from './search-resource.js';
import type { TrialSettings } from './trial-settings.js';
import { TriedTrials } from './tried-trials.js';

interface SearchParts extends ExecutorOption {
  readonly scorer: CandidateScorer;
  readonly resource: SearchResource;
  readonly halvings: number;
  /** How many at most; default no end. */
  readonly trials?: number;
  readonly log: TrialLog;
  readonly settings: TrialSettings;
  readonly clock: SearchClock;
  readonly progress: SearchProgress;
}

/** One run of a search; a new one goes on from the log. */
export class SearchRun {
  /** The trials that are scored so far. */
  readonly tried = new TriedTrials();
  #isExhausted = false;

  constructor(readonly parts: SearchParts) {}

  /** Whether the space had no more settings for a trial. */
  get isExhausted(): boolean {
    return this.#isExhausted;
  }

  /** Tries until the trials, the space or the budget end. Throws what the scores throw, also if the search is cancelled. */
  async brackets(): Promise<void> {
    const { halvings, settings, progress, trials: most = Number.POSITIVE_INFINITY } = this.parts;
    for (let bracket = 0; !this.#isExhausted; bracket++) {
      const planned = trialsOfBracket(bracket, halvings, most);
      if (planned === undefined) return;
      let trials: readonly number[] = planned.filter((trial) => settings.at(trial) !== undefined);
      this.#isExhausted = trials.length < planned.length;
      for (let rung = 0; rung <= halvings; rung++) {
        const left = trials;
        trials = entrants(left, bracket, rung, halvings);
        if (bracket === 0 && rung === halvings) progress.extraScores = trials.length - left.length;
        if (!(await this.#scoreRung(trials, rung))) return;
        trials = survivors(trials, (trial) => this.tried.meanOf(trial));
      }
    }
  }

  /** Scores the trials, those of the log without fits; false if the budget ended it. */
  async #scoreRung(trials: readonly number[], rung: number): Promise<boolean> {
    const { scorer, resource, halvings, log, clock, progress, executor } = this.parts;
    const open: number[] = [];
    for (const trial of trials) {
      const known = log.known(trial + 1, rung, this.#settings(trial));
      if (known === undefined) open.push(trial);
      else {
        const { trial: _, rung: __, seconds: ___, ...tried } = known;
        this.tried.set(trial, tried);
        progress.countKnownScore();
      }
    }
    if (open.length === 0) return true;
    if (clock.isOver) return false;
    const share = shareOfRung(rung, halvings);
    const onTried = (index: number, tried: TriedCandidate) => {
      const trial = open[index];
      this.tried.set(trial, { ...tried, share });
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
      ...resource.shortened(share),
    }));
    try {
      await scorer.score(candidates, {
        executor,
        signal: clock.signal,
        onFit: () => progress.countFit(),
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
}
