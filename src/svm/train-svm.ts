/** Trains support vector machines on an executor. */
import type { ExecutorOption, Job } from '../jobs/executor.js';
import { inThisThread } from '../jobs/in-thread.js';
import type { CalibratedMachines, SvmTraining } from './svm-training.js';
import { openJob, type SvmStep } from './training-job.js';

export interface SvmControl extends ExecutorOption {
  /** Called after each libsvm training, with the number finished and the total. */
  readonly onStep: (step: number, steps: number) => void;
  /** Stops the training: the promise is rejected with its reason. */
  readonly signal?: AbortSignal;
}

/** Trainings share no data, so there is one job for all. */
const job: Job<undefined, SvmTraining, CalibratedMachines, SvmStep> = {
  kind: 'svm-trainings',
  shared: undefined,
  open: openJob,
};

/** In this thread, each libsvm training blocks the event loop. */
export async function trainSvm(
  training: SvmTraining,
  { executor = inThisThread, onStep, signal }: SvmControl,
): Promise<CalibratedMachines> {
  let machines: CalibratedMachines | undefined;
  await executor.run(job, [training], {
    signal,
    onReport: (_, { step, steps }) => onStep(step, steps),
    onResult: (_, result) => {
      machines = result;
    },
  });
  return machines as CalibratedMachines;
}
