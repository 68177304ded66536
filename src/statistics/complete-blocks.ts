import { InputError } from '../errors.js';
import type { Scores } from './checks.js';

export interface CompleteBlocks {
  readonly datasets: readonly string[];
  /** A row for each of `datasets`. */
  readonly scores: Scores;
  /** What was left out, and the classifiers without a score there. */
  readonly dropped: readonly { readonly dataset: string; readonly missing: readonly string[] }[];
}

/**
 * Leaves out the data sets on which a classifier has no score (undefined, null or NaN): the rank tests compare
 * blocks, and a rank among fewer classifiers means something else.
 *
 * @param scores a row a data set, a column a classifier
 * @throws InputError where the numbers of names and scores differ.
 */
export function completeBlocks(
  datasets: readonly string[],
  classifiers: readonly string[],
  scores: readonly (readonly (number | null | undefined)[])[],
): CompleteBlocks {
  if (scores.length !== datasets.length) {
    throw new InputError(`scores has ${scores.length} rows for ${datasets.length} data sets`);
  }
  const complete: { dataset: string; row: readonly number[] }[] = [];
  const dropped: { dataset: string; missing: string[] }[] = [];
  scores.forEach((row, d) => {
    const dataset = datasets[d];
    if (row.length !== classifiers.length) {
      throw new InputError(
        `scores has ${row.length} values for ${dataset}, but there are ${classifiers.length} classifiers`,
      );
    }
    const missing = classifiers.filter((_, c) => !hasValue(row[c]));
    if (missing.length > 0) dropped.push({ dataset, missing });
    else complete.push({ dataset, row: row.filter(hasValue) });
  });
  return {
    datasets: complete.map(({ dataset }) => dataset),
    scores: complete.map(({ row }) => row),
    dropped,
  };
}

function hasValue(score: number | null | undefined): score is number {
  return score !== null && score !== undefined && !Number.isNaN(score);
}
