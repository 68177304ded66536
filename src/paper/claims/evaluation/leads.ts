/** Claims about the number of data sets on which QCL-MixNet is the best. */
import { shareInterval } from '../../../statistics/share-interval.js';
import type { ClaimVerdict, Finding, PaperClaim } from '../claim.js';
import { NO_RECORDS } from '../claim.js';
import type { ClaimSetting } from '../claim-setting.js';
import { HALF_A_DIGIT } from '../compare-with-paper.js';
import { PROPOSED } from '../paper-results.js';
import type { PaperMetric } from '../paper-tables.js';
import { hasBaselines, meanScores, placesOf } from './columns.js';

export interface LeadsOptions {
  readonly metric: PaperMetric;
  /** In how many of how many data sets the paper's model leads. */
  readonly printed: readonly [leads: number, of: number];
  /** Default: all data sets. */
  readonly task?: 'binary' | 'multiclass';
}

/**
 * Repeated if the share of data sets led is at least the printed one, not repeated if its 95 % interval is below that.
 * A lead is a mean score not below the best by half a printed digit: the paper counts ties of two decimals.
 */
export function leads({ metric, printed: [printed, of], task }: LeadsOptions): PaperClaim['examine'] {
  return (setting): Finding => {
    const places = hasBaselines(setting) ? placesOf(setting, task) : [];
    if (places.length === 0) return NO_RECORDS;
    const count = leadsAmong(setting, metric, places);
    const verdictOf = (hits: number, n: number) => verdict(hits, n, printed / of);
    const found = `to two decimals on ${count} of ${places.length}${intervalOf(count, places.length)}`;
    const decided = verdictOf(count, places.length);
    if (decided !== 'undecided') return { found, verdict: decided };
    return {
      found,
      verdict: decided,
      decidedBy: datasetsThatDecide(count / places.length, places.length, verdictOf),
    };
  };
}

function leadsAmong(setting: ClaimSetting, metric: PaperMetric, places: readonly number[]): number {
  const own = setting.classifiers.indexOf(PROPOSED);
  const scores = meanScores(setting, metric);
  return places.filter((d) => scores[d][own] > Math.max(...scores[d]) - HALF_A_DIGIT).length;
}

function verdict(hits: number, n: number, printed: number): ClaimVerdict {
  if (hits / n >= printed) return 'repeated';
  const { high } = shareInterval(hits, n);
  return high !== undefined && high < printed ? 'not repeated' : 'undecided';
}

function intervalOf(hits: number, n: number): string {
  const { low, high } = shareInterval(hits, n);
  if (low === undefined) return '';
  const percent = (share: number) => Math.round(100 * share);
  return ` (${percent(low)} to ${percent(high)} %)`;
}

const MOST_DATASETS = 1000;

/** With the same share of leads. */
function datasetsThatDecide(
  share: number,
  n: number,
  verdictOf: (hits: number, n: number) => ClaimVerdict,
): string {
  for (let wanted = n + 1; wanted <= MOST_DATASETS; wanted++) {
    if (verdictOf(Math.floor(share * wanted), wanted) === 'not repeated') return `about ${wanted} data sets`;
  }
  return `more than ${MOST_DATASETS} data sets`;
}
