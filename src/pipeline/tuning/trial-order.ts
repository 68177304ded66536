/** The order in which the trials of a search are shown. */
import type { TriedCandidate } from './score-candidates.js';

/**
 * Indices of the trials: those with the largest share of the resource first, whose scores are those of a whole fit and cannot
 * be compared with others, then by decreasing mean, of equals the earlier one. Trials that could not be fitted are the last of
 * their share.
 */
export function trialOrder(trials: readonly Pick<TriedCandidate, 'mean' | 'share'>[]): number[] {
  const share = (index: number) => trials[index].share ?? 1;
  const mean = (index: number) => trials[index].mean ?? -1;
  return [...trials.keys()].sort(
    (one, other) => share(other) - share(one) || mean(other) - mean(one) || one - other,
  );
}
