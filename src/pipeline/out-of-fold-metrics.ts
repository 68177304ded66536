/** Scores of out-of-fold predictions of the training rows. */
import type { CrossDecided } from '../decision/calibrate-and-decide.js';
import { type Decision, decidedLabels, labelsOf } from '../decision/decision.js';
import type { Label } from '../matrix.js';
import type { ClassificationReport, ReportMetrics } from '../metrics/classification-report.js';
import { scoreDecisions } from './score-decisions.js';
import type { TableClassifier } from './table-classifier.js';

/**
 * Scores of the decision of a model on its out-of-fold predictions, calibrated; undefined for a model without any. The
 * calibration and the decision were fitted on the same rows: `Provenance.outOfFold` is free of that.
 */
export function outOfFoldReport({
  outOfFold,
  classes,
  decision,
  calibrator,
}: Pick<TableClassifier, 'outOfFold' | 'classes' | 'decision' | 'calibrator'>):
  | ClassificationReport
  | undefined {
  if (outOfFold === undefined) return undefined;
  const decided = decidedLabels(decision, calibrator.transform(outOfFold.probabilities), classes);
  return scoreDecisions(labelsOf(outOfFold.y, classes), decided, classes).report;
}

/** Scores over all classes of rows that were calibrated and decided by what was fitted without them. */
export function crossDecidedMetrics(
  { decided }: Pick<CrossDecided, 'decided'>,
  y: Int32Array,
  decision: Decision,
  classes: readonly Label[],
): ReportMetrics {
  const actions = decision.actionsOf?.(classes) ?? classes;
  return scoreDecisions(labelsOf(y, classes), labelsOf(decided, actions), classes).report.metrics;
}
