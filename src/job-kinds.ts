/** The kinds of jobs of this package, for worker threads and web workers. Each is loaded with the first job of it. */
import type { JobKinds, LoadJobKind } from './jobs/executor.js';

export const jobKinds: JobKinds = new Map<string, LoadJobKind>([
  ['boosting-helpers', () => import('./trees/boosting/quantised/threads/helper-job.js')],
  ['cross-decisions', () => import('./pipeline/cross-validation/decision-job.js')],
  ['drift-comparisons', () => import('./pipeline/drift/drift-job.js')],
  ['ensemble-fits', () => import('./classifiers/ensembles/cross-fitting/fit-job.js')],
  ['fold-fits', () => import('./pipeline/cross-validation/fold-job.js')],
  ['predictions', () => import('./pipeline/prediction/prediction-job.js')],
  ['table-trainings', () => import('./pipeline/worker-training/training-job.js')],
  ['svm-trainings', () => import('./svm/training-job.js')],
]);
