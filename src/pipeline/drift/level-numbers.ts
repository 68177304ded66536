/** How many categories new rows have, and how many of them training did not, beside what it had of each number of rows. */
import { normalTail } from '../../statistics/distributions/normal.js';
import { populationStability } from '../../statistics/population-stability.js';
import { type LevelOfRow, type LevelRanges, levelsOfRows } from './levels-before.js';

/** The p of a test, and the population stability index of what it compares. */
export interface LevelsShift {
  readonly p: number;
  readonly psi: number;
}

const NO_SHIFT: LevelsShift = { p: 1, psi: 0 };

/**
 * Whether more new rows are of unseen categories than expected. Their expected share is that of the training rows that were the
 * only one of their category, each of which would be unseen beside the others (Good, "The population frequencies of
 * species and the estimation of population parameters", 1953). The variance of its error is (N1 + 2 N2) / n^2 for N1
 * categories of one row and N2 of two among n rows (Robbins, "Estimating the total probability of the unobserved outcomes of an
 * experiment", 1968), with N2 at most all categories that have more than one.
 */
export function unseenShift(
  { rows, single, repeated }: LevelRanges['training'],
  levels: readonly LevelOfRow[],
): LevelsShift {
  const present = levels.filter((level) => level !== null);
  const unseen = present.filter(({ isSeen }) => !isSeen).length;
  if (unseen === 0) return NO_SHIFT;
  const [expected, found] = [single / rows, unseen / present.length];
  const variance =
    (single + 2 * repeated) / rows ** 2 + Math.max(expected * (1 - expected), 1 / rows) / present.length;
  const z = (found - expected) / Math.sqrt(variance);
  if (z <= 0) return NO_SHIFT;
  return {
    p: normalTail(z),
    psi: populationStability([rows - single, single], [present.length - unseen, unseen]),
  };
}

/**
 * Whether new rows have fewer categories than as many training rows would have. Of m >= n new rows those of n are counted
 * by rarefaction (Hurlbert, "The nonconcept of species diversity", 1971), with rows drawn independently; of m < n the expected
 * number is at least m / n of that of n, as it grows ever more slowly. The variance of each number is at most that of the
 * categories with one row, by the same reason. The index is that of the share of rows which are the first of their category.
 */
export function distinctShift(
  { rows, single, repeated }: LevelRanges['training'],
  levels: readonly LevelOfRow[],
): LevelsShift {
  const counts = [...levelsOfRows(levels).counts.values()];
  const drawn = Math.min(1, rows / levels.length);
  const part = Math.min(1, levels.length / rows);
  let [distinct, once] = [0, 0];
  for (const count of counts) {
    distinct += 1 - (1 - drawn) ** count;
    once += count * drawn * (1 - drawn) ** (count - 1);
  }
  const expected = (single + repeated) * part;
  const variance = single * part ** 2 + once;
  if (distinct >= expected || variance === 0) return NO_SHIFT;
  const compared = Math.min(rows, levels.length);
  return {
    p: normalTail((expected - distinct) / Math.sqrt(variance)),
    psi: populationStability([compared - expected, expected], [compared - distinct, distinct]),
  };
}
