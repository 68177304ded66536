/** Partitions a node's rows between its children. */
import type { BinnedMatrix } from '../binning/binned-matrix.js';
import { inSet } from '../binning/level-groups.js';
import type { BestSplit, OpenNode } from './splitter.js';

/**
 * Stable partition: moves the rows that go left before those that go right; returns the start of the right ones.
 * `spare` is as long as `rows`.
 */
export function partitionRows(
  data: BinnedMatrix,
  rows: Int32Array,
  spare: Int32Array,
  { start, end }: Pick<OpenNode, 'start' | 'end'>,
  { feature, code, missingLeft, set }: Pick<BestSplit, 'feature' | 'code' | 'missingLeft' | 'set'>,
): number {
  const { codes } = data;
  const base = feature * data.rows;
  // The only code above the split that can go left is that of missing values.
  const alsoLeft = missingLeft ? data.bins[feature] : code;
  let left = start;
  let right = 0;
  for (let i = start; i < end; i++) {
    const row = rows[i];
    const own = codes[base + row];
    const goesLeft = set === undefined ? own <= code || own === alsoLeft : inSet(set, 0, own);
    if (goesLeft) rows[left++] = row;
    else spare[right++] = row;
  }
  for (let i = 0; i < right; i++) rows[left + i] = spare[i];
  return left;
}
