/** Scores of the out-of-fold predictions that an ensemble keeps for its training rows. */
import type { Classifier } from '../classifiers/contract/classifier.js';
import { type Decision, decidedLabels, labelsOf } from '../decision/decision.js';
import type { ClassificationReport, ReportMetrics } from '../metrics/classification-report.js';
import { scoreDecisions } from './score-decisions.js';

interface ClassifierWithDecision {
  readonly classifier: Pick<Classifier, 'classes' | 'outOfFold'>;
  readonly decision: Decision;
}

/** All scores, including those of each class; undefined for a classifier without out-of-fold predictions. */
export function outOfFoldReport(model: ClassifierWithDecision): ClassificationReport | undefined {
  const { outOfFold, classes } = model.classifier;
  if (outOfFold === undefined) return undefined;
  const decided = decidedLabels(model.decision, outOfFold.probabilities, classes);
  return scoreDecisions(labelsOf(outOfFold.y, classes), decided, classes).report;
}

/** Only the scores over all classes. */
export function outOfFoldMetrics(model: ClassifierWithDecision): ReportMetrics | undefined {
  return outOfFoldReport(model)?.metrics;
}
