/** Long computations share the thread: a page stays responsive, Ctrl-C and abort signals get through. */

/** Often enough for a page, seldom enough that the timer's own millisecond does not count. */
const SLICE_MILLISECONDS = 50;

/** Returns a function that lets the event loop run if the last turn was longer ago than a slice. */
export function timeSlices(): () => Promise<void> {
  let last = performance.now();
  return async () => {
    if (performance.now() - last < SLICE_MILLISECONDS) return;
    await new Promise<void>((resolve) => setTimeout(resolve, 0));
    last = performance.now();
  };
}
