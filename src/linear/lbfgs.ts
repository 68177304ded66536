/**
 * L-BFGS: quasi-Newton steps from the last few changes of point and gradient (Nocedal & Wright, Numerical
 * Optimization, algorithms 7.4 and 7.5), each with a line search for the strong Wolfe conditions.
 */
import type { Objective } from './objective.js';
import { type PointOnLine, wolfeSearch } from './wolfe-search.js';

export type Preconditioner = (vector: Float64Array) => void;

export interface LbfgsOptions {
  /** Stops when no component of the gradient is larger. */
  readonly tolerance: number;
  readonly maxIterations: number;
  /**
   * Prepares an in-place multiplication by a positive definite estimate of the inverse Hessian at zeros. Default: the
   * identity. Either is scaled by the last change.
   */
  readonly preconditioner?: () => Promise<Preconditioner>;
  /** Changes kept; default 10. */
  readonly memory?: number;
  /** Called after every iteration with its 1-based number and the value reached. */
  readonly onIteration?: (iteration: number, value: number) => void;
  readonly signal?: AbortSignal;
}

export interface Minimum {
  readonly point: Float64Array;
  readonly value: number;
  readonly iterations: number;
  /**
   * `converged`: within the tolerance; `precision`: no step lowers the value in 64 bits; `iterations`: the limit was
   * reached; `aborted`: by the signal, after `iterations` complete ones.
   */
  readonly stop: 'converged' | 'precision' | 'iterations' | 'aborted';
}

/** Minimises the objective, starting from zeros. */
export async function lbfgs(objective: Objective, options: LbfgsOptions): Promise<Minimum> {
  const { tolerance, maxIterations, memory = 10, onIteration, signal } = options;
  const { size } = objective;
  const direction = new Float64Array(size);
  let point = new Float64Array(size);
  let gradient = new Float64Array(size);
  let trial = new Float64Array(size);
  let trialGradient = new Float64Array(size);
  let iterations = 0;
  let value = Number.POSITIVE_INFINITY;
  const ended = (stop: Minimum['stop']): Minimum => ({ point, value, iterations, stop });

  const along = async (step: number): Promise<PointOnLine> => {
    for (let i = 0; i < size; i++) trial[i] = point[i] + step * direction[i];
    const reached = await objective.evaluate(trial, trialGradient, signal);
    return { step, value: reached, slope: dot(trialGradient, direction) };
  };

  try {
    const precondition = await options.preconditioner?.();
    const changes = new ChangeMemory(memory, precondition);
    value = await objective.evaluate(point, gradient, signal);
    while (!(largest(gradient) <= tolerance)) {
      if (iterations === maxIterations) return ended('iterations');
      changes.descend(gradient, direction);
      const start = { step: 0, value, slope: dot(gradient, direction) };
      const knowsScale = precondition !== undefined || !changes.isEmpty;
      const firstStep = knowsScale ? 1 : Math.min(1, 1 / Math.sqrt(dot(gradient, gradient)));
      const accepted = await wolfeSearch(along, start, firstStep);
      if (accepted === undefined) {
        if (changes.isEmpty) return ended('precision');
        changes.clear();
        continue;
      }
      changes.add(point, trial, gradient, trialGradient);
      [point, trial] = [trial, point];
      [gradient, trialGradient] = [trialGradient, gradient];
      value = accepted.value;
      iterations++;
      onIteration?.(iterations, value);
    }
    return ended('converged');
  } catch (error) {
    if (signal?.aborted && error === signal.reason) return ended('aborted');
    throw error;
  }
}

interface Change {
  readonly ofPoint: Float64Array;
  readonly ofGradient: Float64Array;
  /** 1 / (ofPoint . ofGradient) */
  readonly rho: number;
}

class ChangeMemory {
  readonly #kept: Change[] = [];
  readonly #most: number;
  readonly #precondition: Preconditioner | undefined;
  /** Factor of the initial inverse Hessian: the curvature of the last change over the one it predicts. */
  #scale = 1;

  constructor(most: number, precondition: Preconditioner | undefined) {
    this.#most = most;
    this.#precondition = precondition;
  }

  get isEmpty(): boolean {
    return this.#kept.length === 0;
  }

  clear(): void {
    this.#kept.length = 0;
    this.#scale = 1;
  }

  add(before: Float64Array, after: Float64Array, gradientBefore: Float64Array, gradientAfter: Float64Array) {
    const ofPoint = after.map((x, i) => x - before[i]);
    const ofGradient = gradientAfter.map((g, i) => g - gradientBefore[i]);
    const curvature = dot(ofPoint, ofGradient);
    // The Wolfe conditions make it positive, except for rounding; otherwise the inverse would be indefinite.
    if (!(curvature > Number.EPSILON * dot(ofGradient, ofGradient))) return;
    if (this.#kept.length === this.#most) this.#kept.shift();
    this.#kept.push({ ofPoint, ofGradient, rho: 1 / curvature });
    const guessed = ofGradient.slice();
    this.#precondition?.(guessed);
    this.#scale = curvature / dot(ofGradient, guessed);
  }

  /** direction = -(inverse Hessian) gradient, by the two-loop recursion. */
  descend(gradient: Float64Array, direction: Float64Array): void {
    for (let i = 0; i < gradient.length; i++) direction[i] = -gradient[i];
    const factors: number[] = [];
    for (const { ofPoint, ofGradient, rho } of this.#kept.toReversed()) {
      const factor = rho * dot(ofPoint, direction);
      factors.push(factor);
      addScaled(direction, -factor, ofGradient);
    }
    this.#precondition?.(direction);
    for (let i = 0; i < direction.length; i++) direction[i] *= this.#scale;
    for (const { ofPoint, ofGradient, rho } of this.#kept) {
      const factor = factors.pop() as number;
      addScaled(direction, factor - rho * dot(ofGradient, direction), ofPoint);
    }
  }
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

function addScaled(to: Float64Array, factor: number, from: Float64Array): void {
  for (let i = 0; i < to.length; i++) to[i] += factor * from[i];
}

/** The largest absolute value; NaN if there is one. */
function largest(values: Float64Array): number {
  let most = 0;
  for (const value of values) most = Math.max(most, Math.abs(value));
  return most;
}
