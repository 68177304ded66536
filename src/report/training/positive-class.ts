/** Why a class is the positive one, for sentences of the report. */
import { FloorDecision } from '../../decision/floor.js';
import { positiveClass } from '../../pipeline/risk.js';
import type { TableClassifier } from '../../pipeline/table-classifier.js';

export interface ExplainedClass {
  /** Its index in the classes of the model. */
  readonly index: number;
  /** Why it is that one, behind its name in a sentence. */
  readonly reason: string;
}

export function explainedPositive(model: TableClassifier): ExplainedClass {
  const { index, chosenBy } = positiveClass(model);
  const { decision, classes } = model;
  if (chosenBy === 'decision') {
    if (!(decision instanceof FloorDecision)) return { index, reason: 'the class of its alerts' };
    return { index, reason: `the class with a floor of ${decision.floors[0].metric}` };
  }
  if (chosenBy === 'training') return { index, reason: 'the class that was named as the positive one' };
  return { index, reason: classes.length === 2 ? 'the rarer one' : `the rarest of ${classes.length}` };
}
