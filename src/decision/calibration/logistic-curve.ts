/** Logistic regression on a few features of the score, with coefficients that keep the order of the rows. */
import { exp, log } from '../../engine/random/portable-math.js';
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

/** One or two numbers a row. */
type Features = readonly [Float64Array] | readonly [Float64Array, Float64Array];

/**
 * The coefficients and the intercept of least log loss, the coefficients not below `least`: where the minimum has
 * lower ones, those are set to `least` and the others fitted again.
 *
 * @param targets the probability that each row should have
 * @param ridge pull of the coefficients to 1 and of the intercept to 0, in rows
 * @param weights what each row counts; default 1
 */
export function fitLogistic(
  features: Features,
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
    private readonly features: Features,
    private readonly targets: Float64Array,
    private readonly fixed: readonly boolean[],
    private readonly ridge: number,
    private readonly weights: Float64Array | undefined,
  ) {
    this.size = features.length + 1;
  }

  evaluate(point: Float64Array, gradient: Float64Array, hessian: Float64Array): number {
    const { size, fixed, ridge } = this;
    const last = size - 1;
    let value = this.#sumRows(point, gradient, hessian);
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

  /** The sums over the rows. In scalars: most of the time of a calibration on many rows is spent here. */
  #sumRows(point: Float64Array, gradient: Float64Array, hessian: Float64Array): number {
    const { features, targets, size, weights } = this;
    const [xs, others] = features;
    const last = size - 1;
    const [slope, intercept] = [point[0], point[last]];
    const otherSlope = others === undefined ? 0 : point[1];
    let [value, factors] = [0, 1];
    let [gx, go, g1] = [0, 0, 0];
    let [xx, ox, oo, x1, o1, one] = [0, 0, 0, 0, 0, 0];
    for (let row = 0; row < targets.length; row++) {
      const x = xs[row];
      const o = others === undefined ? 0 : others[row];
      const z = intercept + slope * x + otherSlope * o;
      const small = exp(-Math.abs(z));
      const large = 1 / (1 + small);
      const target = targets[row];
      const weight = weights === undefined ? 1 : weights[row];
      value += weight * ((z > 0 ? z : 0) - target * z);
      // The sum of the logarithms of 1 + e^-|z|, each factor at most 2.
      if (weights === undefined) factors *= 1 + small;
      else value += weight * log(1 + small);
      if (factors > 1e300) {
        value += log(factors);
        factors = 1;
      }
      const residual = weight * ((z >= 0 ? large : small * large) - target);
      const curvature = weight * (large * (small * large));
      const [cx, co] = [curvature * x, curvature * o];
      gx += residual * x;
      go += residual * o;
      g1 += residual;
      xx += cx * x;
      ox += co * x;
      oo += co * o;
      x1 += cx;
      o1 += co;
      one += curvature;
    }
    if (others === undefined) {
      gradient.set([gx, g1]);
      hessian.set([xx, 0, x1, one]);
    } else {
      gradient.set([gx, go, g1]);
      hessian.set([xx, 0, 0, ox, oo, 0, x1, o1, one]);
    }
    return value + log(factors);
  }
}
