/** Scores of out-of-fold predictions of the training rows. */
import { Alerts } from '../decision/alerts.js';
import type { CrossDecided } from '../decision/calibrate-and-decide.js';
import { CostDecision } from '../decision/cost.js';
import { type Decision, decidedLabels, labelsOf } from '../decision/decision.js';
import type { OutOfFoldRows } from '../decision/out-of-fold-rows.js';
import type { Label } from '../matrix.js';
import type { ClassificationReport } from '../metrics/classification-report.js';
import { modelScores, type ScoreReference } from './model-scores.js';
import type { Provenance } from './provenance.js';
import type { DecisionCapacity } from './saved-scores.js';
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
  { probabilities, decided }: Pick<CrossDecided, 'probabilities' | 'decided'>,
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
  return {
    ...metrics,
    perClass: [...perClass],
    shown: shownScores(scores),
    capacity: decisionCapacity(y, decided, decision, classes),
  };
}

/** Undefined for a decision that is neither by alerts nor by costs. */
function decisionCapacity(
  y: Int32Array,
  decided: Int32Array,
  decision: Decision,
  classes: readonly Label[],
): DecisionCapacity | undefined {
  const rows = y.length;
  const countOfAction = (action: number) => decided.reduce((sum, each) => sum + (each === action ? 1 : 0), 0);
  if (decision instanceof Alerts) return { rows, alerts: countOfAction(decision.positive) };
  if (!(decision instanceof CostDecision) || rows === 0) return undefined;
  const { costs, review } = decision.matrix;
  const meanCost = (actionOf: (row: number) => number) =>
    y.reduce((sum, c, row) => sum + costs[c][actionOf(row)], 0) / rows;
  const always = classes.map((label, c) => ({ label, costPerRow: meanCost(() => c) }));
  return {
    rows,
    ...(review && { reviewed: countOfAction(classes.length) }),
    costPerRow: meanCost((row) => decided[row]),
    cheapest: always.reduce((best, each) => (each.costPerRow < best.costPerRow ? each : best)),
  };
}
