/** The fits of a cross-validation, in a worker thread: each takes its folds from the table that all share. */
import {
  type FoldFit,
  FoldFitter,
  type FoldOutcome,
  type FoldWork,
} from '../../pipeline/cross-validation/fold-fit.js';
import type { TaskControl } from '../../platform/node/threads/job.js';

export function openJob(work: FoldWork) {
  const fitter = new FoldFitter(work);
  return (fit: FoldFit, { signal }: TaskControl): Promise<FoldOutcome> => fitter.run(fit, signal);
}
