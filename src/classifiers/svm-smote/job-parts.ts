/** The inputs of SVM training that depend on the training rows. */
import type { Matrix } from '../../matrix.js';
import { mean } from '../../mean.js';
import type { SvmKernel, SvmTraining } from '../../svm/svm-training.js';
import type { SplitRules } from '../../tables/split/split-rules.js';
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
export function orderByClass(y: Int32Array): Int32Array {
  return Int32Array.from(y.keys()).sort((a, b) => y[a] - y[b] || a - b);
}

/** The number of rows of each class. */
export function sizesOf(y: Int32Array, classes: number): number[] {
  const sizes = new Array<number>(classes).fill(0);
  for (const c of y) sizes[c]++;
  return sizes;
}

/** What the calibration keeps together or in order; undefined if the rows have no groups and no times. */
export function unitsOf(
  { groups, times }: SplitRules = {},
  from: Int32Array,
  to: Int32Array,
  order: Int32Array,
): SvmTraining['units'] {
  const units = groups ?? times;
  if (units === undefined) return undefined;
  return {
    kind: groups ? 'groups' : 'times',
    from: order.map((row) => units[from[row]]),
    to: order.map((row) => units[to[row]]),
  };
}
