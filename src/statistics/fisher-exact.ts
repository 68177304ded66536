/** Weights of tables as unlikely as the observed one may differ by rounding. */
const ROUNDING = 1e-7;

/**
 * Fisher's exact test of a 2 x 2 table ("The logic of inductive inference", 1935): the chance, given the sums of rows and
 * columns, of a table that is at most as likely as this one, as `scipy.stats.fisher_exact`. 1 if a sum is 0.
 *
 * @param one counts of the two outcomes in the first sample, whole numbers from 0
 * @param other likewise in the second
 */
export function fisherExact(one: readonly [number, number], other: readonly [number, number]): number {
  const rows = one[0] + one[1];
  const first = one[0] + other[0];
  const total = rows + other[0] + other[1];
  const least = Math.max(0, first + rows - total);
  const most = Math.min(first, rows);
  const mode = Math.min(most, Math.max(least, Math.floor(((first + 1) * (rows + 1)) / (total + 2))));
  /** How much more likely one more of the first outcome in the first sample is than `k`. */
  const step = (k: number) => ((first - k) / (k + 1)) * ((rows - k) / (total - first - rows + k + 1));
  const weights = new Float64Array(most - least + 1);
  weights[mode - least] = 1;
  for (let k = mode; k < most; k++) weights[k + 1 - least] = weights[k - least] * step(k);
  for (let k = mode; k > least; k--) weights[k - 1 - least] = weights[k - least] / step(k - 1);
  const limit = weights[one[0] - least] * (1 + ROUNDING);
  let asUnlikely = 0;
  let all = 0;
  for (const weight of weights) {
    all += weight;
    if (weight <= limit) asUnlikely += weight;
  }
  return Math.min(1, asUnlikely / all);
}
