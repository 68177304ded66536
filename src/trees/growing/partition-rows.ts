/** Partitions a node's rows between its children. */
import type { BinnedMatrix } from '../binning/binned-matrix.js';
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
  { feature, code, missingLeft }: Pick<BestSplit, 'feature' | 'code' | 'missingLeft'>,
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
    if (own <= code || own === alsoLeft) rows[left++] = row;
    else spare[right++] = row;
  }
  for (let i = 0; i < right; i++) rows[left + i] = spare[i];
  return left;
}
