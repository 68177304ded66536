/** The fits of an ensemble, in a worker thread: each learns from the rows that all share. */

import type { LearningProblem } from '../../classifiers/contract/learning-classifier.js';
import {
  type FoldFit,
  type FoldFitResult,
  fitFold,
} from '../../classifiers/ensembles/cross-fitting/fold-fit.js';
import { findClassifier } from '../../pipeline/find-classifier.js';
import type { TaskControl } from '../../platform/node/threads/job.js';

export function openJob(problem: LearningProblem) {
  return (fit: FoldFit, { signal }: TaskControl): Promise<FoldFitResult> =>
    fitFold(findClassifier(fit.classifier), fit, problem, signal);
}
