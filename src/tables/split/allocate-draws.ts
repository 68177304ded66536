/** Allocates draws to classes, for a stratified split. */
import type { RandomSource } from './random-source.js';
import { sampleFront } from './sample-front.js';

/**
 * Allocates `draws` (at most the sum of `counts`) in proportion to `counts`: the floor of each proportional share, and
 * one more for the largest remainders until all are allocated; `random` picks among equal remainders. The rule of scikit-learn's `StratifiedShuffleSplit` (`_approximate_mode`), in whole
 * numbers, so that equal remainders are exactly equal. No class gets more than its count.
 */
export function allocateDraws(counts: readonly number[], draws: number, random: RandomSource): number[] {
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total === 0) return counts.map(() => 0);
  const shares = counts.map((count) => Math.floor((count * draws) / total));
  const remainders = counts.map((count) => (count * draws) % total);
  let left = draws - shares.reduce((sum, share) => sum + share, 0);
  const byRemainder = new Map<number, number[]>();
  remainders.forEach((remainder, index) => {
    const group = byRemainder.get(remainder);
    if (group === undefined) byRemainder.set(remainder, [index]);
    else group.push(index);
  });
  const descending = [...byRemainder].sort(([one], [other]) => other - one);
  for (const [, group] of descending) {
    if (left === 0) break;
    const given = Math.min(left, group.length);
    const chosen = given === group.length ? group : sampleFront(Int32Array.from(group), given, random);
    for (const index of chosen) shares[index]++;
    left -= given;
  }
  return shares;
}
