export interface Ranking {
  readonly ranks: Float64Array;
  /** Sum of t^3 - t over the groups of t equal values: 0 without ties. */
  readonly ties: number;
}

/** Ranks from 1 for the smallest value; equal values share the mean of their ranks (as `scipy.stats.rankdata`). */
export function averageRanks(values: ArrayLike<number>): Ranking {
  const order = Array.from({ length: values.length }, (_, i) => i).sort((a, b) => values[a] - values[b]);
  const ranks = new Float64Array(values.length);
  let ties = 0;
  for (let start = 0; start < order.length; ) {
    let end = start + 1;
    while (end < order.length && values[order[end]] === values[order[start]]) end++;
    const size = end - start;
    // The ranks are start + 1 to end.
    for (let i = start; i < end; i++) ranks[order[i]] = (start + 1 + end) / 2;
    ties += size ** 3 - size;
    start = end;
  }
  return { ranks, ties };
}
