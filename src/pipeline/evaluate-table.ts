/** Scores of a model on a labelled table. */
import type { ExecutorOption } from '../jobs/executor.js';
import type { Label } from '../matrix.js';
import type { ClassificationReport } from '../metrics/classification-report.js';
import type { Table } from '../tables/table.js';
import { predictBlocks } from './predict-table.js';
import { reviewNotices, scoreDecisions } from './score-decisions.js';
import type { TableClassifier } from './table-classifier.js';
import { knownRows, labelsToCompare } from './test-labels.js';

export interface TableEvaluation {
  readonly report: ClassificationReport;
  readonly rows: number;
  readonly notices: readonly string[];
}

/**
 * Predicts every row and compares the predictions with the target column, which has the same name as in training.
 *
 * @throws InputError as `predictTable`, and if the target column is missing, has empty cells, or holds
 *   no class of the training table.
 */
export async function evaluateTable(
  model: TableClassifier,
  table: Table,
  options: ExecutorOption = {},
): Promise<TableEvaluation> {
  const labels = labelsToCompare(table, model.provenance.target, model.classes);
  const { notices } = knownRows(labels, model.classes, table.source);
  const prediction = predictBlocks(model, table, options);
  const predicted: Label[] = [];
  for await (const block of prediction.blocks) {
    for (const label of block.labels) predicted.push(label);
  }
  const { report, reviewed } = scoreDecisions(labels, predicted, model.classes);
  return {
    report,
    rows: table.rows,
    notices: [...notices, ...prediction.notices, ...reviewNotices(reviewed, table.rows)],
  };
}
