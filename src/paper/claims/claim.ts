/** A claim of the paper, and what the records say about it. */
import type { ClaimSetting } from './claim-setting.js';

/**
 * `undecided`: the interval contains both the claim and its opposite. `no records`: the runs that the claim is about
 * were not made. `not valid`: the claim rests on a test that is not one.
 */
export type ClaimVerdict = 'repeated' | 'not repeated' | 'undecided' | 'no records' | 'not valid';

export interface Finding {
  /** The effect with its interval. */
  readonly found: string;
  readonly verdict: ClaimVerdict;
  /** What would decide it, if it is undecided. */
  readonly decidedBy?: string;
}

export interface PaperClaim {
  /** Once in the list, and short enough for a table. */
  readonly claim: string;
  /** Where the paper says so first. */
  readonly place: string;
  /** The paper's own number. */
  readonly printed: string;
  readonly examine: (setting: ClaimSetting) => Finding;
  /** Why the claim proves nothing even if its number repeats; such a claim is listed, and never counted. */
  readonly invalid?: string;
}

export const NO_RECORDS: Finding = { found: 'no records of this setting', verdict: 'no records' };
