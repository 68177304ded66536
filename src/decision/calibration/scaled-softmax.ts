/** softmax(a ln p + b): what temperature and Platt scaling have in common, and its fit. */
import { exp, log } from '../../engine/random/portable-math.js';
import type { Matrix } from '../../matrix.js';
import { logProbabilities, writeDistribution } from './log-probabilities.js';
import { type ConvexObjective, newtonMinimum } from './newton.js';
import type { SmoothedTargets } from './smoothed-targets.js';

export interface SoftmaxScale {
  readonly slope: number;
  /** One a class. */
  readonly biases: readonly number[];
}

/** A slope of 0 or less would lose the order of the rows; one beyond 100 makes every probability 0 or 1. */
export const SMALLEST_SLOPE = 0.01;
export const LARGEST_SLOPE = 100;

export interface SoftmaxScaleOptions {
  /** Whether there are biases; otherwise they are 0. */
  readonly biased: boolean;
  readonly targets: SmoothedTargets;
  /** Strength of the pull towards slope 1 and biases 0: as many rows as it counts like. Default 0. */
  readonly ridge?: number;
  /** What each row counts; default 1. */
  readonly weights?: Float64Array;
}

/** The scale of least log loss. */
export function fitSoftmaxScale(
  probabilities: Matrix,
  y: Int32Array,
  options: SoftmaxScaleOptions,
): SoftmaxScale {
  const { columns } = probabilities;
  const logs = logProbabilities(probabilities);
  const objective = new SoftmaxScaleObjective(logs, y, options);
  const start = new Float64Array(objective.size);
  start[0] = 1;
  let point = newtonMinimum(objective, start);
  const slope = Math.min(LARGEST_SLOPE, Math.max(SMALLEST_SLOPE, point[0]));
  if (slope !== point[0] && options.biased) {
    point = newtonMinimum(
      new SoftmaxScaleObjective(logs, y, options, slope),
      new Float64Array(objective.size),
    );
  }
  return {
    slope,
    biases: options.biased ? Array.from(point.subarray(1)) : new Array<number>(columns).fill(0),
  };
}

export function applySoftmaxScale(probabilities: Matrix, { slope, biases }: SoftmaxScale): Matrix {
  const { rows, columns } = probabilities;
  const logs = logProbabilities(probabilities).data;
  const out = new Float32Array(rows * columns);
  const values = new Float64Array(columns);
  for (let row = 0; row < rows; row++) {
    const start = row * columns;
    let most = Number.NEGATIVE_INFINITY;
    for (let c = 0; c < columns; c++) {
      values[c] = slope * logs[start + c] + biases[c];
      most = Math.max(most, values[c]);
    }
    for (let c = 0; c < columns; c++) values[c] = exp(values[c] - most);
    writeDistribution(values, out, start);
  }
  return { data: out, rows, columns };
}

/** Adding one number to all biases changes nothing; this much pull keeps them about 0. */
const GAUGE = 1e-8;

class SoftmaxScaleObjective implements ConvexObjective {
  readonly size: number;
  readonly #ridge: number;

  /** @param fixedSlope the slope, if only biases are fitted */
  constructor(
    private readonly logs: Matrix<Float64Array>,
    private readonly y: Int32Array,
    private readonly options: SoftmaxScaleOptions,
    private readonly fixedSlope?: number,
  ) {
    this.size = options.biased ? 1 + logs.columns : 1;
    this.#ridge = options.ridge ?? 0;
  }

  evaluate(point: Float64Array, gradient: Float64Array, hessian: Float64Array): number {
    const { data, rows, columns: k } = this.logs;
    const { biased, targets, weights } = this.options;
    const { size } = this;
    const slope = this.fixedSlope ?? point[0];
    gradient.fill(0);
    hessian.fill(0);
    const z = new Float64Array(k);
    let value = 0;
    // A product of sums, of which the logarithm is taken once for many rows.
    let factors = 1;
    for (let row = 0; row < rows; row++) {
      const start = row * k;
      const label = this.y[row];
      const own = targets.own[label];
      const other = targets.other[label];
      let most = Number.NEGATIVE_INFINITY;
      let target = 0;
      for (let c = 0; c < k; c++) {
        z[c] = slope * data[start + c] + (biased ? point[1 + c] : 0);
        most = Math.max(most, z[c]);
        target += (c === label ? own : other) * z[c];
      }
      let sum = 0;
      for (let c = 0; c < k; c++) {
        const shifted = z[c] - most;
        z[c] = exp(shifted);
        sum += z[c];
      }
      const weight = weights ? weights[row] : 1;
      value += weight * (most - target);
      if (weights === undefined) factors *= sum;
      else value += weight * log(sum);
      if (factors > 1e300) {
        value += log(factors);
        factors = 1;
      }
      let mean = 0;
      let square = 0;
      for (let c = 0; c < k; c++) {
        const x = data[start + c];
        z[c] /= sum;
        mean += z[c] * x;
        square += z[c] * x * x;
        const residual = weight * (z[c] - (c === label ? own : other));
        gradient[0] += residual * x;
        if (biased) gradient[1 + c] += residual;
      }
      hessian[0] += weight * Math.max(0, square - mean * mean);
      if (!biased) continue;
      for (let c = 0; c < k; c++) {
        const at = (1 + c) * size;
        hessian[at] += weight * (z[c] * (data[start + c] - mean));
        for (let d = 0; d < c; d++) hessian[at + 1 + d] -= weight * (z[c] * z[d]);
        hessian[at + 1 + c] += weight * (z[c] * (1 - z[c]));
      }
    }
    return this.#withPull(point, value + log(factors), gradient, hessian);
  }

  /** Adds the ridge; a fixed slope is given a parabola of its own, which leaves it where it is. */
  #withPull(point: Float64Array, loss: number, gradient: Float64Array, hessian: Float64Array): number {
    const { size } = this;
    let value = loss;
    if (this.fixedSlope !== undefined) {
      gradient[0] = 0;
      hessian[0] = 1;
      for (let c = 1; c < size; c++) hessian[c * size] = 0;
    } else {
      value += (this.#ridge / 2) * (point[0] - 1) ** 2;
      gradient[0] += this.#ridge * (point[0] - 1);
      hessian[0] += this.#ridge;
    }
    for (let i = 1; i < size; i++) {
      value += ((this.#ridge + GAUGE) / 2) * point[i] ** 2;
      gradient[i] += (this.#ridge + GAUGE) * point[i];
      hessian[i * size + i] += this.#ridge + GAUGE;
    }
    return value;
  }
}
