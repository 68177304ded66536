import { InputError } from '../errors.js';
import { chiSquaredTail } from './distributions/chi-squared.js';
import { fisherExact } from './fisher-exact.js';

export interface HomogeneityTest {
  /** Chi-squared; NaN for Fisher's exact test, and if there are not two outcomes. */
  readonly statistic: number;
  /** Outcomes compared, after rare ones were pooled. */
  readonly outcomes: number;
  readonly method: 'chi-squared' | 'fisher';
  readonly p: number;
}

/** Rows in both samples. */
type Pair = readonly [number, number];

/** Cochran's rule: fewer rows expected in a cell make chi-squared too large too often. */
const LEAST_EXPECTED = 5;

/**
 * Pearson's chi-squared test of whether outcomes have the same shares in two samples, without correction for continuity.
 * Outcomes of which fewer than five rows are expected in a sample are pooled, the rarest in both samples together first, until
 * five are; if only two groups are left and one has fewer, they are compared by Fisher's exact test. As pooling depends
 * on the sums alone, it does not favour either answer.
 *
 * @param one rows of each outcome in the first sample, whole numbers from 0
 * @param other likewise in the second
 * @throws InputError for different lengths, and a sample without rows.
 */
export function chiSquaredTest(one: ArrayLike<number>, other: ArrayLike<number>): HomogeneityTest {
  if (one.length !== other.length) {
    throw new InputError(`one has ${one.length} outcomes, but other has ${other.length}`);
  }
  const [m, n] = [sumOf(one), sumOf(other)];
  if (m === 0 || n === 0) throw new InputError('a sample has no rows: there is nothing to compare');
  const smaller = Math.min(m, n) / (m + n);
  const pooled = pooledOutcomes(one, other, LEAST_EXPECTED / smaller);
  if (pooled.length < 2)
    return { statistic: Number.NaN, outcomes: pooled.length, method: 'chi-squared', p: 1 };
  const rarest = pooled[0][0] + pooled[0][1];
  if (pooled.length === 2 && rarest * smaller < LEAST_EXPECTED) {
    const [[a, b], [c, d]] = pooled;
    return { statistic: Number.NaN, outcomes: 2, method: 'fisher', p: fisherExact([a, c], [b, d]) };
  }
  const statistic = pooled.reduce((sum, [a, b]) => {
    const expected = ((a + b) * m) / (m + n);
    const expectedOther = a + b - expected;
    return sum + (a - expected) ** 2 / expected + (b - expectedOther) ** 2 / expectedOther;
  }, 0);
  return {
    statistic,
    outcomes: pooled.length,
    method: 'chi-squared',
    p: chiSquaredTail(statistic, pooled.length - 1),
  };
}

/**
 * The counts of the outcomes that occur, the rarest first, neighbours joined until a group has `least` rows; of two outcomes or
 * more at least two groups.
 */
function pooledOutcomes(one: ArrayLike<number>, other: ArrayLike<number>, least: number): Pair[] {
  const counts = Array.from(one, (count, i): Pair => [count, other[i]])
    .filter((count) => totalOf(count) > 0)
    .sort((some, more) => totalOf(some) - totalOf(more));
  const last = counts.pop();
  if (last === undefined) return [];
  const groups: Pair[] = [];
  let group: Pair = [0, 0];
  for (const count of counts) {
    group = joined(group, count);
    if (totalOf(group) < least) continue;
    groups.push(group);
    group = [0, 0];
  }
  const rest = totalOf(last) >= least || groups.length === 0 ? [group, last] : [joined(group, last)];
  for (const each of rest) {
    if (totalOf(each) === 0) continue;
    // Two groups of few rows are left to Fisher's test.
    if (totalOf(each) >= least || groups.length < 2) groups.push(each);
    else groups.push(joined(groups.pop()!, each));
  }
  return groups.sort((some, more) => totalOf(some) - totalOf(more));
}

function joined([a, b]: Pair, [c, d]: Pair): Pair {
  return [a + c, b + d];
}

function totalOf([a, b]: Pair): number {
  return a + b;
}

function sumOf(counts: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < counts.length; i++) sum += counts[i];
  return sum;
}
