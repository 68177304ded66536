/** libsvm, as `#libsvm` in package.json has it: in asm.js for browsers, where it is one script. */
import type { Libsvm } from './libsvm.js';

/** What of Node's `process` matters here; there is none in browsers. */
interface ProcessEvents {
  listeners(event: string): ((...details: unknown[]) => void)[];
  removeListener(event: string, listener: (...details: unknown[]) => void): void;
}

const EVENT = 'unhandledRejection';

/** Loaded when it is first needed. */
export async function loadLibsvm(): Promise<Libsvm> {
  const events = (globalThis as { process?: Partial<ProcessEvents> }).process;
  if (typeof events?.listeners !== 'function') return (await import('#libsvm')).default;
  const { listeners, removeListener } = events as ProcessEvents;
  const before = new Set(listeners.call(events, EVENT));
  const { default: Svm } = await import('#libsvm');
  // In Node it makes every rejection that nobody handles, of whatever program it is part of, end the process
  // without a word.
  for (const listener of listeners.call(events, EVENT)) {
    if (!before.has(listener) && /process.*exit/.test(String(listener))) {
      removeListener.call(events, EVENT, listener);
    }
  }
  return Svm;
}
