/** The kinds of jobs that a worker thread knows, by name. Each is loaded when a thread is first asked for it. */
import type { OpenJob } from './job.js';

export const jobs = new Map<string, () => Promise<{ readonly openJob: OpenJob }>>([
  ['ensemble-fits', () => import('../../../node/fitting/fit-job.js')],
  ['fold-fits', () => import('../../../node/cross-validation/fold-job.js')],
  ['predictions', () => import('../../../node/prediction/prediction-job.js')],
  ['support-vector-machines', () => import('../../../node/svm/svm-job.js')],
]);
