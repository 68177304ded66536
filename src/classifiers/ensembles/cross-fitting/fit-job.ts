/** The fits of an ensemble as a job for another thread, which receives classifiers by name. */
import type { OpenJob } from '../../../jobs/executor.js';
import { classifiers } from '../../registry.js';
import type { MemberFit, MemberFitResult } from './member-fit.js';
import { openFits, type SharedProblem } from './run-fits.js';

export const openJob: OpenJob<SharedProblem, MemberFit, MemberFitResult> = (shared) =>
  openFits(classifiers, shared);
