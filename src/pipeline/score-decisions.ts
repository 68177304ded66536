/** Scores of decided rows, among which some may have been handed to review instead of a class. */
import { InputError } from '../errors.js';
import type { Label } from '../matrix.js';
import { type ClassificationReport, classificationReport } from '../metrics/classification-report.js';

export interface DecisionScores {
  /** Of the rows that were decided for a class. */
  readonly report: ClassificationReport;
  /** The number of rows whose action is not a class. */
  readonly reviewed: number;
}

/**
 * @param labels the true label of each row
 * @param decided the label of the action for each row
 * @param classes those of the model, in their order
 * @param weights what each row counts in the scores, above 0; default 1
 * @throws InputError if no row was decided for a class, and as `classificationReport`.
 */
export function scoreDecisions(
  labels: readonly Label[],
  decided: readonly Label[],
  classes: readonly Label[],
  weights?: Float64Array,
): DecisionScores {
  const known = new Set(classes);
  const rows = [...decided.keys()].filter((row) => known.has(decided[row]));
  if (rows.length === 0 && decided.length > 0) {
    throw new InputError('the decision hands every row to review: there is nothing to score');
  }
  const report = classificationReport(
    rows.map((row) => labels[row]),
    rows.map((row) => decided[row]),
    { labels: classes, weights: weights && Float64Array.from(rows, (row) => weights[row]) },
  );
  return { report, reviewed: decided.length - rows.length };
}

/** A notice about rows without a score; none if all have one. */
export function reviewNotices(reviewed: number, rows: number): string[] {
  return reviewed === 0 ? [] : [`${reviewed} of ${rows} rows are handed to review and not scored`];
}
