/** Training in another thread, a Web Worker or one of Node's: what both sides say, and what they do. */
import { InputError } from '../../errors.js';
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

/** Starts a thread that posts to the two callbacks; returns what stops it. */
export type StartSvmThread = (
  onMessage: (message: SvmMessage) => void,
  onFailure: (error: Error) => void,
) => () => void;

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

/** What the thread comes to. It is stopped then, and as soon as the signal or `onStep` end the work. */
export function awaitSvmThread(
  start: StartSvmThread,
  { onStep, signal }: SvmControl,
): Promise<CalibratedMachines> {
  signal?.throwIfAborted();
  return new Promise<CalibratedMachines>((resolve, reject) => {
    let over = false;
    const end = (settle: () => void) => {
      if (over) return;
      over = true;
      signal?.removeEventListener('abort', onAbort);
      stop();
      settle();
    };
    const onAbort = () => end(() => reject(signal?.reason));
    const onMessage = (message: SvmMessage) => {
      if (over) return;
      if (message.kind === 'done') return end(() => resolve(message.machines));
      if (message.kind === 'failed') {
        const { message: text, isInputError } = message;
        return end(() => reject(isInputError ? new InputError(text) : new Error(text)));
      }
      try {
        onStep(message.step, message.steps);
      } catch (error) {
        end(() => reject(error));
      }
    };
    const stop = start(onMessage, (error) => end(() => reject(error)));
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}
