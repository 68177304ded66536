/** The fits of an ensemble as a job for another thread, which receives classifiers by name. */
import type { OpenJob } from '../../../jobs/executor.js';
import type { LearningProblem } from '../../contract/fitted-model.js';
import { classifiers } from '../../registry.js';
import type { MemberFit, MemberFitResult } from './member-fit.js';
import { openFits } from './run-fits.js';

export const openJob: OpenJob<LearningProblem, MemberFit, MemberFitResult> = (problem) =>
  openFits(classifiers, problem);
