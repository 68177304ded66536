/** A training of support vector machines as a job: one task is one training. */
import { timeSlices } from '../event-loop.js';
import type { OpenJob } from '../jobs/executor.js';
import { loadLibsvm } from './load-libsvm.js';
import type { CalibratedMachines, SvmTraining } from './svm-training.js';
import { trainMachines } from './train-machines.js';

/** Reported after each training by libsvm: how many are done, of how many. */
export interface SvmStep {
  readonly step: number;
  readonly steps: number;
}

/** The event loop gets its turn between two trainings by libsvm. */
export const openJob: OpenJob<undefined, SvmTraining, CalibratedMachines, SvmStep> =
  () =>
  async (training, { signal, report }) => {
    const slices = timeSlices();
    const pause = async () => {
      if (slices.due()) await slices.pause();
      signal.throwIfAborted();
    };
    const onStep = (step: number, steps: number) => report({ step, steps });
    return trainMachines(await loadLibsvm(), training, { onStep, pause });
  };
