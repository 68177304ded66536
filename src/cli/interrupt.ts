/** Ctrl-C: the first asks the work to stop and to keep what it has, the second quits at once. */

/**
 * Runs `work` with a signal that the first SIGINT aborts; `onInterrupt` is told. From then on, also when
 * the work has ended, another SIGINT ends the process with code 130.
 */
export async function interruptible<T>(
  onInterrupt: () => void,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const interrupt = () => {
    if (controller.signal.aborted) process.exit(130);
    onInterrupt();
    controller.abort();
  };
  process.on('SIGINT', interrupt);
  try {
    return await work(controller.signal);
  } finally {
    // Saving what was kept comes next: a second Ctrl-C has to end that too.
    if (!controller.signal.aborted) process.off('SIGINT', interrupt);
  }
}
