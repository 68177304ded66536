/** The fits of an ensemble, in a worker thread: each learns from the rows that all share. */
import { type FoldFit, type FoldFitResult, fitFold } from '../../classifiers/cross-fitting/fold-fit.js';
import type { LearningProblem } from '../../classifiers/learning-classifier.js';
import { findClassifier } from '../../pipeline/find-classifier.js';
import type { TaskControl } from '../threads/job.js';

export function openJob(problem: LearningProblem) {
  return (fit: FoldFit, { signal }: TaskControl): Promise<FoldFitResult> =>
    fitFold(findClassifier(fit.classifier), fit, problem, signal);
}
