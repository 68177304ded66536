/** Which predictions are to be reviewed by hand, and why. */
import type { Label, Matrix } from '../../matrix.js';
import { quote } from '../../text/name-list.js';
import { CostDecision } from '../cost.js';
import type { Decision } from '../decision.js';

/** Predicted rows, as `PredictedBlock`. */
export interface ReviewedRows {
  readonly labels: readonly Label[];
  /** Calibrated, rows x classes. */
  readonly probabilities: Matrix;
  /** The classes of each prediction set; absent without a coverage. */
  readonly sets?: readonly (readonly Label[])[];
}

/**
 * A row is reviewed if its prediction set is not a single class or does not have the predicted class, and, with a decision
 * by cost that has the action review, if the expected cost of the cheapest class exceeds that of a review.
 */
export class ReviewRule {
  readonly #costs: CostDecision | undefined;
  readonly #classes: ReadonlySet<Label>;

  constructor(classes: readonly Label[], decision: Decision) {
    this.#classes = new Set(classes);
    this.#costs = hasReviewCost(decision) ? decision : undefined;
  }

  /** Why each row is reviewed; empty text for a row that is not. */
  reasons({ labels, probabilities, sets }: ReviewedRows): string[] {
    const expected = this.#costs?.expectedCosts(probabilities);
    const actions = probabilities.columns + 1;
    return labels.map((label, row) => {
      const ofCost = expected && costReason(expected.subarray(row * actions, (row + 1) * actions));
      const ofSet = sets && setReason(sets[row], label, this.#classes);
      return [ofSet, ofCost].filter((reason) => reason !== undefined).join('; ');
    });
  }
}

/** Whether the decision weighs the cost of a review against those of the classes. */
export function hasReviewCost(decision: Decision): decision is CostDecision {
  return decision instanceof CostDecision && decision.matrix.review;
}

/** @param expected of deciding for each class, then of a review */
function costReason(expected: Float64Array): string | undefined {
  const review = expected[expected.length - 1];
  const cheapest = expected.subarray(0, -1).reduce((least, cost) => Math.min(least, cost));
  if (!(cheapest > review)) return undefined;
  return `expected cost ${costText(cheapest)}, of a review ${costText(review)}`;
}

function costText(cost: number): string {
  return String(Number(cost.toPrecision(3)));
}

function setReason(set: readonly Label[], label: Label, classes: ReadonlySet<Label>): string | undefined {
  if (set.length === 0) return 'empty prediction set';
  if (set.length > 1) return `prediction set of ${set.length} classes`;
  if (set[0] === label || !classes.has(label)) return undefined;
  return `prediction ${quote(String(label))} is not in the prediction set`;
}
