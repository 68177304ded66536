/** Labelled and predicted rows as slices need them. */
import type { Label, Matrix } from '../../matrix.js';
import type { CountedShare, GroupCounts } from '../../metrics/group-fairness.js';

export interface SlicedRows {
  /** The row of the table of each. */
  readonly rows: Int32Array;
  /** The classes of the model, then other labels that occur. */
  readonly classes: readonly Label[];
  /** The index of the positive class. */
  readonly positive: number;
  /** Class index of each row. */
  readonly y: Int32Array;
  /** The index of the decided class; -1 for a row that was not decided for a class. */
  readonly predicted: Int32Array;
  /** The probability of the positive class of each row. */
  readonly risk: Float64Array;
  /** What each row counts, above 0; default 1. */
  readonly weights?: Float64Array;
}

export interface PredictedLabels {
  readonly rows: Int32Array;
  readonly labels: readonly Label[];
  readonly decided: readonly Label[];
  /** Rows x classes of the model. */
  readonly probabilities: Matrix;
  readonly weights?: Float64Array;
}

/** @param classes those of the model */
export function slicedRows(
  { rows, labels, decided, probabilities, weights }: PredictedLabels,
  classes: readonly Label[],
  positive: number,
): SlicedRows {
  const all = [...new Set([...classes, ...labels])];
  const index = new Map(all.map((label, c) => [label, c]));
  return {
    rows,
    classes: all,
    positive,
    y: Int32Array.from(labels, (label) => index.get(label) as number),
    predicted: Int32Array.from(decided, (label) => index.get(label) ?? -1),
    risk: Float64Array.from(labels, (_, i) => probabilities.data[i * probabilities.columns + positive]),
    ...(weights && { weights }),
  };
}

/** The counts of the rows at `places` that were decided for a class. */
export function countsAt({ y, predicted, positive, weights }: SlicedRows, places: Iterable<number>) {
  const counts = { rows: 0, events: 0, alerts: 0, caught: 0 };
  for (const i of places) {
    if (predicted[i] < 0) continue;
    const weight = weights ? weights[i] : 1;
    counts.rows += weight;
    if (y[i] === positive) counts.events += weight;
    if (predicted[i] === positive) counts.alerts += weight;
    if (y[i] === positive && predicted[i] === positive) counts.caught += weight;
  }
  return counts satisfies GroupCounts;
}

/** Of all rows at `places`, those of the positive class. */
export function eventsAt({ y, positive, weights }: SlicedRows, places: Iterable<number>): CountedShare {
  let [hits, rows] = [0, 0];
  for (const i of places) {
    const weight = weights ? weights[i] : 1;
    rows += weight;
    if (y[i] === positive) hits += weight;
  }
  return { hits, rows };
}
