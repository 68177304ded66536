/** Pauses in long computations, so that a page stays responsive and Ctrl-C and abort signals are handled. */

/** Often enough for a page, seldom enough that the timer's own millisecond does not count. */
const SLICE_MILLISECONDS = 50;

export interface TimeSlices {
  /** Whether the last turn of the event loop was longer ago than a slice. */
  due(): boolean;
  /** Lets the event loop run. */
  pause(): Promise<void>;
}

/** A computation that yields wherever it may pause. */
export type Steps<Result> = Generator<void, Result, void>;

/** The result of all steps, without a pause. */
export function runAtOnce<Result>(steps: Steps<Result>): Result {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** The result of all steps, with pauses between them. Rejects with the reason of the signal once it is aborted. */
export async function runInSlices<Result>(
  steps: Steps<Result>,
  signal?: AbortSignal,
  slices: TimeSlices = timeSlices(),
): Promise<Result> {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    if (slices.due()) await slices.pause();
    signal?.throwIfAborted();
  }
}

/** @param milliseconds the length of a slice */
export function timeSlices(milliseconds: number = SLICE_MILLISECONDS): TimeSlices {
  let last = performance.now();
  return {
    due: () => performance.now() - last >= milliseconds,
    async pause() {
      await new Promise<void>((resolve) => setTimeout(resolve, 0));
      last = performance.now();
    },
  };
}
