/** Where machines are trained: in a thread of their own, so that the event loop goes on, or in this one. */
import { timeSlices } from '../event-loop.js';
import { loadLibsvm } from './load-libsvm.js';
import type { CalibratedMachines, SvmJob } from './svm-job.js';
import type { SvmControl } from './svm-thread.js';
import { trainInWebWorker } from './svm-web-thread.js';
import { trainMachines } from './train-machines.js';

export type SvmTrainer = (job: SvmJob, control: SvmControl) => Promise<CalibratedMachines>;

let trainer: SvmTrainer = (job, control) => trainInWebWorker(job, control, trainHere);

/** Makes `chosen` do all trainings from now on. */
export function trainSvmBy(chosen: SvmTrainer): void {
  trainer = chosen;
}

/** Trains where `trainSvmBy` said; otherwise in a Web Worker where that can be had, and here where not. */
export function trainSvm(job: SvmJob, control: SvmControl): Promise<CalibratedMachines> {
  return trainer(job, control);
}

/** In this thread: the event loop gets its turn between two trainings by libsvm. */
export async function trainHere(job: SvmJob, { onStep, signal }: SvmControl): Promise<CalibratedMachines> {
  const slices = timeSlices();
  const pause = async () => {
    if (slices.due()) await slices.pause();
    signal?.throwIfAborted();
  };
  return trainMachines(await loadLibsvm(), job, { onStep, pause });
}
