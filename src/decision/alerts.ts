/** A fixed number of alerts: the riskiest rows of each table. */
import * as z from 'zod';
import { InputError } from '../errors.js';
import type { Label, Matrix } from '../matrix.js';
import { quote } from '../text/name-list.js';
import { argmaxWithout, columnOf } from './class-threshold.js';
import type { Decision, DecisionKind } from './decision.js';
import { checkOutOfFold, type OutOfFoldRows } from './out-of-fold-rows.js';

const KIND = 'alerts';

/** A number of rows of each table, or a share of them. */
const capacity = z.union([
  z.strictObject({ rows: z.int().min(1) }),
  z.strictObject({ share: z.number().gt(0).lte(1) }),
]);

const schema = z.strictObject({
  kind: z.literal(KIND),
  positive: z.int().min(0),
  capacity,
  threshold: z.number().min(0).max(1),
});

export type AlertCapacity = z.output<typeof capacity>;

/**
 * The rows of a table with the largest probabilities of one class are decided for it, of equal ones the earlier; all
 * others for the most probable other class. `decide` must see all rows of the table at once: reading it block by block
 * takes two passes, or `decideSingly`, which compares each row with the threshold.
 */
export class Alerts implements Decision {
  readonly kind = KIND;
  /** A row's decision depends on the other rows of its table. */
  readonly needsAllRows = true;

  constructor(
    /** The class index. */
    readonly positive: number,
    readonly capacity: AlertCapacity,
    /** The probability that a row of the training table needed to be among the alerts, for single rows. */
    readonly threshold: number,
  ) {}

  /**
   * The threshold for single rows is the probability of the last alert that the out-of-fold rows would have as one
   * table: it gives the right number of alerts for tables of that length.
   *
   * @param positive the class (column) to raise alerts for
   * @throws InputError for a capacity out of range, and rows that `checkOutOfFold` refuses.
   */
  static fit(rows: OutOfFoldRows, positive: number, alerts: AlertCapacity): Alerts {
    checkOutOfFold(rows);
    if (!capacity.safeParse(alerts).success) {
      throw new InputError(
        `alerts is ${JSON.stringify(alerts)}: give a number of rows from 1, or a share up to 1`,
      );
    }
    const scores = columnOf(rows.probabilities, positive);
    const ranked = riskiestFirst(scores);
    return new Alerts(positive, alerts, scores[ranked[alertsOf(alerts, scores.length) - 1]]);
  }

  decide(probabilities: Matrix): Int32Array {
    const decided = argmaxWithout(probabilities, new Set([this.positive]));
    const ranked = riskiestFirst(columnOf(probabilities, this.positive));
    for (const row of ranked.subarray(0, alertsOf(this.capacity, ranked.length)))
      decided[row] = this.positive;
    return decided;
  }

  /** The decision of each row by the threshold, whatever the other rows are. */
  decideSingly(probabilities: Matrix): Int32Array {
    const decided = argmaxWithout(probabilities, new Set([this.positive]));
    columnOf(probabilities, this.positive).forEach((score, row) => {
      if (score >= this.threshold) decided[row] = this.positive;
    });
    return decided;
  }

  describe(classes: readonly Label[]): string {
    const { capacity: of } = this;
    const amount = 'rows' in of ? `${of.rows} rows` : `${100 * of.share} % of the rows`;
    return `alerts: the ${amount} of each table with the largest probability of ${quote(String(classes[this.positive]))}`;
  }

  toJSON(): z.output<typeof schema> {
    const { positive, threshold } = this;
    return { kind: KIND, positive, capacity: { ...this.capacity }, threshold };
  }
}

/** The number of alerts among `rows` rows: a share is rounded to whole rows, but at least one. */
export function alertsOf(alerts: AlertCapacity, rows: number): number {
  const wanted = 'rows' in alerts ? alerts.rows : Math.max(1, Math.round(alerts.share * rows));
  return Math.min(wanted, rows);
}

/** The indices of the scores from the largest to the smallest, of equal ones the earlier first. */
export function riskiestFirst(scores: Float32Array): Uint32Array {
  return Uint32Array.from(scores, (_, row) => row).sort((a, b) => scores[b] - scores[a] || a - b);
}

export const alertsKind: DecisionKind<typeof schema> = {
  kind: KIND,
  schema,
  revive({ positive, capacity: saved, threshold }, classes: readonly Label[]): Alerts {
    if (positive >= classes.length || classes.length < 2) {
      throw new InputError(`its alerts are for class ${positive} of ${classes.length}`);
    }
    return new Alerts(positive, saved, threshold);
  },
};
