/** How prediction sets and the review of rows do on rows whose class is known. */
import type { Label } from '../../matrix.js';
import { noInterval, type ScoreInterval } from '../../statistics/score-interval.js';
import { shareInterval } from '../../statistics/share-interval.js';

/** Shares and means count rows by their weights, if they have any; `rows` and `errors` are numbers of rows. */
export interface SetScores {
  /** What was asked for. */
  readonly coverage: number;
  /** In the order of the classes of the model. */
  readonly perClass: readonly ClassCoverage[];
  /** Mean number of classes in a set. */
  readonly meanSize: number;
  /** The rows whose set has 0, 1, 2, ... classes. */
  readonly sizes: readonly { readonly size: number; readonly rows: number }[];
  /** The rows that are to be reviewed, and their share. */
  readonly review: { readonly rows: number; readonly share: number };
  /** The other rows, and the share of them that is predicted wrongly; null if there are none. */
  readonly rest: { readonly rows: number; readonly errors: number; readonly error: number | null };
}

export interface ClassCoverage {
  readonly label: Label;
  readonly rows: number;
  /** The share of the rows of the class whose set contains it; null without rows. */
  readonly coverage: number | null;
  /** A 95 % interval over other rows of the same kind. */
  readonly interval: ScoreInterval;
}

/** Predicted rows with their classes. */
export interface ScoredSets {
  readonly labels: readonly Label[];
  readonly predicted: readonly Label[];
  readonly sets: readonly (readonly Label[])[];
  /** Empty text for a row that is not reviewed. */
  readonly reviewReasons: readonly string[];
  /** What each row counts; default 1. */
  readonly weights?: Float64Array;
}

/** @param classes those of the model; rows of other classes are in no set */
export function scoreSets(
  { labels, predicted, sets, reviewReasons, weights }: ScoredSets,
  coverage: number,
  classes: readonly Label[],
): SetScores {
  const all = [...labels.keys()];
  const weightOf = (rows: readonly number[]) =>
    weights === undefined ? rows.length : rows.reduce((sum, row) => sum + weights[row], 0);
  const share = (part: readonly number[], of: readonly number[]) =>
    of.length === 0 ? null : weightOf(part) / weightOf(of);
  const rowsOfSize = Array.from({ length: classes.length + 1 }, (): number[] => []);
  for (const row of all) rowsOfSize[sets[row].length].push(row);
  const reviewed = all.filter((row) => reviewReasons[row] !== '');
  const rest = all.filter((row) => reviewReasons[row] === '');
  const errors = rest.filter((row) => predicted[row] !== labels[row]);
  const rowsOfClass = new Map(classes.map((label) => [label, [] as number[]]));
  for (const row of all) rowsOfClass.get(labels[row])?.push(row);
  return {
    coverage,
    perClass: Array.from(rowsOfClass, ([label, rows]) => {
      const covered = rows.filter((row) => sets[row].includes(label));
      const interval =
        weights === undefined
          ? shareInterval(covered.length, rows.length)
          : noInterval('the rows have weights');
      return { label, rows: rows.length, coverage: share(covered, rows), interval };
    }),
    meanSize: rowsOfSize.reduce((sum, rows, size) => sum + size * weightOf(rows), 0) / weightOf(all),
    sizes: rowsOfSize.map((rows, size) => ({ size, rows: rows.length })),
    review: { rows: reviewed.length, share: share(reviewed, all) ?? 0 },
    rest: { rows: rest.length, errors: errors.length, error: share(errors, rest) },
  };
}
