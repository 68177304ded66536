/** Stratified folds for cross-validation. */
import { InputError } from '../../errors.js';
import type { Label } from '../../matrix.js';
import { countOf, listNames } from '../../text/name-list.js';
import type { RandomSource } from './random-source.js';
import { sampleFront } from './sample-front.js';

export interface Folds {
  readonly count: number;
  /** The fold, 0 to count - 1, in which each row is tested. */
  /** The fold of each row; -1 for rows that are in none. */
  readonly ofRow: Int32Array;
  /** Whether a fold is tested by what was fitted on the folds before it and on the rows in none; else on all others. */
  readonly forward?: boolean;
  /** For the user: classes with fewer rows than folds. */
  readonly notices: readonly string[];
}

/**
 * Shuffles the rows of each class and assigns them to the folds in rotation, each class continuing where the previous
 * one ended: a fold has floor or ceil of (rows of the class / count) rows of each class, and the sizes of folds differ
 * by at most one. Like scikit-learn's `StratifiedKFold(shuffle=True)`; a class with
 * fewer rows than folds is missing from some folds, and is named in a notice.
 *
 * @throws InputError for fewer than two folds or fewer rows than folds.
 */
export function stratifiedFolds(labels: readonly Label[], count: number, random: RandomSource): Folds {
  checkFoldCount(labels.length, count);
  const rowsOfClass = new Map<Label, number[]>();
  labels.forEach((label, row) => {
    const rows = rowsOfClass.get(label);
    if (rows === undefined) rowsOfClass.set(label, [row]);
    else rows.push(row);
  });
  const ofRow = new Int32Array(labels.length);
  let next = 0;
  for (const rows of rowsOfClass.values()) {
    const shuffled = sampleFront(Int32Array.from(rows), rows.length, random);
    for (const row of shuffled) ofRow[row] = next++ % count;
  }
  const small = [...rowsOfClass].filter(([, rows]) => rows.length < count).map(([label]) => String(label));
  const notices =
    small.length === 0
      ? []
      : [
          `classes with fewer rows than the ${count} folds, so missing from some of them: ${listNames(small)}`,
        ];
  return { count, ofRow, notices };
}

/**
 * Shuffles the rows and assigns them to the folds in rotation, as scikit-learn's `KFold(shuffle=True)`.
 *
 * @throws InputError as `stratifiedFolds`.
 */
export function shuffledFolds(labels: readonly Label[], count: number, random: RandomSource): Folds {
  checkFoldCount(labels.length, count);
  const ofRow = new Int32Array(labels.length);
  sampleFront(Int32Array.from(ofRow.keys()), ofRow.length, random).forEach((row, place) => {
    ofRow[row] = place % count;
  });
  return { count, ofRow, notices: [] };
}

/** @throws InputError for fewer than two folds or fewer rows than folds. */
export function checkFoldCount(rows: number, count: number): void {
  if (!Number.isSafeInteger(count) || count < 2) {
    throw new InputError(`folds is ${count}: give an integer of at least 2`, { optionNames: ['folds'] });
  }
  if (rows < count)
    throw new InputError(`folds is ${count} for ${countOf(rows, 'row')}: choose fewer`, {
      optionNames: ['folds'],
    });
}
