/** One distribution over the classes from pairwise probabilities. */
import { classPairs } from './class-pairs.js';

/** Pairwise probabilities keep this distance from 0 and 1. */
export const MARGIN = 1e-7;
/** Iterations of few classes; of more, one a class. */
export const FEWEST_ITERATIONS = 100;

/**
 * The second method of Wu, Lin, Weng, "Probability estimates for multi-class classification by pairwise coupling"
 * (2004): the p that minimises the sum over pairs of (r_ji p_i - r_ij p_j)^2, by their iteration (algorithm 2) to an
 * accuracy of 0.005 / classes, as in libsvm. Two classes need no iteration.
 *
 * @param pairwise for each pair i < j the probability r_ij of i
 */
export function coupleProbabilities(pairwise: ArrayLike<number>, classes: number): Float64Array {
  if (classes === 2) return Float64Array.of(clip(pairwise[0]), 1 - clip(pairwise[0]));
  const Q = couplingMatrix(pairwise, classes);
  const p = new Float64Array(classes).fill(1 / classes);
  const Qp = new Float64Array(classes);
  const accuracy = 0.005 / classes;
  for (let iteration = Math.max(FEWEST_ITERATIONS, classes); iteration > 0; iteration--) {
    let pQp = 0;
    for (let t = 0; t < classes; t++) {
      Qp[t] = 0;
      for (let j = 0; j < classes; j++) Qp[t] += Q[t * classes + j] * p[j];
      pQp += p[t] * Qp[t];
    }
    if (Qp.every((value) => Math.abs(value - pQp) < accuracy)) break;
    for (let t = 0; t < classes; t++) {
      const diagonal = Q[t * classes + t];
      const change = (pQp - Qp[t]) / diagonal;
      const shrink = 1 / (1 + change);
      pQp = (pQp + change * (change * diagonal + 2 * Qp[t])) * shrink * shrink;
      p[t] += change;
      for (let j = 0; j < classes; j++) {
        Qp[j] = (Qp[j] + change * Q[t * classes + j]) * shrink;
        p[j] *= shrink;
      }
    }
  }
  return p;
}

/** Q_tt = sum over j of r_jt^2, Q_tj = -r_jt r_tj. */
function couplingMatrix(pairwise: ArrayLike<number>, classes: number): Float64Array {
  const Q = new Float64Array(classes * classes);
  for (const { pair, first, second } of classPairs(classes)) {
    const r = clip(pairwise[pair]);
    Q[first * classes + second] = -r * (1 - r);
    Q[second * classes + first] = -r * (1 - r);
    Q[first * classes + first] += (1 - r) * (1 - r);
    Q[second * classes + second] += r * r;
  }
  return Q;
}

function clip(probability: number): number {
  return Math.min(1 - MARGIN, Math.max(MARGIN, probability));
}
