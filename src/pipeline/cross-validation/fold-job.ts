/** The fits of a cross-validation as a job: one task is one fit; the table is sent once to each place. */
import type { OpenJob } from '../../jobs/executor.js';
import { type FoldFit, FoldFitter, type FoldOutcome, type FoldWork } from './fold-fit.js';

export const openJob: OpenJob<FoldWork, FoldFit, FoldOutcome> = (work) => {
  const fitter = new FoldFitter(work);
  return (fit, { signal }) => fitter.run(fit, signal);
};
