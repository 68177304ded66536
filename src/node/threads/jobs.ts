/** The kinds of jobs that a worker thread knows, by name. Each is loaded when a thread is first asked for it. */
import type { OpenJob } from './job.js';

export const jobs = new Map<string, () => Promise<{ readonly openJob: OpenJob }>>([
  ['ensemble-fits', () => import('../fitting/fit-job.js')],
  ['fold-fits', () => import('../cross-validation/fold-job.js')],
  ['predictions', () => import('../prediction/prediction-job.js')],
  ['support-vector-machines', () => import('../svm/svm-job.js')],
]);
