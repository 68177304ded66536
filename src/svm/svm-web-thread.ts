/** Training in a Web Worker. Whether its script is there is up to the page's bundler. */
import type { CalibratedMachines, SvmJob } from './svm-job.js';
import { awaitSvmThread, type StartSvmThread, type SvmControl, type SvmMessage } from './svm-thread.js';

/** From the worker when it has loaded all that it needs; then it is given its jobs. */
export type SvmWorkerMessage = SvmMessage | { readonly kind: 'ready' };

class NoWorker extends Error {}

type Train = (job: SvmJob, control: SvmControl) => Promise<CalibratedMachines>;

/** The last of the trainings so far: one worker does them one after the other. */
let last: Promise<unknown> = Promise.resolve();

/** `otherwise` in a worker, where there are no Web Workers, and where this one's script cannot be loaded. */
export async function trainInWebWorker(
  job: SvmJob,
  control: SvmControl,
  otherwise: Train,
): Promise<CalibratedMachines> {
  if (typeof Worker !== 'function' || typeof document === 'undefined') return otherwise(job, control);
  const training = last.then(() => awaitSvmThread(startFor(job), control));
  last = training.catch(() => {});
  try {
    return await training;
  } catch (error) {
    if (error instanceof NoWorker) return otherwise(job, control);
    throw error;
  }
}

/** Loaded, and without work. */
let idle: Worker | undefined;

function startFor(job: SvmJob): StartSvmThread {
  return (onMessage, onFailure) => {
    let ready = idle !== undefined;
    const worker = idle ?? createWorker();
    idle = undefined;
    worker.onmessage = ({ data }: MessageEvent<SvmWorkerMessage>) => {
      if (data.kind !== 'ready') return onMessage(data);
      ready = true;
      worker.postMessage(job);
    };
    worker.onerror = (event) => {
      event.preventDefault();
      onFailure(ready ? new Error(`in the worker that trains: ${event.message}`) : new NoWorker());
    };
    if (ready) worker.postMessage(job);
    return (isDone) => {
      if (isDone) idle = worker;
      else worker.terminate();
    };
  };
}

function createWorker(): Worker {
  try {
    // Bundlers know this form, and only this one.
    return new Worker(new URL('./svm-web-worker.js', import.meta.url), { type: 'module' });
  } catch {
    // The page's security policy, or a bundle that has no address.
    throw new NoWorker();
  }
}
