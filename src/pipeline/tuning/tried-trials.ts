/** What a search has tried: the last score of each trial, the choice among them, and what the user is told about it. */
import { InputError } from '../../errors.js';
import { countOf } from '../../text/name-list.js';
import { bestOf, type GridSearchResult } from './grid-search.js';
import type { TriedCandidate } from './score-candidates.js';
import type { SearchOptions } from './search-options.js';

/** The score of a trial with a share of the resource. */
export type ScoredTrial = TriedCandidate & { readonly share: number };

/** The last score of each trial. */
export class TriedTrials {
  /** By the number of the trial, from 0: the defaults. */
  readonly #last = new Map<number, ScoredTrial>();

  /** Takes the place of an earlier score of the trial. */
  set(trial: number, scored: ScoredTrial): void {
    this.#last.set(trial, scored);
  }

  /** Mean macro F1 of the last score; null for a trial that could not be fitted or was not scored. */
  meanOf(trial: number): number | null {
    return this.#last.get(trial)?.mean ?? null;
  }

  /**
   * The candidates in the order of their trials, and the best of those with the largest share.
   *
   * @throws InputError if there is none, or none could be fitted
   */
  chosen(
    { method, budgetSeconds }: SearchOptions,
    classifier: string,
  ): Pick<GridSearchResult, 'candidates' | 'best'> {
    const tried = [...this.#last].sort(([one], [other]) => one - other).map(([, scored]) => scored);
    if (tried.length === 0) {
      throw new InputError(`no trial was complete in the ${budgetSeconds} s of budgetSeconds: give more`, {
        optionNames: ['budgetSeconds'],
      });
    }
    const most = this.#mostShare();
    const best = bestOf(
      tried.map((each) => (each.share < most ? { ...each, mean: null } : each)),
      classifier,
    );
    const isHalving = method === 'halving';
    return { candidates: tried.map(({ share, ...each }) => (isHalving ? { ...each, share } : each)), best };
  }

  /**
   * @param resource its name
   * @param isExhausted whether the space had no more settings
   */
  notices(resource: string, isExhausted: boolean): string[] {
    const most = this.#mostShare();
    const defaults = this.#last.get(0);
    return [
      ...(isExhausted
        ? [`the space has only ${countOf(this.#last.size, 'setting')} for the search: all were tried`]
        : []),
      ...(most < 1
        ? [
            `the budget of the search ended before any trial had all ${resource}: the best with a share of ${most.toPrecision(2)} was taken`,
          ]
        : []),
      ...(defaults !== undefined && defaults.share < most
        ? [
            `the budget of the search ended before the defaults were scored with ${most < 1 ? 'the same share' : `all ${resource}`}: the choice may be worse than they are`,
          ]
        : []),
    ];
  }

  /** The largest share that a trial could be fitted with; 1 if none could. */
  #mostShare(): number {
    const shares = [...this.#last.values()].filter(({ mean }) => mean !== null).map(({ share }) => share);
    return shares.length === 0 ? 1 : Math.max(...shares);
  }
}
