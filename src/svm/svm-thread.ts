/** Training in another thread: what both sides say, and what they do. */
import { InputError } from '../errors.js';
import type { Libsvm } from './libsvm.js';
import type { CalibratedMachines, SvmJob } from './svm-job.js';
import { trainMachines } from './train-machines.js';

export interface SvmControl {
  /** Called after each training by libsvm: how many are done, of how many. */
  readonly onStep: (step: number, steps: number) => void;
  /** Stops the work: the promise is rejected with its reason. */
  readonly signal?: AbortSignal;
}

/** From the thread. */
export type SvmMessage =
  | { readonly kind: 'step'; readonly step: number; readonly steps: number }
  | { readonly kind: 'done'; readonly machines: CalibratedMachines }
  | { readonly kind: 'failed'; readonly message: string; readonly isInputError: boolean };

/**
 * Has a thread train, which posts to the two callbacks; returns what is called when the training is over (`isDone`), or
 * is to be stopped.
 */
export type StartSvmThread = (
  onMessage: (message: SvmMessage) => void,
  onFailure: (error: Error) => void,
) => (isDone: boolean) => void;

/** The thread's own work: everything that comes of `job` is posted. */
export async function serveSvm(Svm: Libsvm, job: SvmJob, post: (message: SvmMessage) => void): Promise<void> {
  try {
    const onStep = (step: number, steps: number) => post({ kind: 'step', step, steps });
    const machines = await trainMachines(Svm, job, { onStep, pause: async () => {} });
    post({ kind: 'done', machines });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    post({ kind: 'failed', message, isInputError: error instanceof InputError });
  }
}

/** The machines that the thread trains. The signal, and what `onStep` throws, stop it. */
export function awaitSvmThread(
  start: StartSvmThread,
  { onStep, signal }: SvmControl,
): Promise<CalibratedMachines> {
  signal?.throwIfAborted();
  return new Promise<CalibratedMachines>((resolve, reject) => {
    let over = false;
    const end = (isDone: boolean, settle: () => void) => {
      if (over) return;
      over = true;
      signal?.removeEventListener('abort', onAbort);
      stop(isDone);
      settle();
    };
    const onAbort = () => end(false, () => reject(signal?.reason));
    const onMessage = (message: SvmMessage) => {
      if (over) return;
      if (message.kind === 'done') return end(true, () => resolve(message.machines));
      if (message.kind === 'failed') {
        const { message: text, isInputError } = message;
        return end(true, () => reject(isInputError ? new InputError(text) : new Error(text)));
      }
      try {
        onStep(message.step, message.steps);
      } catch (error) {
        end(false, () => reject(error));
      }
    };
    const stop = start(onMessage, (error) => end(false, () => reject(error)));
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}
