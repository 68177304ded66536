/**
 * The largest groups of classifiers whose mean ranks are all less than `difference` apart, best first, as
 * indices into `meanRanks` in the order of rank. Classifiers that differ from all others are in no group.
 *
 * @param difference the critical difference (`nemenyiCriticalDifference`)
 */
export function indistinguishableGroups(meanRanks: readonly number[], difference: number): number[][] {
  const order = meanRanks.map((_, c) => c).sort((a, b) => meanRanks[a] - meanRanks[b]);
  const groups: number[][] = [];
  let covered = 0;
  for (let start = 0; start < order.length; start++) {
    let end = start + 1;
    while (end < order.length && meanRanks[order[end]] - meanRanks[order[start]] < difference) end++;
    if (end - start > 1 && end > covered) groups.push(order.slice(start, end));
    covered = Math.max(covered, end);
  }
  return groups;
}
