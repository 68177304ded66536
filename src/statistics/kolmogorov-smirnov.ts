import { InputError } from '../errors.js';

export interface KolmogorovSmirnovTest {
  /** The largest distance between the two empirical distribution functions. */
  readonly statistic: number;
  readonly method: 'exact' | 'asymptotic';
  /** Two-sided. */
  readonly p: number;
}

/** Up to this product of the numbers of values all orders of the two samples are counted. */
const LARGEST_EXACT = 1_000_000;

/**
 * The two-sample test of Kolmogorov and Smirnov (Smirnov, "Table for estimating the goodness of fit of empirical
 * distributions", 1948): whether two samples come from one continuous distribution. Up to a product of 1,000,000 of the two
 * sizes, p is exact given the ties (Schröer and Trenkler, "Exact and randomization distributions of Kolmogorov-Smirnov
 * tests two or three samples", 1995); otherwise `kolmogorovTail`. Of discrete values the latter is conservative.
 *
 * @throws InputError for no values, and values that are not numbers.
 */
export function kolmogorovSmirnov(x: ArrayLike<number>, y: ArrayLike<number>): KolmogorovSmirnovTest {
  const [one, other] = [sorted('x', x), sorted('y', y)];
  const m = one.length;
  const n = other.length;
  /** Whether values end after that many of both samples: distances within equal values do not count. */
  const ends = new Uint8Array(m + n + 1);
  let [i, j, most] = [0, 0, 0];
  while (i < m || j < n) {
    const value = j >= n || (i < m && one[i] <= other[j]) ? one[i] : other[j];
    while (i < m && one[i] === value) i++;
    while (j < n && other[j] === value) j++;
    ends[i + j] = 1;
    most = Math.max(most, Math.abs(i * n - j * m));
  }
  const statistic = most / (m * n);
  if (m * n > LARGEST_EXACT) return { statistic, method: 'asymptotic', p: kolmogorovTail(statistic, m, n) };
  return { statistic, method: 'exact', p: exactP(most, m, n, ends) };
}

/**
 * The asymptotic chance that samples of `m` and `n` values of one distribution are at least `distance` apart, with the
 * correction of Stephens for few values ("Use of the Kolmogorov-Smirnov, Cramér-von Mises and related statistics without
 * extensive tables", 1970).
 */
export function kolmogorovTail(distance: number, m: number, n: number): number {
  const root = Math.sqrt((m * n) / (m + n));
  return kolmogorovDistributionTail((root + 0.12 + 0.11 / root) * distance);
}

/** P(K > x) of Kolmogorov's distribution, `scipy.stats.kstwobign.sf`. */
export function kolmogorovDistributionTail(x: number): number {
  if (x <= 0) return 1;
  if (x < 1) {
    // 1 - sqrt(2 pi) / x * sum of exp(-(2k - 1)^2 pi^2 / (8 x^2)), which converges fast for small x.
    let sum = 0;
    for (let k = 1; k <= 7; k += 2) sum += Math.exp((-(k ** 2) * Math.PI ** 2) / (8 * x * x));
    return 1 - (Math.sqrt(2 * Math.PI) / x) * sum;
  }
  let sum = 0;
  for (let k = 1; k <= 8; k++) sum += (k % 2 === 1 ? 2 : -2) * Math.exp(-2 * k * k * x * x);
  return Math.min(1, sum);
}

/**
 * The share of the orders of both samples, all equally likely, with a distance of at least `most` / (m n) at the end of
 * some value: reached[j] is that share of the orders of the first i + j values.
 */
function exactP(most: number, m: number, n: number, ends: Uint8Array): number {
  if (most === 0) return 1;
  const reached = new Float64Array(n + 1);
  for (let i = 0; i <= m; i++) {
    for (let j = 0; j <= n; j++) {
      if (ends[i + j] === 1 && Math.abs(i * n - j * m) >= most) reached[j] = 1;
      else if (i + j > 0) {
        const before = j > 0 ? reached[j - 1] : 0;
        reached[j] = ((i > 0 ? i * reached[j] : 0) + j * before) / (i + j);
      }
    }
  }
  return Math.min(1, reached[n]);
}

function sorted(name: string, values: ArrayLike<number>): Float64Array {
  if (values.length === 0)
    throw new InputError(`${name} has no values: the Kolmogorov-Smirnov test needs some`);
  const copy = Float64Array.from(values);
  const bad = copy.findIndex(Number.isNaN);
  if (bad >= 0) throw new InputError(`${name} is NaN at ${bad}: leave out missing values first`);
  return copy.sort();
}
