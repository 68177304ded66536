/** What is said of a fitted decision where its out-of-fold scores alone would mislead. */
import type { CalibratedDecision } from '../decision/calibrate-and-decide.js';
import type { Decision } from '../decision/decision.js';
import { FloorDecision } from '../decision/floor.js';
import type { OutOfFoldRows } from '../decision/out-of-fold-rows.js';
import { WeightedArgmax } from '../decision/weighted-argmax.js';
import type { Label } from '../matrix.js';
import { countOf, inWords, quote } from '../text/name-list.js';

/** A threshold for a class with fewer rows is mostly chance. */
const FEWEST_ROWS = 5;

/**
 * Notices about a decision and its scores: the folds that could not keep its floor, the rows that its thresholds flag, and
 * a class of too few rows.
 *
 * @param rows the out-of-fold rows that it was fitted on, not calibrated
 * @param classes the labels in the order of the probabilities
 */
export function decisionNotices(
  { calibrator, decision, outOfFold }: CalibratedDecision,
  rows: OutOfFoldRows,
  classes: readonly Label[],
): string[] {
  const nameOf = (c: number) => quote(String(classes[c]));
  const { fallbacks, folds } = outOfFold;
  const notices: string[] = [];
  if (fallbacks.length > 0 && decision instanceof FloorDecision) {
    notices.push(
      `${fallbacks.length} of ${countOf(folds, 'fold')} could not keep the floor: their rows are decided for the best ` +
        'macro F1, so the out-of-fold scores are not those of the saved decision',
    );
  }
  if (decision instanceof FloorDecision) {
    const decided = decision.decide(calibrator.transform(rows.probabilities));
    const counts = decision.floors.map((floor) => ({
      name: nameOf(floor.class),
      flagged: decided.reduce((sum, c) => sum + (c === floor.class ? 1 : 0), 0),
    }));
    const threshold = counts.length === 1 ? 'threshold flags' : 'thresholds flag';
    const flags = counts.map(({ name, flagged }) => `${flagged} as ${name}`);
    notices.push(`of ${countOf(rows.y.length, 'out-of-fold row')}, the saved ${threshold} ${inWords(flags)}`);
    const all = counts.find(({ flagged }) => flagged === rows.y.length);
    if (all !== undefined) {
      notices.push(
        `warning: every row is flagged as ${all.name}, so the decision does not tell rows apart: the model cannot keep ` +
          'the floor otherwise; lower the floor, or train a better model',
      );
    }
  }
  for (const c of thresholdClasses(decision, classes)) {
    const count = rows.y.reduce((sum, each) => sum + (each === c ? 1 : 0), 0);
    if (count >= FEWEST_ROWS) continue;
    notices.push(
      `the decision for ${nameOf(c)} is fitted on ${countOf(count, 'out-of-fold row')} of the class: too few to rely on`,
    );
  }
  return notices;
}

/** The classes whose threshold or weight was fitted on rows of the class. */
function thresholdClasses(decision: Decision, classes: readonly Label[]): number[] {
  if (decision instanceof FloorDecision) return decision.floors.map((floor) => floor.class);
  if (!(decision instanceof WeightedArgmax)) return [];
  return classes.flatMap((_, c) => (decision.thresholdOf(c) === undefined ? [] : [c]));
}
