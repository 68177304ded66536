/** Scores of a model on a labelled table. */
import type { ClassificationReport } from '../metrics/classification-report.js';
import type { Table } from '../tables/table.js';
import { checkModel, checkOptions, checkTable, EXECUTOR_OPTION_TYPE, OPTION_TYPES } from './check-options.js';
import { type EvaluatedRows, type EvaluateTableOptions, evaluatedRows } from './evaluated-rows.js';
import { type ModelScores, modelScores, scoreReference } from './model-scores.js';
import { type SetScores, scoreSets } from './prediction-sets/set-scores.js';
import { reviewNotices } from './score-decisions.js';
import type { TableClassifier } from './table-classifier.js';

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
  return evaluationOf(model, await evaluatedRows(model, table, options));
}

/** The scores of rows that are predicted already. */
export function evaluationOf(
  model: TableClassifier,
  { part, decided, probabilities, sets, notices, trainingRows }: EvaluatedRows,
): TableEvaluation {
  const { labels, weights, rows } = part;
  const reference = scoreReference(model.classes, model.provenance);
  const scores = modelScores(labels, decided, probabilities, reference, weights);
  const { report, reviewed } = scores;
  return {
    report,
    scores,
    rows: rows.length,
    ...(sets && {
      sets: scoreSets({ labels, predicted: decided, ...sets, weights }, sets.coverage, model.classes),
    }),
    notices: [...notices, ...reviewNotices(reviewed, rows.length), ...trainingRows],
  };
}
