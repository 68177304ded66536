/** The scores of a model by the slices of columns. */
import { labelsOf } from '../../decision/decision.js';
import { InputError } from '../../errors.js';
import type { ExecutorOption } from '../../jobs/executor.js';
import type { Label } from '../../matrix.js';
import { columnsByName, unknownColumn } from '../../tables/preparation/columns-by-name.js';
import type { Table } from '../../tables/table.js';
import { listNames, quote } from '../../text/name-list.js';
import {
  checkModel,
  checkOptions,
  checkTable,
  EXECUTOR_OPTION_TYPE,
  OPTION_TYPES,
} from '../check-options.js';
import { type EvaluatedRows, evaluatedRows } from '../evaluated-rows.js';
import { positiveClass, type RiskOptions } from '../risk.js';
import { scoreMetric } from '../score-metrics.js';
import type { TableClassifier } from '../table-classifier.js';
import { type ColumnSlices, columnSlices } from './column-slices.js';
import { type FairnessDifferences, fairnessDifferences } from './fairness-differences.js';
import { aimOf, type SliceScores, sliceScores } from './slice-scores.js';
import { countsAt, type SlicedRows, slicedRows } from './sliced-rows.js';
import { type WorstSlices, worstSlices } from './worst-slices.js';

export interface SliceOptions extends RiskOptions {
  /** Columns of the table, whether the model uses them or not; default none. */
  readonly by?: string | readonly string[];
  /** Whether to look for the slices, of all columns, in which the model is worse than elsewhere; default: if `by` is not given. */
  readonly worst?: boolean;
}

export interface SlicedColumn {
  readonly column: string;
  readonly kind: ColumnSlices['kind'];
  readonly slices: readonly SliceScores[];
  readonly fairness: FairnessDifferences;
}

export interface Slices {
  /** The class that recall, precision and risks are about. */
  readonly positive: Label;
  /** The metric `aim` of the slices. */
  readonly metric: { readonly name: string; readonly title: string };
  /** Whether rows count by their weights in the scores. */
  readonly weighted: boolean;
  /** Of all rows. */
  readonly overall: SliceScores;
  /** One for each column of `by`. */
  readonly columns: readonly SlicedColumn[];
  /** Absent unless asked for. */
  readonly worst?: WorstSlices;
  readonly notices: readonly string[];
}

/**
 * Scores of the model by slices of a labelled table: by the levels of a column, ranges between quintiles of numbers, or periods of
 * dates, each with its rows and 95 % intervals; the differences between the slices of a column as fairlearn defines them; and the slices in which
 * the model is worse than elsewhere, with Holm's correction for how many were tried (`worstSlices`). A score of fewer than 5 rows is
 * null, with the reason. A decision in the model hands rows to review: these count in rows, events and risks only.
 *
 * @throws InputError as `evaluateTable`, for an unknown column, the target or a weight column in `by`, and for a label that is no class.
 */
export async function slices(
  model: TableClassifier,
  table: Table,
  options: SliceOptions & ExecutorOption = {},
): Promise<Slices> {
  checkModel('slices', model);
  checkTable('slices', table);
  checkOptions('slices', options, {
    ...EXECUTOR_OPTION_TYPE,
    by: OPTION_TYPES.columnNames,
    worst: OPTION_TYPES.boolean,
    positive: OPTION_TYPES.text,
  });
  const { executor, ...chosen } = options ?? {};
  checkSliceColumns(model, table, chosen);
  const evaluated = await evaluatedRows(model, table, { executor });
  const found = slicesOf(model, table, evaluated, chosen);
  return { ...found, notices: [...evaluated.notices, ...found.notices] };
}

/** Throws `InputError` for a column of `by` by which rows cannot be sliced, and a label that is no class. */
export function checkSliceColumns(model: TableClassifier, table: Table, options: SliceOptions): void {
  positiveClass(model, options);
  const columns = columnsByName(table);
  const { target } = model.provenance;
  for (const name of namesOf(options)) {
    if (name === target) {
      throw new InputError(
        `by names column ${quote(name)}, which is the target: name a column that is not predicted`,
        {
          optionNames: ['by'],
        },
      );
    }
    if (!columns.has(name)) {
      throw unknownColumn(
        table.source,
        'by',
        name,
        [...columns.keys()].filter((each) => each !== target),
      );
    }
  }
}

function namesOf({ by = [] }: SliceOptions): string[] {
  return [...new Set(typeof by === 'string' ? [by] : by)];
}

/** The same of rows that are predicted already. */
export function slicesOf(
  model: TableClassifier,
  table: Table,
  { part, decided, probabilities }: EvaluatedRows,
  options: SliceOptions,
): Slices {
  checkSliceColumns(model, table, options);
  const { index: positive } = positiveClass(model, options);
  const names = namesOf(options);
  const { worst = names.length === 0 } = options;
  const rows = slicedRows({ ...part, decided, probabilities }, model.classes, positive);
  const metric = aimOf(model.decision);
  const fitted = new Map(model.preparation.inputColumns.map((column) => [column.name, column]));
  const columns = columnsByName(table);
  const slicesOfColumn = (name: string) => columnSlices(table, columns.get(name)!, fitted.get(name));
  const sliced = names.map((name) => slicedColumn(rows, slicesOfColumn(name), metric));
  const searched = [...columns.keys()].filter(
    (name) => name !== model.provenance.target && name !== model.provenance.roles?.weight,
  );
  const { title } = scoreMetric(metric);
  return {
    positive: labelsOf([positive], model.classes)[0],
    metric: { name: metric, title },
    weighted: rows.weights !== undefined,
    overall: sliceScores('all rows', rows, [...rows.y.keys()], metric),
    columns: sliced,
    ...(worst && { worst: worstSlices(rows, searched.map(slicesOfColumn)) }),
    notices: [...oneSliceNotices(sliced), ...oneClassNotices(rows, model.classes[positive])],
  };
}

function slicedColumn(
  rows: SlicedRows,
  { column, kind, names, codes }: ColumnSlices,
  metric: string,
): SlicedColumn {
  const places = names.map((): number[] => []);
  rows.rows.forEach((row, i) => {
    places[codes[row]].push(i);
  });
  // Rows of weight 0 may have been all of a slice.
  const present = names
    .map((name, s) => ({ name, places: places[s] }))
    .filter(({ places }) => places.length > 0);
  const { weights, ...unweighted } = rows;
  return {
    column,
    kind,
    slices: present.map(({ name, places }) => sliceScores(name, rows, places, metric)),
    fairness: fairnessDifferences(
      present.map(({ name, places }) => ({
        name,
        counts: countsAt(rows, places),
        counted: countsAt(unweighted, places),
      })),
      weights !== undefined,
    ),
  };
}

function oneSliceNotices(columns: readonly SlicedColumn[]): string[] {
  const alone = columns.filter(({ slices }) => slices.length === 1);
  return alone.map(
    ({ column, slices }) =>
      `column ${quote(column)} has one slice only, ${listNames([slices[0].name])}: there is nothing to compare`,
  );
}

function oneClassNotices({ y, positive }: SlicedRows, label: Label): string[] {
  const events = y.reduce((sum, c) => sum + (c === positive ? 1 : 0), 0);
  if (events > 0 && events < y.length) return [];
  return [
    `${events === 0 ? 'no row is' : 'all rows are'} of the positive class ${listNames([label])}: ` +
      `there is no ${events === 0 ? 'recall' : 'false-positive rate'} to compare`,
  ];
}
