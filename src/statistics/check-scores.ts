import { InputError } from '../errors.js';
import { checkAtLeastTwo } from './check-at-least-two.js';

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
