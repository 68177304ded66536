/** Pauses in long computations, so that a page stays responsive and Ctrl-C and abort signals are handled. */

/** Often enough for a page, seldom enough that the timer's own millisecond does not count. */
const SLICE_MILLISECONDS = 50;

export interface TimeSlices {
  /** Whether the last turn of the event loop was longer ago than a slice. */
  due(): boolean;
  /** Lets the event loop run. */
  pause(): Promise<void>;
}

export function timeSlices(): TimeSlices {
  let last = performance.now();
  return {
    due: () => performance.now() - last >= SLICE_MILLISECONDS,
    async pause() {
      await new Promise<void>((resolve) => setTimeout(resolve, 0));
      last = performance.now();
    },
  };
}
