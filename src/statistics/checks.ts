/** Argument checks that several tests share. */
import { InputError } from '../errors.js';

/** Throws `InputError` that says which test cannot be done with fewer than two of something, and why. */
export function checkAtLeastTwo(test: string, things: string, count: number, why: string): void {
  if (count >= 2) return;
  throw new InputError(
    `${test} needs at least two ${things}, but there ${count === 1 ? 'is one' : 'are none'}: ${why}`,
  );
}

/** Throws `InputError` unless `control` is one of the columns of `scores`. */
export function checkControl(scores: Scores, control: number): void {
  const classifiers = scores[0].length;
  if (!Number.isInteger(control) || control < 0 || control >= classifiers) {
    throw new InputError(`control must be a column from 0 to ${classifiers - 1}, but it is ${control}`);
  }
}

/** Throws `InputError` unless `value` is between 0 and 1, both excluded. */
export function checkProbability(name: string, value: number): void {
  if (!(value > 0 && value < 1)) {
    throw new InputError(`${name} must be a number between 0 and 1, but it is ${value}`);
  }
}

/**
 * Scores to compare classifiers by: a row a data set, a column a classifier, larger is better. Costs and times
 * are compared as their negatives.
 */
export type Scores = readonly (readonly number[])[];

/**
 * The checks that the tests over several data sets share.
 *
 * @param test its name, for the message
 * @param block what a row is
 * @throws InputError for fewer than two rows or classifiers, rows of different lengths, and values that are
 *   not finite.
 */
export function checkScores(test: string, scores: Scores, block = 'data set'): void {
  checkAtLeastTwo(
    test,
    `${block}s`,
    scores.length,
    `it compares how classifiers rank from ${block} to ${block}`,
  );
  const classifiers = scores[0].length;
  checkAtLeastTwo(test, 'classifiers', classifiers, 'there is nothing to compare it with');
  scores.forEach((row, d) => {
    if (row.length !== classifiers) {
      throw new InputError(
        `${test}: ${block} ${d} has ${row.length} scores, but ${block} 0 has ${classifiers}: ` +
          'give one score a classifier',
      );
    }
    const missing = row.findIndex((score) => !Number.isFinite(score));
    if (missing >= 0) {
      throw new InputError(
        `${test}: the score of classifier ${missing} on ${block} ${d} is ${row[missing]}: ` +
          `leave out incomplete ${block}s first (completeBlocks does it)`,
      );
    }
  });
}
