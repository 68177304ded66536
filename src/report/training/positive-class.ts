/** The class whose rows are events: the decision's own, or the rarest. */
import { Alerts } from '../../decision/alerts.js';
import { FloorDecision } from '../../decision/floor.js';
import type { TableClassifier } from '../../pipeline/table-classifier.js';

export interface PositiveClass {
  /** Its index in the classes of the model. */
  readonly index: number;
  /** Why it is that one, behind its name in a sentence. */
  readonly reason: string;
}

export function positiveClass({ decision, provenance }: TableClassifier): PositiveClass {
  if (decision instanceof Alerts) return { index: decision.positive, reason: 'the class of its alerts' };
  if (decision instanceof FloorDecision) {
    const [{ class: index, metric }] = decision.floors;
    return { index, reason: `the class with a floor of ${metric}` };
  }
  const { classes } = provenance;
  // The later of equals, as in "no, yes".
  const index = classes.reduce(
    (rarest, { trainingRows }, c) => (trainingRows <= classes[rarest].trainingRows ? c : rarest),
    0,
  );
  return { index, reason: classes.length === 2 ? 'the rarer one' : `the rarest of ${classes.length}` };
}
