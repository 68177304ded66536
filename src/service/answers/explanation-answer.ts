/** Explanations of the rows of a request, as JSON. */
import type { Executor } from '../../jobs/executor.js';
import { explainRows } from '../../pipeline/explanation/explain-rows.js';
import { similarRows } from '../../pipeline/explanation/similar-rows.js';
import type { Table } from '../../tables/table.js';
import type { ServedModel } from '../models/served-model.js';
import type { ExplainRequestOptions } from '../schemas/answer-options.js';
import { checkExplained } from './row-answer.js';

/** @throws InputError as `explainRows` and `similarRows`; ServiceError for too many rows */
export async function explanationAnswer(
  { name, generation, model }: ServedModel,
  table: Table,
  { label, reasons, similar }: ExplainRequestOptions,
  executor: Executor | undefined,
) {
  checkExplained(table.rows);
  const { rows, scale, method, notices } = await explainRows(model, table, {
    ...(label !== undefined && { label }),
    ...(executor && { executor }),
  });
  const near = similar === undefined ? undefined : await similarRows(model, table, { count: similar });
  return {
    model: name,
    generation,
    scale,
    method,
    ...(near && { similarity: { space: near.space, trainingRows: near.kept } }),
    explanations: rows.map(({ row, ...explained }, i) => ({
      ...explained,
      columns: explained.columns
        .slice(0, reasons)
        .map((each) => ({ ...each, value: each.value ?? null, remark: each.remark ?? null })),
      // The data row of the training table, from 1, as the program counts.
      ...(near && { similar: near.rows[i].map((each) => ({ ...each, row: each.row + 1 })) }),
    })),
    ...(notices.length > 0 && { notices }),
  };
}
