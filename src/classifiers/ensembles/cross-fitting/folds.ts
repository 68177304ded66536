/** The held-out rows of each fold. */
import type { RandomStream } from '../../../engine/random/random-stream.js';
import { stratifiedFolds } from '../../../tables/split/stratified-folds.js';

/**
 * Stratified; fewer folds if there are fewer than two rows for each. With fewer than four rows, a single fit that
 * holds out nothing.
 */
export function heldOutRows(y: Int32Array, folds: number, random: RandomStream): Int32Array[] {
  const count = Math.min(folds, Math.floor(y.length / 2));
  if (count < 2) return [new Int32Array(0)];
  const { ofRow } = stratifiedFolds(Array.from(y), count, random);
  const rows = Int32Array.from(y.keys());
  return Array.from({ length: count }, (_, fold) => rows.filter((row) => ofRow[row] === fold));
}
