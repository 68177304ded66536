import { InputError } from '../errors.js';
import { timeSlices } from '../event-loop.js';
import type { LayoutGradient } from './layout-gradient.js';
import type { TsneProgress } from './tsne-options.js';

export interface DescentOptions {
  readonly iterations: number;
  readonly earlyExaggeration: number;
  readonly exaggerationIterations: number;
  readonly learningRate: number;
  readonly onProgress?: (progress: TsneProgress) => void;
  readonly signal?: AbortSignal;
}

const PROGRESS_EVERY = 50;
/** Momentum during and after early exaggeration. */
const EARLY_MOMENTUM = 0.5;
const LATE_MOMENTUM = 0.8;
/** A gain grows by a step while its coordinate keeps its direction, and shrinks by a factor when it turns. */
const GAIN_STEP = 0.2;
const GAIN_FACTOR = 0.8;
const LEAST_GAIN = 0.01;

/**
 * Gradient descent with momentum and a gain for each coordinate (Jacobs, "Increased rates of convergence through
 * learning rate adaptation", 1988), in place.
 *
 * @returns the iterations done, and the divergence at the last report (NaN without any)
 * @throws InputError if the layout is no longer finite.
 */
export async function descend(
  layout: Float64Array,
  gradient: LayoutGradient,
  { iterations, earlyExaggeration, exaggerationIterations, learningRate, onProgress, signal }: DescentOptions,
): Promise<{ done: number; divergence: number }> {
  const steps = new Float64Array(layout.length);
  const gains = new Float64Array(layout.length).fill(1);
  const slices = timeSlices();
  const started = performance.now();
  let done = 0;
  let divergence = Number.NaN;
  for (; done < iterations; done++) {
    const early = done < exaggerationIterations;
    if (!(await gradient.compute(layout, early ? earlyExaggeration : 1, slices, signal))) break;
    const iteration = done + 1;
    if (iteration % PROGRESS_EVERY === 0 || iteration === iterations) {
      divergence = gradient.divergence(layout);
      if (!Number.isFinite(divergence)) throw diverged(iteration, learningRate);
      const secondsElapsed = (performance.now() - started) / 1000;
      onProgress?.({ iteration, iterations, divergence, secondsElapsed });
    }
    const momentum = early ? EARLY_MOMENTUM : LATE_MOMENTUM;
    for (let i = 0; i < layout.length; i++) {
      const slope = gradient.values[i];
      gains[i] = steps[i] * slope < 0 ? gains[i] + GAIN_STEP : Math.max(LEAST_GAIN, gains[i] * GAIN_FACTOR);
      steps[i] = momentum * steps[i] - learningRate * gains[i] * slope;
      layout[i] += steps[i];
    }
  }
  return { done, divergence };
}

function diverged(iteration: number, learningRate: number): InputError {
  return new InputError(
    `t-SNE diverged: its layout is no longer finite after ${iteration} iterations. ` +
      `Lower learningRate, which is ${learningRate}`,
  );
}
