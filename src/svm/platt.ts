/**
 * Platt scaling: the probability of the first of two classes as a sigmoid of a machine's decision value,
 * P(f) = 1 / (1 + exp(slope f + offset)). Fitted by Newton's method with a line search (Lin, Lin, Weng, "A note
 * on Platt's probabilistic outputs for support vector machines", 2007).
 */
import { exp, log } from '../engine/random/portable-math.js';

export interface Sigmoid {
  readonly slope: number;
  readonly offset: number;
}

const ITERATIONS = 100;
const SMALLEST_GRADIENT = 1e-5;
const SMALLEST_STEP = 1e-10;
/** Added to the Hessian's diagonal to keep it positive definite. */
const RIDGE = 1e-12;
/** Share of the linear decrease that a step must reach. */
const SUFFICIENT_DECREASE = 1e-4;

/**
 * The maximum likelihood sigmoid. Targets are (n+ + 1) / (n+ + 2) and 1 / (n- + 2) instead of 1 and 0, so that it
 * stays smooth for separable classes.
 *
 * @param decisions decision values of rows that the machine was not trained on
 * @param positives number of rows of the first class, which come first
 */
export function fitSigmoid(decisions: Float64Array, positives: number): Sigmoid {
  const negatives = decisions.length - positives;
  const high = (positives + 1) / (positives + 2);
  const low = 1 / (negatives + 2);
  const target = (row: number) => (row < positives ? high : low);
  const loss = (slope: number, offset: number) =>
    decisions.reduce((sum, f, row) => {
      const z = slope * f + offset;
      return sum + (z >= 0 ? target(row) * z : (target(row) - 1) * z) + log(1 + exp(-Math.abs(z)));
    }, 0);

  let slope = 0;
  let offset = log((negatives + 1) / (positives + 1));
  let value = loss(slope, offset);
  for (let iteration = 0; iteration < ITERATIONS; iteration++) {
    let [h11, h22, h21, g1, g2] = [RIDGE, RIDGE, 0, 0, 0];
    decisions.forEach((f, row) => {
      const p = sigmoid(f, slope, offset);
      const curvature = p * (1 - p);
      h11 += f * f * curvature;
      h22 += curvature;
      h21 += f * curvature;
      g1 += f * (target(row) - p);
      g2 += target(row) - p;
    });
    if (Math.abs(g1) < SMALLEST_GRADIENT && Math.abs(g2) < SMALLEST_GRADIENT) break;
    const determinant = h11 * h22 - h21 * h21;
    const towardsSlope = -(h22 * g1 - h21 * g2) / determinant;
    const towardsOffset = -(h11 * g2 - h21 * g1) / determinant;
    const descent = g1 * towardsSlope + g2 * towardsOffset;
    let step = 1;
    for (; step >= SMALLEST_STEP; step /= 2) {
      const tried = loss(slope + step * towardsSlope, offset + step * towardsOffset);
      if (tried >= value + SUFFICIENT_DECREASE * step * descent) continue;
      slope += step * towardsSlope;
      offset += step * towardsOffset;
      value = tried;
      break;
    }
    if (step < SMALLEST_STEP) break;
  }
  return { slope, offset };
}

/** 1 / (1 + exp(slope f + offset)), without overflow. */
export function sigmoid(f: number, slope: number, offset: number): number {
  const z = slope * f + offset;
  if (z < 0) return 1 / (1 + exp(z));
  const e = exp(-z);
  return e / (1 + e);
}
