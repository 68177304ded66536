/** Scores of out-of-fold predictions of the training rows. */
import type { CrossDecided } from '../decision/calibrate-and-decide.js';
import { type Decision, decidedLabels, labelsOf } from '../decision/decision.js';
import type { OutOfFoldRows } from '../decision/out-of-fold-rows.js';
import type { ClassificationReport } from '../metrics/classification-report.js';
import { modelScores, type ScoreReference } from './model-scores.js';
import type { Provenance } from './provenance.js';
import { scoreDecisions } from './score-decisions.js';
import { shownScores } from './shown-scores.js';
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
  return scoreDecisions(labelsOf(outOfFold.y, classes), decided, classes, outOfFold.weights).report;
}

/** What `Provenance.outOfFold` keeps of rows that were calibrated and decided by what was fitted without them. */
export function crossDecidedScores(
  { probabilities, decided }: CrossDecided,
  { y, weights }: OutOfFoldRows,
  decision: Decision,
  reference: ScoreReference,
): NonNullable<Provenance['outOfFold']> {
  const { classes } = reference;
  const actions = decision.actionsOf?.(classes) ?? classes;
  const scores = modelScores(
    labelsOf(y, classes),
    labelsOf(decided, actions),
    probabilities,
    reference,
    weights,
  );
  const { metrics, perClass } = scores.report;
  return { ...metrics, perClass: [...perClass], shown: shownScores(scores) };
}
