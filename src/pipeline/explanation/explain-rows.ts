/** What raised and what lowered the predictions of rows. */
import type { Table } from '../../tables/table.js';
import {
  checkModel,
  checkOptions,
  checkTable,
  EXECUTOR_OPTION_TYPE,
  OPTION_TYPES,
} from '../check-options.js';
import type { TableClassifier } from '../table-classifier.js';
import { checkedRows } from './checked-rows.js';
import type { ExplainOptions, Explanations } from './explanation.js';
import { RowExplainer } from './row-explainer.js';

/**
 * Additive explanations of the predictions of rows: for each column of the table what it adds to the mean prediction of the
 * training rows, so that
 *
 *     prediction = expected + sum of the contributions     (efficiency).
 *
 * They are Shapley values: the mean change of the prediction when the column becomes known, over all orders of the columns.
 * Strongly correlated columns share what they have in common.
 *
 * @throws InputError for rows that do not exist, a label that is not a class, `exact` with a classifier that has no exact
 *   form, `sampled` with a model saved before 0.2.0, and for tables that cannot be predicted.
 */
export async function explainRows(
  model: TableClassifier,
  table: Table,
  options: ExplainOptions = {},
): Promise<Explanations> {
  checkModel('explainRows', model);
  checkTable('explainRows', table);
  checkOptions('explainRows', options, {
    ...EXECUTOR_OPTION_TYPE,
    rows: OPTION_TYPES.numbers,
    label: OPTION_TYPES.label,
    method: OPTION_TYPES.text,
    permutations: OPTION_TYPES.number,
    seed: OPTION_TYPES.number,
  });
  const rows = checkedRows(table, options.rows);
  const explainer = new RowExplainer(model, table, options);
  const { notices, ...explained } = await explainer.explain(rows);
  return { ...explained, notices: [...(table.notices ?? []), ...explainer.notices, ...notices] };
}
