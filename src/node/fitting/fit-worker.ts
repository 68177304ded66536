/** A thread of `fit-threads`: holds the problem, and does the fits that it is given. */
import '../v8-flags.js';
import '../svm/svm-threads.js';
import { Tinypool } from 'tinypool';
import { type FoldFit, type FoldFitResult, fitFold } from '../../classifiers/cross-fitting/fold-fit.js';
import type { LearningProblem } from '../../classifiers/learning-classifier.js';
import { findClassifier } from '../../pipeline/find-classifier.js';

const problem = Tinypool.workerData as LearningProblem;

export default function fit(fold: FoldFit): Promise<FoldFitResult> {
  return fitFold(findClassifier(fold.classifier), fold, problem);
}
