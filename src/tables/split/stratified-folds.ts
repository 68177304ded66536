/** Cross-validation folds in which every class is spread as evenly as it can be. */
import { InputError } from '../../errors.js';
import type { Label } from '../../matrix.js';
import { countOf, listNames } from '../../text/name-list.js';
import type { RandomSource } from './random-source.js';
import { sampleFront } from './sample-front.js';

export interface Folds {
  readonly count: number;
  /** The fold, 0 to count - 1, in which each row is tested. */
  readonly ofRow: Int32Array;
  /** What the user should know: classes with fewer rows than there are folds. */
  readonly notices: readonly string[];
}

/**
 * Shuffles the rows of each class and deals them out to the folds in turn, each class going on where the
 * one before ended: a fold has floor or ceil of (rows of the class / count) rows of every class, and the
 * folds differ by at most one row in all. Like scikit-learn's `StratifiedKFold(shuffle=True)`; a class with
 * fewer rows than folds is missing from the test part of some, and is named in a notice.
 *
 * @throws InputError when there are fewer than two folds or fewer rows than folds.
 */
export function stratifiedFolds(labels: readonly Label[], count: number, random: RandomSource): Folds {
  if (!Number.isSafeInteger(count) || count < 2) {
    throw new InputError(`folds is ${count}: give a whole number from 2`);
  }
  if (labels.length < count) {
    throw new InputError(`folds is ${count} for ${countOf(labels.length, 'row')}: choose fewer folds`);
  }
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
      : [`classes with fewer rows than the ${count} folds, so not tested on in each: ${listNames(small)}`];
  return { count, ofRow, notices };
}
