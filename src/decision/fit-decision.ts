/** From a checked plan to a fitted decision. */

import type { Steps } from '../event-loop.js';
import type { Label } from '../matrix.js';
import { Alerts } from './alerts.js';
import { Argmax } from './argmax.js';
import { CostDecision } from './cost.js';
import type { CostMatrix } from './cost-matrix.js';
import type { Decision } from './decision.js';
import { classIndex, type DecisionPlan } from './decision-options.js';
import { FloorDecision } from './floor.js';
import type { OutOfFoldRows } from './out-of-fold-rows.js';
import { WeightedArgmax } from './weighted-argmax.js';

export interface FitDecisionOptions {
  /** The labels in the order of the probabilities. */
  readonly classes: readonly Label[];
  /** The index of the class that F-beta, floors without a class and alerts are about. */
  readonly positive: number;
  readonly seed: number;
}

export type DecisionFit =
  | { readonly kind: 'fitted'; readonly decision: Decision }
  /** There is no such decision, or none of use, and why, as a sentence without its full stop. */
  | { readonly kind: 'impossible'; readonly reason: string };

/** Fits the decision on out-of-fold rows, whose probabilities are calibrated as those of new rows will be. */
export function* fitDecision(
  { specification, confidence, costs }: Pick<DecisionPlan, 'specification' | 'confidence' | 'costs'>,
  rows: OutOfFoldRows,
  { classes, positive, seed }: FitDecisionOptions,
): Steps<DecisionFit> {
  const fitted = (decision: Decision): DecisionFit => ({ kind: 'fitted', decision });
  switch (specification.kind) {
    case 'argmax':
      return fitted(new Argmax());
    case 'metric':
      return fitted(yield* WeightedArgmax.fitSteps(rows, { metric: specification.metric, positive, seed }));
    case 'alerts':
      return fitted(Alerts.fit(rows, positive, specification.capacity));
    case 'cost':
      return costDecision(costs as CostMatrix, rows, classes);
    case 'floors': {
      const floors = specification.floors.map(({ label, metric, least }) => ({
        class: label === undefined ? positive : classIndex(label, classes, 'decision'),
        metric,
        least,
      }));
      const fit = FloorDecision.fit(rows, { floors, confidence, classes });
      if (fit.kind === 'fitted') return fit;
      return { kind: 'impossible', reason: `no decision keeps the floor: ${fit.reason}` };
    }
  }
}

function costDecision(
  costs: CostMatrix,
  { probabilities }: OutOfFoldRows,
  classes: readonly Label[],
): DecisionFit {
  const decision = new CostDecision(costs);
  if (decision.decide(probabilities).some((action) => action < classes.length)) {
    return { kind: 'fitted', decision };
  }
  const reason =
    'by these costs every row is handed to review, which costs less than any decision: raise the cost of review';
  return { kind: 'impossible', reason };
}
