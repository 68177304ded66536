/** The training of support vector machines as a job: one task per training. */
import { timeSlices } from '../event-loop.js';
import type { OpenJob } from '../jobs/executor.js';
import { loadLibsvm } from './load-libsvm.js';
import type { CalibratedMachines, SvmTraining } from './svm-training.js';
import { trainMachines } from './train-machines.js';

/** Reported after each libsvm training: the number finished and the total. */
export interface SvmStep {
  readonly step: number;
  readonly steps: number;
}

/** Yields to the event loop between two libsvm trainings. */
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
