/** Scores of a model on a labelled table. */
import type { ExecutorOption } from '../jobs/executor.js';
import { type Label, rowsAt } from '../matrix.js';
import type { ClassificationReport } from '../metrics/classification-report.js';
import type { Table } from '../tables/table.js';
import { checkModel, checkOptions, checkTable, EXECUTOR_OPTION_TYPE, OPTION_TYPES } from './check-options.js';
import { testRoles } from './column-roles/test-table-roles.js';
import { type ModelScores, modelScores, scoreReference } from './model-scores.js';
import { type Part, wholePart } from './part.js';
import { predictTable, type TablePrediction } from './predict-table.js';
import { type SetScores, scoreSets } from './prediction-sets/set-scores.js';
import { reviewNotices } from './score-decisions.js';
import type { TableClassifier } from './table-classifier.js';
import { knownRows, labelsToCompare } from './test-labels.js';
import { shareOfTrainingRows } from './training-fingerprint.js';

export interface EvaluateTableOptions extends ExecutorOption {
  /** With it, the prediction sets of this coverage are scored too: `PredictTableOptions.coverage`. */
  readonly coverage?: number;
}

export interface TableEvaluation {
  /** Scores of the decided classes. */
  readonly report: ClassificationReport;
  /** All scores, `report` among them, beside those of the baselines. */
  readonly scores: ModelScores;
  readonly rows: number;
  /** With a coverage. */
  readonly sets?: SetScores;
  readonly notices: readonly string[];
}

/**
 * Predicts every row and compares the predictions with the target column, which has the same name as in training. If the
 * model was trained with a weight column and the table has it too, rows count by it; those of weight 0 are left out.
 *
 * @throws InputError as `predictTable`, and if the target column is missing, has empty cells, or holds
 *   no class of the training table; for a coverage as `predictTable`.
 */
export async function evaluateTable(
  model: TableClassifier,
  table: Table,
  options: EvaluateTableOptions = {},
): Promise<TableEvaluation> {
  checkModel('evaluateTable', model);
  checkTable('evaluateTable', table);
  checkOptions('evaluateTable', options, { ...EXECUTOR_OPTION_TYPE, coverage: OPTION_TYPES.number });
  const { labels, notices: labelNotices } = labelsToCompare(table, model.provenance.target, model.classes);
  const found = testRoles(table, model.provenance.roles);
  const { part: scored, notices: partNotices } = wholePart(table, labels, found.roles);
  const { notices } = knownRows(labels, model.classes, table.source);
  const prediction = await predictTable(model, table, { ...options, review: options.coverage !== undefined });
  const reference = scoreReference(model.classes, model.provenance);
  const predicted = Array.from(scored.rows, (row) => prediction.labels[row]);
  const scores = modelScores(
    scored.labels,
    predicted,
    rowsAt(prediction.probabilities, scored.rows),
    reference,
    scored.weights,
  );
  const { report, reviewed } = scores;
  return {
    report,
    scores,
    rows: scored.rows.length,
    ...(options.coverage !== undefined && {
      sets: setScores(model, { ...scored, predicted }, prediction, options.coverage),
    }),
    notices: [
      ...found.notices,
      ...partNotices,
      ...labelNotices,
      ...notices,
      ...prediction.notices,
      ...reviewNotices(reviewed, scored.rows.length),
      ...trainingRowsNotice(model, table),
    ],
  };
}

function setScores(
  model: TableClassifier,
  { rows, predicted, labels, weights }: Part & { readonly predicted: readonly Label[] },
  { sets = [], reviewReasons = [] }: TablePrediction,
  coverage: number,
): SetScores {
  const scored = {
    labels,
    predicted,
    sets: Array.from(rows, (row) => sets[row]),
    reviewReasons: Array.from(rows, (row) => reviewReasons[row]),
    weights,
  };
  return scoreSets(scored, coverage, model.classes);
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
