import type { LabelledRows } from '../../../training/training-data.js';

/**
 * For each column the sum of squares between the classes over that within them, sum_c n_c (m_c - m)^2 / sum_i w_i
 * (x_i - m_c(i))^2: the F statistic of a one-way analysis of variance up to a factor that all columns share, n_c and
 * the means counting rows by their weights w_i (1 if absent). Infinity if values differ only between classes, 0 if
 * they do not differ.
 */
export function varianceRatios({ X, y, weights }: LabelledRows, classes: number): Float64Array {
  const { data, rows, columns } = X;
  const counts = new Float64Array(classes);
  const means = new Float64Array(classes * columns);
  const mean = new Float64Array(columns);
  const total = weights?.reduce((sum, weight) => sum + weight, 0) ?? rows;
  for (let i = 0; i < rows; i++) {
    const weight = weights ? weights[i] : 1;
    counts[y[i]] += weight;
    for (let j = 0; j < columns; j++) {
      means[y[i] * columns + j] += weight * data[i * columns + j];
      mean[j] += (weight * data[i * columns + j]) / total;
    }
  }
  const between = new Float64Array(columns);
  for (let c = 0; c < classes; c++) {
    if (counts[c] === 0) continue;
    for (let j = 0; j < columns; j++) {
      means[c * columns + j] /= counts[c];
      between[j] += counts[c] * (means[c * columns + j] - mean[j]) ** 2;
    }
  }
  const within = new Float64Array(columns);
  for (let i = 0; i < rows; i++) {
    const weight = weights ? weights[i] : 1;
    for (let j = 0; j < columns; j++) {
      within[j] += weight * (data[i * columns + j] - means[y[i] * columns + j]) ** 2;
    }
  }
  // Rounding leaves the sums of a constant column slightly above 0.
  const tiny = (j: number) => 1e-20 * total * (1 + mean[j] ** 2);
  return between.map((sum, j) => (sum <= tiny(j) ? 0 : sum / within[j]));
}
