/** The held-out rows of each fold. */
import type { RandomStream } from '../../../engine/random/random-stream.js';
import { heldOutFolds } from '../../../tables/split/folds-of-rows.js';
import { placesOf } from '../../../tables/split/split-rules.js';
import type { TrainingData } from '../../../training/training-data.js';

/**
 * Stratified, by group or blocks in time, as the rows demand (`heldOutFolds`); fewer folds if there are fewer than two
 * rows for each. With fewer than four rows, or one group or time, a single fit that holds out nothing.
 */
export function heldOutRows(
  { y, split }: Pick<TrainingData, 'y' | 'split'>,
  folds: number,
  random: RandomStream,
): Int32Array[] {
  const most = Math.min(folds, Math.floor(y.length / 2));
  const { count, ofRow } = heldOutFolds(y, most, random, split);
  if (count < 2) return [new Int32Array(0)];
  return Array.from({ length: count }, (_, fold) => placesOf(ofRow, fold));
}
