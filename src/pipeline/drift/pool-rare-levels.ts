/** Makes codes of categories mean the same in training rows and in new ones. */
import type { FeatureMatrix } from '../../matrix.js';

/** A category of fewer rows in both samples together is pooled. */
const FEWEST_ROWS_OF_LEVEL = 20;
/** Training rows that a category must be expected to have had; at most one then happens once in 300 times. */
const FEWEST_EXPECTED = 8;

/**
 * Gives the code of `(other)` to categories with few rows in both samples together. A category is `(other)` if training had it
 * at most once, so in training rows all rare ones that luck made frequent have codes of their own, and in new rows those that
 * luck made rare in training are `(other)`: that alone tells the samples apart. What is left has so many rows that its code
 * owes nothing to luck. Changes the matrices in place.
 *
 * @param others for each column its code of `(other)`; null for other columns
 * @param trainingRows rows that the codes were fitted on
 */
export function poolRareLevels(
  samples: readonly FeatureMatrix[],
  others: readonly (number | null)[],
  trainingRows: number,
): void {
  const rows = samples.reduce((sum, sample) => sum + sample.rows, 0);
  const fewest = Math.max(FEWEST_ROWS_OF_LEVEL, (FEWEST_EXPECTED * rows) / trainingRows);
  others.forEach((other, column) => {
    if (other === null) return;
    const counts = new Map<number, number>();
    for (const { data, rows, columns } of samples) {
      for (let at = column; at < rows * columns; at += columns)
        counts.set(data[at], (counts.get(data[at]) ?? 0) + 1);
    }
    for (const { data, rows, columns } of samples) {
      for (let at = column; at < rows * columns; at += columns) {
        // The code after `(other)` is that of missing cells.
        if (data[at] < other && counts.get(data[at])! < fewest) data[at] = other;
      }
    }
  });
}
