/** Import this for support vector machines to be trained in a worker thread, so that the event loop goes on. */

import { affordableThreads } from '../../platform/node/threads/affordable-threads.js';
import { ThreadJob } from '../../platform/node/threads/thread-pool.js';
import type { CalibratedMachines } from '../../svm/svm-job.js';
import { trainHere, trainSvmBy } from '../../svm/svm-trainer.js';
import type { SvmStep } from './svm-job.js';

/** One for all trainings of this process. */
const trainings = new ThreadJob('support-vector-machines', undefined, 1);

trainSvmBy((job, control) => {
  if (affordableThreads(1) === 0) return trainHere(job, control);
  const { onStep, signal } = control;
  const onReport = (report: unknown) => {
    const { step, steps } = report as SvmStep;
    onStep(step, steps);
  };
  return trainings.run(job, { signal, onReport }) as Promise<CalibratedMachines>;
});
