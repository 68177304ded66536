/** The two sums of the regression criteria, and the scores of splits by them. */
import type { MomentCriterion } from './criterion.js';

/** XGBoost's kRtEps: a split must gain more than this. */
const LEAST_GAIN = 1e-6;
/** Bound of the sums in steps: what 64-bit floats add without rounding, less one bit. */
const EXACT = 2 ** 52;

/**
 * A pair (a, b) per row: (weight * target, weight) for `friedman-mse`, (gradient, hessian) for `gradient`, both
 * rounded to multiples of a power of two, chosen so that the sum of all rows has 52 bits. Sums are then exact in any
 * order, so that columns with the same split of the rows tie exactly, and the sum of a node minus that of one side is
 * that of the other. A b of zero becomes the smallest step, so that no side has the sum 0.
 */
export function roundedMoments(
  criterion: MomentCriterion,
  rows: Int32Array,
  matrixRows: number,
): Float64Array {
  const moments = new Float64Array(2 * matrixRows);
  let [largestA, largestB] = [0, 0];
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i];
    let a: number;
    let b: number;
    if (criterion.kind === 'gradient') {
      a = criterion.gradients[row];
      b = criterion.hessians[row];
    } else {
      b = criterion.weights === undefined ? 1 : criterion.weights[row];
      a = b * criterion.target[row];
    }
    moments[2 * row] = a;
    moments[2 * row + 1] = b;
    largestA = Math.max(largestA, Math.abs(a));
    largestB = Math.max(largestB, b);
  }
  const stepsA = stepsPerUnit(largestA * rows.length);
  const stepsB = stepsPerUnit(largestB * rows.length);
  for (let i = 0; i < rows.length; i++) {
    const at = 2 * rows[i];
    moments[at] = Math.round(moments[at] * stepsA) / stepsA;
    moments[at + 1] = Math.max(1, Math.round(moments[at + 1] * stepsB)) / stepsB;
  }
  return moments;
}

/** The largest power of two with which `bound` stays below 2^52. */
function stepsPerUnit(bound: number): number {
  let steps = 1;
  if (!(bound > 0)) return steps;
  while (bound * steps > EXACT) steps /= 2;
  while (bound * steps * 2 <= EXACT) steps *= 2;
  return steps;
}

/** Scores of splits and values of nodes from the sums. */
export class MomentScore {
  readonly leastWeight: number;
  readonly #gradient: boolean;
  readonly #lambda: number;
  readonly #alpha: number;

  constructor(
    readonly criterion: MomentCriterion,
    readonly minImpurityDecrease: number,
  ) {
    this.#gradient = criterion.kind === 'gradient';
    this.#lambda = criterion.kind === 'gradient' ? criterion.lambda : 0;
    this.#alpha = criterion.kind === 'gradient' ? criterion.alpha : 0;
    this.leastWeight = criterion.kind === 'gradient' ? criterion.minChildWeight : 0;
  }

  split(aLeft: number, bLeft: number, aRight: number, bRight: number): number {
    if (!this.#gradient) {
      const difference = bRight * aLeft - bLeft * aRight;
      return (difference * difference) / (bLeft * bRight);
    }
    return this.#half(aLeft, bLeft) + this.#half(aRight, bRight);
  }

  /** A sum of squares between two sides in the units of the score, for a node of weight b. */
  ofSquares(squares: number, b: number): number {
    return this.#gradient ? squares : squares * b;
  }

  /** The gain of a split with this score, of a node with these sums. */
  gain(score: number, a: number, b: number): number {
    return this.#gradient ? score - this.#half(a, b) : score / b;
  }

  enough(gain: number): boolean {
    if (this.criterion.kind === 'gradient') return gain > LEAST_GAIN && gain >= this.criterion.gamma;
    return gain + Number.EPSILON >= this.minImpurityDecrease;
  }

  value(a: number, b: number): number {
    if (this.criterion.kind !== 'gradient') return a / b;
    return (-this.criterion.eta * this.#threshold(a)) / (b + this.#lambda);
  }

  #half(a: number, b: number): number {
    const t = this.#threshold(a);
    return (t * t) / (b + this.#lambda);
  }

  #threshold(a: number): number {
    const alpha = this.#alpha;
    return a > alpha ? a - alpha : a < -alpha ? a + alpha : 0;
  }
}
