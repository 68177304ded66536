/** The inputs of SVM training that depend on the training rows. */
import { type Matrix, rowsAt } from '../../matrix.js';
import { mean } from '../../mean.js';
import type { SvmKernel, SvmTraining } from '../../svm/svm-training.js';
import type { LearningProblem } from '../contract/fitted-model.js';
import type { ResolvedSvmSmoteOptions } from './options.js';

/** The kernel; for gamma `scale` it depends on all values of X. */
export function kernelFor({ kernel, gamma }: ResolvedSvmSmoteOptions, X: Matrix): SvmKernel {
  if (kernel === 'linear') return { kind: 'linear' };
  if (gamma === 'auto') return { kind: 'rbf', gamma: 1 / X.columns };
  if (gamma !== 'scale') return { kind: 'rbf', gamma };
  const variance = varianceOf(X.data);
  return { kind: 'rbf', gamma: variance === 0 ? 1 : 1 / (X.columns * variance) };
}

function varianceOf(values: Float32Array): number {
  const centre = mean(values);
  let squares = 0;
  for (const value of values) squares += (value - centre) ** 2;
  return squares / values.length;
}

/**
 * Factors of C: the weights of the rows, which are equal within a class, with a mean of 1 over the classes.
 */
export function weightsOfClasses({ y, weights, classes }: LearningProblem): number[] {
  if (weights === undefined) return new Array(classes).fill(1);
  const found = Array.from({ length: classes }, (_, c) => weights[y.indexOf(c)]);
  const centre = mean(found);
  return found.map((weight) => weight / centre);
}

/** The rows sorted by class, otherwise in their order. */
export function byClass(
  rows: Float32Array,
  columns: number,
  y: Int32Array,
  classes: number,
): Pick<SvmTraining, 'rows' | 'sizes'> {
  const sizes = new Array<number>(classes).fill(0);
  for (const c of y) sizes[c]++;
  const ordered = Int32Array.from(y.keys()).sort((a, b) => y[a] - y[b] || a - b);
  return { rows: rowsAt({ data: rows, rows: y.length, columns }, ordered).data, sizes };
}
