import { InputError } from '../errors.js';
import { checkProbability } from './checks.js';
import { studentTTails, tInterval } from './distributions/student-t.js';

export interface EquivalenceInput {
  /** The estimated difference. */
  readonly difference: number;
  /** Of `difference`; 0 or more. */
  readonly standardError: number;
  readonly degreesOfFreedom: number;
  /** Differences of less than this are of no importance; above 0, named before the data are seen. */
  readonly margin: number;
  /** Level of each of the two tests, default 0.05. */
  readonly alpha?: number;
}

export interface EquivalenceTest {
  /** The larger p of the two one-sided tests. */
  readonly p: number;
  /** Whether p <= alpha: the whole interval lies within the margin. */
  readonly equivalent: boolean;
  /** Ends of the interval that covers 1 - 2 alpha. */
  readonly low: number;
  readonly high: number;
}

/**
 * Two one-sided t-tests (Schuirmann, "A comparison of the two one-sided tests procedure and the power approach for
 * assessing the equivalence of average bioavailability", 1987): the difference is shown to lie within -margin and
 * +margin if both `difference <= -margin` and `difference >= margin` are rejected,
 *
 *   p = max(P(T > (difference + margin) / SE), P(T < (difference - margin) / SE))
 *
 * which is the same as the interval `difference -+ t(1 - alpha) SE` lying within the margin.
 *
 * @throws InputError for a margin, a standard error, degrees of freedom or an alpha out of range.
 */
export function equivalenceTest(input: EquivalenceInput): EquivalenceTest {
  const { difference, standardError, degreesOfFreedom, margin, alpha = 0.05 } = input;
  checkProbability('alpha', alpha);
  if (!(margin > 0)) throw new InputError(`margin must be above 0, but it is ${margin}`);
  if (!(standardError >= 0))
    throw new InputError(`standardError must be 0 or more, but it is ${standardError}`);
  if (!(degreesOfFreedom > 0)) {
    throw new InputError(`degreesOfFreedom must be above 0, but it is ${degreesOfFreedom}`);
  }
  const half = standardError === 0 ? 0 : tInterval(degreesOfFreedom, 1 - 2 * alpha) * standardError;
  const p = Math.max(
    upperTail(difference + margin, standardError, degreesOfFreedom),
    upperTail(margin - difference, standardError, degreesOfFreedom),
  );
  return { p, equivalent: p <= alpha, low: difference - half, high: difference + half };
}

/** P(T > distance / standardError). */
function upperTail(distance: number, standardError: number, degreesOfFreedom: number): number {
  if (standardError === 0) return distance > 0 ? 0 : 1;
  const both = studentTTails(Math.abs(distance) / standardError, degreesOfFreedom);
  return distance >= 0 ? both / 2 : 1 - both / 2;
}
