/** Scores of a model on a labelled table. */
import type { ExecutorOption } from '../jobs/executor.js';
import { rowsAt } from '../matrix.js';
import type { ClassificationReport } from '../metrics/classification-report.js';
import type { Table } from '../tables/table.js';
import { checkModel, checkOptions, checkTable, EXECUTOR_OPTION_TYPE } from './check-options.js';
import { testRoles } from './column-roles/test-table-roles.js';
import { type ModelScores, modelScores, scoreReference } from './model-scores.js';
import { wholePart } from './part.js';
import { predictTable, type TablePrediction } from './predict-table.js';
import { reviewNotices } from './score-decisions.js';
import type { TableClassifier } from './table-classifier.js';
import { knownRows, labelsToCompare } from './test-labels.js';
import { shareOfTrainingRows } from './training-fingerprint.js';

export interface TableEvaluation {
  /** Scores of the decided classes. */
  readonly report: ClassificationReport;
  /** All scores, `report` among them, beside those of the baselines. */
  readonly scores: ModelScores;
  readonly rows: number;
  readonly notices: readonly string[];
}

/**
 * Predicts every row and compares the predictions with the target column, which has the same name as in training. If the
 * model was trained with a weight column and the table has it too, rows count by it; those of weight 0 are left out.
 *
 * @throws InputError as `predictTable`, and if the target column is missing, has empty cells, or holds
 *   no class of the training table.
 */
export async function evaluateTable(
  model: TableClassifier,
  table: Table,
  options: ExecutorOption = {},
): Promise<TableEvaluation> {
  checkModel('evaluateTable', model);
  checkTable('evaluateTable', table);
  checkOptions('evaluateTable', options, EXECUTOR_OPTION_TYPE);
  labelsToCompare(table, model.provenance.target, model.classes);
  return evaluatePrediction(model, table, await predictTable(model, table, options));
}

/** The same of a table that was predicted. */
export function evaluatePrediction(
  model: TableClassifier,
  table: Table,
  prediction: TablePrediction,
): TableEvaluation {
  const { labels, notices: labelNotices } = labelsToCompare(table, model.provenance.target, model.classes);
  const found = testRoles(table, model.provenance.roles);
  const { part: scored, notices: partNotices } = wholePart(table, labels, found.roles);
  const { notices } = knownRows(labels, model.classes, table.source);
  const reference = scoreReference(model.classes, model.provenance);
  const scores = modelScores(
    scored.labels,
    Array.from(scored.rows, (row) => prediction.labels[row]),
    rowsAt(prediction.probabilities, scored.rows),
    reference,
    scored.weights,
  );
  const { report, reviewed } = scores;
  return {
    report,
    scores,
    rows: scored.rows.length,
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
