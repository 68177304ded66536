import type { FitProgress } from './fit-progress.js';

/**
 * Reports the steps of a fit that has no score on the way, each being the best so far; time counts from this call.
 *
 * @param unit what is counted, in the singular
 */
export function stepProgress(
  unit: string,
  onProgress: ((progress: FitProgress) => void) | undefined,
): (step: number, steps: number) => void {
  const started = performance.now();
  return (step, steps) =>
    onProgress?.({
      unit,
      epoch: step,
      epochs: steps,
      bestEpoch: step,
      secondsElapsed: (performance.now() - started) / 1000,
    });
}
