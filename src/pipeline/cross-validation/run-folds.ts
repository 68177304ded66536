/** Running the fits of a cross-validation: what every runner does, and the one that needs no threads. */
import { type FoldFit, FoldFitter, type FoldOutcome, type FoldWork } from './fold-fit.js';

export interface FoldControl {
  /** Ends everything: the runner rejects with its reason. */
  readonly signal?: AbortSignal;
  /** Called when a fit's turn has come; what it gives cancels this fit, whose failure is then the reason's message. */
  readonly onStart?: (fit: number) => AbortSignal | undefined;
  /** Called once for each fit. */
  readonly onOutcome: (fit: number, outcome: FoldOutcome) => void;
}

/**
 * Runs fits in any order, several at a time or one after the other. Rejects with the reason of `control.signal`
 * when that is aborted.
 */
export type FoldRunner = (work: FoldWork, fits: readonly FoldFit[], control: FoldControl) => Promise<void>;

/** One fit after the other, in this thread. */
export const runFoldsHere: FoldRunner = (work, fits, control) => {
  const fitter = new FoldFitter(work);
  return workOff(fits, 1, control, (fit, signal) => fitter.run(fit, signal));
};

/** Begins the fits in their order, `atOnce` at a time. `run` rejects when its signal is aborted. */
export async function workOff(
  fits: readonly FoldFit[],
  atOnce: number,
  { signal, onStart, onOutcome }: FoldControl,
  run: (fit: FoldFit, signal: AbortSignal) => Promise<FoldOutcome>,
): Promise<void> {
  const waiting = fits.entries();
  const slot = async () => {
    for (const [index, fit] of waiting) {
      signal?.throwIfAborted();
      onOutcome(index, await runUnlessCancelled(fit, onStart?.(index)));
    }
  };
  const runUnlessCancelled = async (fit: FoldFit, cancel: AbortSignal | undefined): Promise<FoldOutcome> => {
    try {
      cancel?.throwIfAborted();
      return await run(fit, AbortSignal.any([signal, cancel].filter((each) => each !== undefined)));
    } catch (error) {
      signal?.throwIfAborted();
      if (!cancel?.aborted) throw error;
      return { failure: (cancel.reason as Error).message };
    }
  };
  await Promise.all(Array.from({ length: atOnce }, slot));
}
