/** Scores of a model on a labelled table. */
import type { ExecutorOption } from '../jobs/executor.js';
import { type Label, type Matrix, rowsAt } from '../matrix.js';
import type { ClassificationReport } from '../metrics/classification-report.js';
import type { Table } from '../tables/table.js';
import { checkModel, checkOptions, checkTable, EXECUTOR_OPTION_TYPE } from './check-options.js';
import { testRoles } from './column-roles/test-table-roles.js';
import { type ModelScores, modelScores, scoreReference } from './model-scores.js';
import { type Part, wholePart } from './part.js';
import { predictTable } from './predict-table.js';
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
  return evaluationOf(model, await evaluatedRows(model, table, options));
}

/** The labelled rows of a table with what the model predicts for them. */
export interface EvaluatedRows {
  /** The rows but those of weight 0. */
  readonly part: Part;
  /** One for each row of the part: a class, or another action. */
  readonly decided: readonly Label[];
  /** Of these rows, calibrated. */
  readonly probabilities: Matrix;
  readonly notices: readonly string[];
  /** Notices behind those of the scores. */
  readonly trainingRows: readonly string[];
}

/** Predicts the rows that `evaluateTable` scores. */
export async function evaluatedRows(
  model: TableClassifier,
  table: Table,
  options: ExecutorOption = {},
): Promise<EvaluatedRows> {
  const { labels, notices: labelNotices } = labelsToCompare(table, model.provenance.target, model.classes);
  const found = testRoles(table, model.provenance.roles);
  const { part, notices: partNotices } = wholePart(table, labels, found.roles);
  const { notices } = knownRows(labels, model.classes, table.source);
  const prediction = await predictTable(model, table, options);
  return {
    part,
    decided: Array.from(part.rows, (row) => prediction.labels[row]),
    probabilities: rowsAt(prediction.probabilities, part.rows),
    notices: [...found.notices, ...partNotices, ...labelNotices, ...notices, ...prediction.notices],
    trainingRows: trainingRowsNotice(model, table),
  };
}

/** The scores of rows that are predicted already. */
export function evaluationOf(
  model: TableClassifier,
  { part, decided, probabilities, notices, trainingRows }: EvaluatedRows,
): TableEvaluation {
  const reference = scoreReference(model.classes, model.provenance);
  const scores = modelScores(part.labels, decided, probabilities, reference, part.weights);
  const { report, reviewed } = scores;
  const { length } = part.rows;
  return {
    report,
    scores,
    rows: length,
    notices: [...notices, ...reviewNotices(reviewed, length), ...trainingRows],
  };
}

/** If at least half of the rows are rows that the model was trained on. Old models keep nothing to know them by. */
function trainingRowsNotice({ preparation, provenance }: TableClassifier, table: Table): string[] {
  const { fingerprint, target } = provenance;
  const share = fingerprint && shareOfTrainingRows(fingerprint, preparation, target, table);
  if (share === undefined || share < 0.5) return [];
  return [
    `about ${Math.round(100 * share)} % of these rows are rows that the model was trained on, whose scores are too ` +
      'good: score rows that it has not seen',
  ];
}
