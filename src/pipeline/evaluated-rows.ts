/** The labelled rows of a table with what a model predicts for them. */
import type { ExecutorOption } from '../jobs/executor.js';
import { type Label, type Matrix, rowsAt } from '../matrix.js';
import type { Table } from '../tables/table.js';
import { testRoles } from './column-roles/test-table-roles.js';
import { type Part, wholePart } from './part.js';
import { predictTable, type TablePrediction } from './predict-table.js';
import type { TableClassifier } from './table-classifier.js';
import { knownRows, labelsToCompare } from './test-labels.js';
import { shareOfTrainingRows } from './training-fingerprint.js';

export interface EvaluatedRows {
  /** The rows but those of weight 0. */
  readonly part: Part;
  /** One for each row of the part: a class, or another action. */
  readonly decided: readonly Label[];
  /** Of these rows, calibrated. */
  readonly probabilities: Matrix;
  /** With a coverage. */
  readonly sets?: {
    readonly coverage: number;
    readonly sets: readonly (readonly Label[])[];
    readonly reviewReasons: readonly string[];
  };
  readonly notices: readonly string[];
  /** Notices behind those of the scores. */
  readonly trainingRows: readonly string[];
}

export interface EvaluateTableOptions extends ExecutorOption {
  /** With it, the prediction sets of this coverage are scored too: `PredictTableOptions.coverage`. */
  readonly coverage?: number;
}

/** Predicts the rows that `evaluateTable` scores, and throws as it does. */
export async function evaluatedRows(
  model: TableClassifier,
  table: Table,
  options: EvaluateTableOptions = {},
): Promise<EvaluatedRows> {
  // First, so that a table without labels is refused before anything is predicted.
  const labelled = labelledPart(model, table);
  const { coverage } = options;
  const prediction = await predictTable(model, table, { ...options, review: coverage !== undefined });
  return withPrediction(labelled, prediction, coverage);
}

/** The labelled rows of a table that was predicted; `sets` are left out. */
export function rowsOfPrediction(
  model: TableClassifier,
  table: Table,
  prediction: TablePrediction,
): EvaluatedRows {
  return withPrediction(labelledPart(model, table), prediction);
}

type LabelledPart = Pick<EvaluatedRows, 'part' | 'notices' | 'trainingRows'>;

function labelledPart(model: TableClassifier, table: Table): LabelledPart {
  const { labels, notices: labelNotices } = labelsToCompare(table, model.provenance.target, model.classes);
  const found = testRoles(table, model.provenance.roles);
  const { part, notices: partNotices } = wholePart(table, labels, found.roles);
  const { notices } = knownRows(labels, model.classes, table.source);
  return {
    part,
    notices: [...found.notices, ...partNotices, ...labelNotices, ...notices],
    trainingRows: trainingRowsNotice(model, table),
  };
}

/** @param coverage of the sets that the prediction holds; without it they are left out */
function withPrediction(
  { part, notices, trainingRows }: LabelledPart,
  { labels, probabilities, sets = [], reviewReasons = [], notices: ofPrediction }: TablePrediction,
  coverage?: number,
): EvaluatedRows {
  return {
    part,
    decided: Array.from(part.rows, (row) => labels[row]),
    probabilities: rowsAt(probabilities, part.rows),
    ...(coverage !== undefined && {
      sets: {
        coverage,
        sets: Array.from(part.rows, (row) => sets[row]),
        reviewReasons: Array.from(part.rows, (row) => reviewReasons[row]),
      },
    }),
    notices: [...notices, ...ofPrediction],
    trainingRows,
  };
}

/** If at least half of the rows are rows that the model was trained on. Old models keep nothing to know them by. */
export function trainingRowsNotice({ preparation, provenance }: TableClassifier, table: Table): string[] {
  const { fingerprint, target } = provenance;
  const share = fingerprint && shareOfTrainingRows(fingerprint, preparation, target, table);
  if (share === undefined || share < 0.5) return [];
  return [
    `about ${Math.round(100 * share)} % of these rows are rows that the model was trained on, whose scores are too ` +
      'good: score rows that it has not seen',
  ];
}
