/** Logistic regression on a few features of the score, with coefficients that keep the order of the rows. */
import { exp } from '../../engine/random/portable-math.js';
import { type ConvexObjective, newtonMinimum } from './newton.js';

/** 1 / (1 + e^-z) and 1 / (1 + e^z), both to their last bits. */
export function logisticPair(z: number): [number, number] {
  const small = exp(-Math.abs(z));
  const large = 1 / (1 + small);
  return z >= 0 ? [large, small * large] : [small * large, large];
}

export interface LogisticFit {
  /** One a feature, none negative. */
  readonly coefficients: Float64Array;
  readonly intercept: number;
}

/**
 * The coefficients and the intercept of least log loss, the coefficients not below `least`: where the minimum has
 * lower ones, those are set to `least` and the others fitted again.
 *
 * @param targets the probability that each row should have
 * @param ridge pull of the coefficients to 1 and of the intercept to 0, in rows
 * @param weights what each row counts; default 1
 */
export function fitLogistic(
  features: readonly Float64Array[],
  targets: Float64Array,
  least: number,
  ridge = 0,
  weights?: Float64Array,
): LogisticFit {
  const fixed = new Array<boolean>(features.length).fill(false);
  for (;;) {
    const start = new Float64Array(features.length + 1).fill(1);
    start[features.length] = 0;
    fixed.forEach((isFixed, f) => {
      if (isFixed) start[f] = least;
    });
    const point = newtonMinimum(new LogisticObjective(features, targets, fixed, ridge, weights), start);
    const low = fixed.findIndex((isFixed, f) => !isFixed && point[f] < least);
    if (low < 0) return { coefficients: point.slice(0, -1), intercept: point[features.length] };
    fixed[low] = true;
  }
}

/** Keeps the Hessian of rows that are all alike invertible. */
const LEAST_CURVATURE = 1e-9;

class LogisticObjective implements ConvexObjective {
  readonly size: number;

  constructor(
    private readonly features: readonly Float64Array[],
    private readonly targets: Float64Array,
    private readonly fixed: readonly boolean[],
    private readonly ridge: number,
    private readonly weights: Float64Array | undefined,
  ) {
    this.size = features.length + 1;
  }

  evaluate(point: Float64Array, gradient: Float64Array, hessian: Float64Array): number {
    const { features, targets, size, fixed, ridge, weights } = this;
    const last = size - 1;
    gradient.fill(0);
    hessian.fill(0);
    let value = 0;
    for (let row = 0; row < targets.length; row++) {
      let z = point[last];
      for (let f = 0; f < last; f++) z += point[f] * features[f][row];
      const [p, rest] = logisticPair(z);
      const weight = weights ? weights[row] : 1;
      value += weight * (Math.max(z, 0) + Math.log1p(exp(-Math.abs(z))) - targets[row] * z);
      const residual = weight * (p - targets[row]);
      const curvature = weight * (p * rest);
      for (let f = 0; f < size; f++) {
        const x = f === last ? 1 : features[f][row];
        gradient[f] += residual * x;
        for (let g = 0; g <= f; g++) {
          hessian[f * size + g] += curvature * x * (g === last ? 1 : features[g][row]);
        }
      }
    }
    for (let f = 0; f < size; f++) {
      const pull = ridge + LEAST_CURVATURE;
      const off = point[f] - (f === last ? 0 : 1);
      value += (pull / 2) * off * off;
      gradient[f] += pull * off;
      hessian[f * size + f] += pull;
    }
    fixed.forEach((isFixed, f) => {
      if (!isFixed) return;
      gradient[f] = 0;
      for (let g = 0; g < size; g++) {
        if (g < f) hessian[f * size + g] = 0;
        else hessian[g * size + f] = g === f ? 1 : 0;
      }
    });
    return value;
  }
}
