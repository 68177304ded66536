/** Lets V8 come to rest before a thread or the process ends. */
import { setTimeout } from 'node:timers/promises';

/**
 * V8 compiles in the background what a thread has just run. A thread that ends meanwhile can block forever, and the
 * process with it (nodejs/node#54918): the compiler waits for a garbage collection in the thread, which waits for the
 * compiler. While the thread is idle the collection takes place, and the compiler is done within milliseconds.
 */
export const SETTLING_MILLISECONDS = 100;

/** A program that ran for less than this has hardly been compiled. */
const SHORT_SECONDS = 1;

/** To be awaited at the end of a program: keeps the main thread idle for a moment, if it has run for long. */
export async function settle(): Promise<void> {
  if (process.uptime() > SHORT_SECONDS) await setTimeout(SETTLING_MILLISECONDS);
}
