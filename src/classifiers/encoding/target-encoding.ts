/**
 * Target encoding: a level of a column of categories becomes the share of a class among its rows, drawn towards the
 * share among all rows (the m-estimate of Micci-Barreca, "A preprocessing scheme for high-cardinality categorical
 * attributes in classification and prediction problems", 2001):
 *
 *   (n_c + m * prior) / (n + m)
 *
 * with n rows of the level, n_c of them of class c, counted by weight, and prior the share of c among all rows.
 */

/** m: a level of this many rows counts as much as all rows together. */
export const SMOOTHING = 10;

/** Most classes with an encoding of their own. */
export const MOST_TARGETS = 10;

/** The rows of one column of categories. */
export interface CodedRows {
  readonly codes: Int32Array;
  readonly levels: number;
  /** Class index of each row. */
  readonly y: Int32Array;
  /** Of mean 1; default all 1. */
  readonly weights?: Float64Array;
}

/** The share of each class among all rows, by weight. */
export function classShares({ y, weights }: Pick<CodedRows, 'y' | 'weights'>, classes: number): Float64Array {
  const sums = new Float64Array(classes);
  let total = 0;
  for (let row = 0; row < y.length; row++) {
    const weight = weights ? weights[row] : 1;
    sums[y[row]] += weight;
    total += weight;
  }
  return sums.map((sum) => sum / total);
}

/**
 * levels x targets: the m-estimate of each target class in each level; the prior for a level without rows.
 *
 * @param priors of all classes
 * @param counts whether a row is counted; default all
 */
export function targetEncodings(
  { codes, levels, y, weights }: CodedRows,
  targets: readonly number[],
  priors: Float64Array,
  counts?: (row: number) => boolean,
): Float64Array {
  const width = targets.length;
  const place = new Int32Array(priors.length).fill(-1);
  targets.forEach((target, at) => {
    place[target] = at;
  });
  const totals = new Float64Array(levels);
  const estimates = new Float64Array(levels * width);
  for (let row = 0; row < codes.length; row++) {
    if (counts && !counts(row)) continue;
    const weight = weights ? weights[row] : 1;
    totals[codes[row]] += weight;
    const at = place[y[row]];
    if (at >= 0) estimates[codes[row] * width + at] += weight;
  }
  for (let i = 0; i < estimates.length; i++) {
    const prior = priors[targets[i % width]];
    estimates[i] = (estimates[i] + SMOOTHING * prior) / (totals[Math.floor(i / width)] + SMOOTHING);
  }
  return estimates;
}

/**
 * The encoding of each training row, rows x targets, from the rows of the other folds: a row's own label has no part in
 * it. The priors are the same in all folds, or the fold itself would tell something of the label.
 */
export function outOfFoldEncodings(
  rows: CodedRows,
  targets: readonly number[],
  priors: Float64Array,
  foldOf: Int32Array,
): Float64Array {
  const { codes } = rows;
  const width = targets.length;
  const encoded = new Float64Array(codes.length * width);
  for (const fold of new Set(foldOf)) {
    const estimates = targetEncodings(rows, targets, priors, (row) => foldOf[row] !== fold);
    for (let row = 0; row < codes.length; row++) {
      if (foldOf[row] !== fold) continue;
      const start = codes[row] * width;
      encoded.set(estimates.subarray(start, start + width), row * width);
    }
  }
  return encoded;
}

/**
 * The classes with an encoding: of two the rarer (of equal ones the second), of up to ten all, of more the ten whose
 * shares differ most between the levels (largest sum over levels of n (share - prior)^2 / prior (1 - prior), the
 * chi-squared statistic of the class against the others).
 */
export function targetClasses(rows: CodedRows, priors: Float64Array): number[] {
  const classes = Array.from(priors.keys());
  if (classes.length === 2) {
    const second = rows.y.reduce((sum, c) => sum + c, 0);
    return [2 * second <= rows.y.length ? 1 : 0];
  }
  if (classes.length <= MOST_TARGETS) return classes;
  const statistics = chiSquared(rows, priors);
  const byStatistic = [...classes].sort((a, b) => statistics[b] - statistics[a] || a - b);
  return byStatistic.slice(0, MOST_TARGETS).sort((a, b) => a - b);
}

/** Of each class; sum over levels of n_c^2 / n = n share^2, which is never stored for all levels at once. */
function chiSquared({ codes, levels, y, weights }: CodedRows, priors: Float64Array): Float64Array {
  const classes = priors.length;
  const byLevel: Map<number, number>[] = Array.from({ length: levels }, () => new Map());
  const totals = new Float64Array(levels);
  for (let row = 0; row < codes.length; row++) {
    const weight = weights ? weights[row] : 1;
    const level = byLevel[codes[row]];
    level.set(y[row], (level.get(y[row]) ?? 0) + weight);
    totals[codes[row]] += weight;
  }
  const squares = new Float64Array(classes);
  byLevel.forEach((counts, level) => {
    for (const [c, count] of counts) squares[c] += count ** 2 / totals[level];
  });
  const all = totals.reduce((sum, total) => sum + total, 0);
  // sum of n (share - prior)^2 = sum of n share^2 - all * prior^2
  return squares.map((sum, c) => (sum - all * priors[c] ** 2) / (priors[c] * (1 - priors[c])));
}
