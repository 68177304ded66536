/** Trainings of support vector machines, in a worker thread. */

import type { TaskControl } from '../../platform/node/threads/job.js';
import type { CalibratedMachines, SvmJob } from '../../svm/svm-job.js';
import { trainHere } from '../../svm/svm-trainer.js';

/** What a training reports after each machine. */
export interface SvmStep {
  readonly step: number;
  readonly steps: number;
}

export function openJob() {
  return (job: SvmJob, { signal, report }: TaskControl): Promise<CalibratedMachines> => {
    const onStep = (step: number, steps: number) => report({ step, steps } satisfies SvmStep);
    return trainHere(job, { onStep, signal });
  };
}
