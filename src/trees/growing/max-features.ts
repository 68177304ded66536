/** scikit-learn's `max_features`: how many columns are drawn at each node. */

export type MaxFeatures = number | 'sqrt' | 'log2' | 'all';

/** `sqrt` and `log2` rounded down; a number below 1 is a fraction of the columns, from 1 a count. At least 1. */
export function countFeatures(maxFeatures: MaxFeatures, columns: number): number {
  if (maxFeatures === 'all') return columns;
  if (maxFeatures === 'sqrt') return Math.max(1, Math.floor(Math.sqrt(columns)));
  // The bit length minus one is floor(log2) without rounding.
  if (maxFeatures === 'log2') return Math.max(1, 31 - Math.clz32(columns));
  return Math.max(1, Math.min(columns, Math.floor(maxFeatures < 1 ? maxFeatures * columns : maxFeatures)));
}
