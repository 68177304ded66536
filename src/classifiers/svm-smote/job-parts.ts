/** The parts of a job that are worked out from the training rows. */
import type { Matrix } from '../../matrix.js';
import type { SvmKernel, SvmTraining } from '../../svm/svm-training.js';
import type { LearningProblem } from '../contract/learning-classifier.js';
import type { ResolvedSvmSmoteOptions } from './options.js';

/** The kernel of the options; `scale` looks at all values of X. */
export function kernelFor({ kernel, gamma }: ResolvedSvmSmoteOptions, X: Matrix): SvmKernel {
  if (kernel === 'linear') return { kind: 'linear' };
  if (gamma === 'auto') return { kind: 'rbf', gamma: 1 / X.columns };
  if (gamma !== 'scale') return { kind: 'rbf', gamma };
  const variance = varianceOf(X.data);
  return { kind: 'rbf', gamma: variance === 0 ? 1 : 1 / (X.columns * variance) };
}

function varianceOf(values: Float32Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  const mean = sum / values.length;
  let squares = 0;
  for (const value of values) squares += (value - mean) ** 2;
  return squares / values.length;
}

export function columnMeans({ data, rows, columns }: Matrix): Float64Array {
  const sums = new Float64Array(columns);
  for (let i = 0; i < data.length; i++) sums[i % columns] += data[i];
  return sums.map((sum) => sum / rows);
}

/**
 * Factors of C: the weights of the rows, which are equal within a class, with a mean of 1 over the classes.
 */
export function weightsOfClasses({ y, weights, classes }: LearningProblem): number[] {
  if (weights === undefined) return new Array(classes).fill(1);
  const found = Array.from({ length: classes }, (_, c) => weights[y.indexOf(c)]);
  const mean = found.reduce((a, b) => a + b, 0) / classes;
  return found.map((weight) => weight / mean);
}

/** The rows in the order of their classes, and otherwise as they were. */
export function byClass(
  rows: Float32Array,
  columns: number,
  y: Int32Array,
  classes: number,
): Pick<SvmTraining, 'rows' | 'sizes'> {
  const sizes = new Array<number>(classes).fill(0);
  for (const c of y) sizes[c]++;
  const next = sizes.map((_, c) => sizes.slice(0, c).reduce((a, b) => a + b, 0));
  const ordered = new Float32Array(rows.length);
  y.forEach((c, row) => {
    ordered.set(rows.subarray(row * columns, (row + 1) * columns), next[c]++ * columns);
  });
  return { rows: ordered, sizes };
}
