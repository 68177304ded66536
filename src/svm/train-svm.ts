/** Training support vector machines, wherever the executor does it. */
import type { ExecutorOption, Job } from '../jobs/executor.js';
import { inThisThread } from '../jobs/in-thread.js';
import type { CalibratedMachines, SvmTraining } from './svm-training.js';
import { openJob, type SvmStep } from './training-job.js';

export interface SvmControl extends ExecutorOption {
  /** Called after each training by libsvm: how many are done, of how many. */
  readonly onStep: (step: number, steps: number) => void;
  /** Stops the work: the promise is rejected with its reason. */
  readonly signal?: AbortSignal;
}

/** Trainings share nothing, so one job serves all. */
const job: Job<undefined, SvmTraining, CalibratedMachines, SvmStep> = {
  kind: 'svm-trainings',
  shared: undefined,
  open: openJob,
};

/** In this thread, a single training by libsvm keeps the event loop waiting. */
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
