/** Differences between groups of rows in how a classifier decides. */

/** Of the rows of a group: those of the positive class (events), those predicted as it (alerts), and both at once. */
export interface GroupCounts {
  readonly rows: number;
  readonly events: number;
  readonly alerts: number;
  readonly caught: number;
}

/** A share of the rows of a group, as counts. */
export interface CountedShare {
  readonly hits: number;
  readonly rows: number;
}

/** Alerts / rows: P(predicted positive). */
export function selectionRate({ alerts, rows }: GroupCounts): CountedShare {
  return { hits: alerts, rows };
}

/** Caught events / events: P(predicted positive | positive), the recall. */
export function truePositiveRate({ caught, events }: GroupCounts): CountedShare {
  return { hits: caught, rows: events };
}

/** False alerts / other rows: P(predicted positive | not positive). */
export function falsePositiveRate({ alerts, caught, rows, events }: GroupCounts): CountedShare {
  return { hits: alerts - caught, rows: rows - events };
}

/** Caught events / alerts: P(positive | predicted positive). */
export function precisionOf({ alerts, caught }: GroupCounts): CountedShare {
  return { hits: caught, rows: alerts };
}
