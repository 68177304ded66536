/** The section of a report about the importance of columns and features. */
import type { Executor } from '../../jobs/executor.js';
import { rowsAt } from '../../matrix.js';
import { describeModel } from '../../pipeline/describe-model.js';
import { importanceOnRows } from '../../pipeline/importance/permutation-importance.js';
import type { TrainingOutcome } from '../../pipeline/training-outcome.js';
import { permutationImportanceParts } from '../importance-table.js';
import { numberCell, type ReportPart, type ReportTable } from '../parts.js';

const MOST_SHOWN = 20;
/** With more columns fewer test rows are used, so that the report takes seconds. */
const MOST_PREDICTIONS = 30_000;
const REPEATS = 3;
const FEWEST_ROWS = 100;
const MOST_ROWS = 1000;
/** Permutation importance on the test rows, and the classifier's own importances, if it has any. */
export async function importanceParts(outcome: TrainingOutcome, executor?: Executor): Promise<ReportPart[]> {
  const { importances, columnImportances = [] } = describeModel(outcome.model);
  const features = (importances ?? []).map(({ feature, importance }) => ({ name: feature, importance }));
  const columns = columnImportances.map(({ column, importance }) => ({ name: column, importance }));
  const { name } = outcome.model.classifier;
  return [
    ...(await permutationParts(outcome, executor)),
    ...(columns.length === features.length
      ? []
      : [ownTable(`Importance by ${name}: columns, all their features together`, 'column', columns)]),
    ...(features.length === 0 ? [] : [ownTable(`Importance by ${name}: features`, 'feature', features)]),
  ];
}

async function permutationParts(
  { model, test }: TrainingOutcome,
  executor?: Executor,
): Promise<ReportPart[]> {
  const known = new Set(model.classes);
  const rows = [...test.y.keys()].filter((row) => known.has(test.y[row]));
  const columns = new Set(model.preparation.featureColumns).size;
  if (rows.length < 2 || columns < 2) return [];
  const maxRows = Math.floor(MOST_PREDICTIONS / (REPEATS * columns));
  const found = await importanceOnRows(
    model,
    {
      X: rowsAt(test.X, rows),
      y: rows.map((row) => test.y[row]),
      weights: test.weights && Float64Array.from(rows, (row) => test.weights?.[row] ?? 1),
    },
    { repeats: REPEATS, maxRows: Math.min(MOST_ROWS, Math.max(FEWEST_ROWS, maxRows)), executor },
  );
  return permutationImportanceParts(found, 'test row');
}

function ownTable(
  caption: string,
  what: string,
  importances: readonly { readonly name: string; readonly importance: number }[],
): ReportTable {
  return {
    kind: 'table',
    caption,
    columns: [{ title: what }, { title: 'importance', numeric: true }],
    rows: importances.slice(0, MOST_SHOWN).map(({ name, importance }) => [name, numberCell(importance, 4)]),
    sorted: { column: 1, direction: 'descending' },
    folded: true,
  };
}
