/** Loads libsvm as mapped by `#libsvm` in package.json: for browsers in asm.js, which is a single script. */
import type { Libsvm } from './libsvm.js';

/** The used part of Node's `process`, which browsers do not have. */
interface ProcessEvents {
  listeners(event: string): ((...details: unknown[]) => void)[];
  removeListener(event: string, listener: (...details: unknown[]) => void): void;
}

const EVENT = 'unhandledRejection';

/** Loads libsvm on first use. */
export async function loadLibsvm(): Promise<Libsvm> {
  const events = (globalThis as { process?: Partial<ProcessEvents> }).process;
  if (typeof events?.listeners !== 'function') return (await import('#libsvm')).default;
  const { listeners, removeListener } = events as ProcessEvents;
  const before = new Set(listeners.call(events, EVENT));
  const { default: Svm } = await import('#libsvm');
  // In Node it adds a listener that ends the process, without a message, on any unhandled rejection of the program.
  for (const listener of listeners.call(events, EVENT)) {
    if (!before.has(listener) && /process.*exit/.test(String(listener))) {
      removeListener.call(events, EVENT, listener);
    }
  }
  return Svm;
}
