/** Newton's method for the small convex objectives of calibration. */
import { choleskyFactor } from '../../linear/cholesky.js';

/** A convex function of a few parameters. */
export interface ConvexObjective {
  readonly size: number;
  /** The value at `point`; fills `gradient` and the lower triangle of `hessian` (row-major). */
  evaluate(point: Float64Array, gradient: Float64Array, hessian: Float64Array): number;
}

const MAX_ITERATIONS = 100;
const MAX_HALVINGS = 30;
/** Done when a full step would lower the value by less than this share of it. */
const TOLERANCE = 1e-11;

/** The minimum near `start`, each step halved until it lowers the value. */
export function newtonMinimum(objective: ConvexObjective, start: Float64Array): Float64Array {
  const { size } = objective;
  const [gradient, trialGradient] = [new Float64Array(size), new Float64Array(size)];
  const [hessian, trialHessian] = [new Float64Array(size * size), new Float64Array(size * size)];
  let point = start.slice();
  let value = objective.evaluate(point, gradient, hessian);
  for (let iteration = 0; iteration < MAX_ITERATIONS; iteration++) {
    const step = solve(hessian, gradient);
    const decrease = gradient.reduce((sum, g, i) => sum + g * step[i], 0) / 2;
    if (!(decrease > TOLERANCE * (1 + Math.abs(value)))) return point;
    let accepted = false;
    for (let halving = 0, length = 1; halving < MAX_HALVINGS && !accepted; halving++, length /= 2) {
      const trial = point.map((x, i) => x - length * step[i]);
      const reached = objective.evaluate(trial, trialGradient, trialHessian);
      if (!(reached < value)) continue;
      accepted = true;
      point = trial;
      value = reached;
      gradient.set(trialGradient);
      hessian.set(trialHessian);
    }
    if (!accepted) return point;
  }
  return point;
}

/** x of A x = b for a symmetric positive definite A, of which the lower triangle is read and overwritten. */
function solve(A: Float64Array, b: Float64Array): Float64Array {
  const n = b.length;
  choleskyFactor(A, n);
  const x = b.slice();
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) x[i] -= A[i * n + j] * x[j];
    x[i] /= A[i * n + i];
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let j = i + 1; j < n; j++) x[i] -= A[j * n + i] * x[j];
    x[i] /= A[i * n + i];
  }
  return x;
}
