/** Training in a Web Worker. Whether its script is there is up to the page's bundler. */
import type { CalibratedMachines, SvmJob } from './svm-job.js';
import { awaitSvmThread, type StartSvmThread, type SvmControl, type SvmMessage } from './svm-thread.js';

/** From the worker when it has loaded all that it needs; then it is given its job. */
export type SvmWorkerMessage = SvmMessage | { readonly kind: 'ready' };

class NoWorker extends Error {}

/** `otherwise` where there are no Web Workers, or this one's script cannot be loaded. */
export async function trainInWebWorker(
  job: SvmJob,
  control: SvmControl,
  otherwise: (job: SvmJob, control: SvmControl) => Promise<CalibratedMachines>,
): Promise<CalibratedMachines> {
  if (typeof Worker !== 'function') return otherwise(job, control);
  try {
    return await awaitSvmThread(startFor(job), control);
  } catch (error) {
    if (error instanceof NoWorker) return otherwise(job, control);
    throw error;
  }
}

function startFor(job: SvmJob): StartSvmThread {
  return (onMessage, onFailure) => {
    const worker = createWorker();
    let ready = false;
    worker.onmessage = ({ data }: MessageEvent<SvmWorkerMessage>) => {
      if (data.kind !== 'ready') return onMessage(data);
      ready = true;
      worker.postMessage(job);
    };
    worker.onerror = (event) => {
      event.preventDefault();
      onFailure(ready ? new Error(`in the worker that trains: ${event.message}`) : new NoWorker());
    };
    return () => worker.terminate();
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
