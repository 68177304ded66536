/** How classes are decided from probabilities: a part of a model, beside its preparation and its classifier. */
import type * as z from 'zod';
import type { Label, Matrix } from '../matrix.js';

export interface Decision {
  /** The name of its `DecisionKind`. */
  readonly kind: string;
  /**
   * The index of the action for each row: of a class (column), or of another action that `actionsOf` names. It depends
   * on that row alone, unless `needsAllRows`.
   *
   * @param probabilities rows x classes; each row sums to 1
   */
  decide(probabilities: Matrix): Int32Array;
  /** A row's action depends on the other rows of its table: `decide` must see all of them at once. */
  readonly needsAllRows?: true;
  /** The labels of the actions by index. Default: the classes. */
  actionsOf?(classes: readonly Label[]): readonly Label[];
  /** The index of the class that the decision is about, if it is about one: its probability is the risk of a row. */
  readonly positive?: number;
  /** The least probability of class `c` that is enough for it, if such a threshold alone decides; default: none does. */
  thresholdOf?(c: number): number | undefined;
  /** The rule in one line, without a full stop. */
  describe(classes: readonly Label[]): string;
  /** Plain JSON from which `reviveDecision` makes the same decision: an object whose `kind` is that of the decision. */
  toJSON(): unknown;
}

/** A kind of decision as `decision-kinds.ts` lists it. */
export interface DecisionKind<Schema extends z.ZodObject = z.ZodObject> {
  readonly kind: string;
  /** What `toJSON` gives, `kind` included. */
  readonly schema: Schema;
  /**
   * The decision that was saved.
   *
   * @param classes the labels in the order of the probabilities
   * @throws InputError for settings that do not fit these classes.
   */
  revive(saved: z.output<Schema>, classes: readonly Label[]): Decision;
}

/** The label of the action for each row. */
export function decidedLabels(decision: Decision, probabilities: Matrix, classes: readonly Label[]): Label[] {
  return labelsOf(decision.decide(probabilities), decision.actionsOf?.(classes) ?? classes);
}

/** The labels of class indices; `classes` in the order of the probabilities. */
export function labelsOf(indices: ArrayLike<number>, classes: readonly Label[]): Label[] {
  // A loop: the iterator of Array.from takes longer than the prediction of a row.
  const labels: Label[] = [];
  for (let i = 0; i < indices.length; i++) labels.push(classes[indices[i]]);
  return labels;
}
