/** The decision of least expected cost. */
import * as z from 'zod';
import { InputError } from '../errors.js';
import type { Label, Matrix } from '../matrix.js';
import { listNames } from '../text/name-list.js';
import { type CostMatrix, REVIEW } from './cost-matrix.js';
import type { Decision, DecisionKind } from './decision.js';

const KIND = 'cost';

const schema = z.strictObject({
  kind: z.literal(KIND),
  review: z.boolean(),
  costs: z.array(z.array(z.number().min(0)).min(1)).min(1),
});

/**
 * For each row the action a with the least sum over the classes c of p_c cost[c][a], the first of equals (Elkan, "The
 * foundations of cost-sensitive learning", 2001). Best on calibrated probabilities.
 *
 * An action is the index of a class, or the number of classes for `review`: `actionsOf` names them.
 */
export class CostDecision implements Decision {
  readonly kind = KIND;

  constructor(readonly matrix: CostMatrix) {}

  decide(probabilities: Matrix): Int32Array {
    const { rows } = probabilities;
    const actions = this.matrix.costs[0].length;
    const expected = this.expectedCosts(probabilities);
    const decided = new Int32Array(rows);
    for (let row = 0; row < rows; row++) {
      const start = row * actions;
      let best = 0;
      for (let a = 1; a < actions; a++) if (expected[start + a] < expected[start + best]) best = a;
      decided[row] = best;
    }
    return decided;
  }

  /** Rows x actions: what each action costs on average for rows with these probabilities. */
  expectedCosts({ data, rows, columns }: Matrix): Float64Array {
    const { costs } = this.matrix;
    const actions = costs[0].length;
    const expected = new Float64Array(rows * actions);
    for (let row = 0; row < rows; row++) {
      for (let c = 0; c < columns; c++) {
        const p = data[row * columns + c];
        for (let a = 0; a < actions; a++) expected[row * actions + a] += p * costs[c][a];
      }
    }
    return expected;
  }

  /** The names of the actions in the order of their indices. */
  actionsOf(classes: readonly Label[]): Label[] {
    return this.matrix.review ? [...classes, REVIEW] : [...classes];
  }

  describe(classes: readonly Label[]): string {
    return `cost: the action with the least expected cost among ${listNames(this.actionsOf(classes))}`;
  }

  toJSON(): z.output<typeof schema> {
    const { review, costs } = this.matrix;
    return { kind: KIND, review, costs: costs.map((row) => [...row]) };
  }
}

export const costKind: DecisionKind<typeof schema> = {
  kind: KIND,
  schema,
  revive({ review, costs }, classes: readonly Label[]): CostDecision {
    const actions = classes.length + (review ? 1 : 0);
    if (costs.length !== classes.length || costs.some((row) => row.length !== actions)) {
      throw new InputError(`the costs of its decision are not those of ${classes.length} classes`);
    }
    return new CostDecision({ review, costs });
  },
};
