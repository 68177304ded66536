// The rules by which a proposition is judged. They were written before the first run.
//
// A claim compares two things in several cases (target functions, manifolds, tables). The difference of a case is the mean over
// its seeds, signed so that the claim expects it to be positive. A claim is
//   repeated      if the mean over the cases is above 2 standard errors over the cases,
//   contradicted  if it is below -2 standard errors,
//   undecided     otherwise, or with fewer than three cases.
// A claim about every point of a set is contradicted by one counterexample, and otherwise repeated.
import { mean, standardError } from '../mean.mjs';

export const STANDARD_ERRORS = 2;
const FEWEST_CASES = 3;

/** The mean of differences with its standard error, and what they decide. @param {readonly number[]} differences one a case */
export function judged(differences) {
  const cases = differences.length;
  if (cases < FEWEST_CASES) {
    return { mean: cases === 0 ? 0 : mean(differences), error: Number.NaN, cases, verdict: 'undecided' };
  }
  const [centre, error] = [mean(differences), standardError(differences)];
  const verdict =
    Math.abs(centre) <= STANDARD_ERRORS * error ? 'undecided' : centre > 0 ? 'repeated' : 'contradicted';
  return { mean: centre, error, cases, verdict };
}

/** Of a claim about every point of a set. @param {boolean} hasCounterexample */
export const ofEveryPoint = (hasCounterexample) => (hasCounterexample ? 'contradicted' : 'repeated');

/** A proposition holds as stated if every claim in its statement is repeated. @param {readonly string[]} verdicts */
export function asStated(verdicts) {
  if (verdicts.includes('contradicted')) return 'does not hold as stated';
  return verdicts.every((each) => each === 'repeated') ? 'holds as stated' : 'is undecided';
}
