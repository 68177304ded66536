/** A whole model: which columns it needs, and how its predictions change with them. */
import type { ExecutorOption } from '../../jobs/executor.js';
import type { Label } from '../../matrix.js';
import type { Table } from '../../tables/table.js';
import {
  checkModel,
  checkOptions,
  checkTable,
  EXECUTOR_OPTION_TYPE,
  OPTION_TYPES,
} from '../check-options.js';
import { scoreOf } from '../explanation/sampled-contributions.js';
import {
  importanceOnRows,
  labelledRows,
  type PermutationImportance,
} from '../importance/permutation-importance.js';
import { withPredictor } from '../prediction/parallel-predictor.js';
import type { TableClassifier } from '../table-classifier.js';
import { type ColumnPair, pairsOnRows } from './column-pairs.js';
import { checkedColumns, effectRows } from './effect-rows.js';
import { dependenceOnRows, type PartialDependence, shownClass } from './partial-dependence.js';

export interface ExplainModelOptions extends ExecutorOption {
  /** As of `permutationImportance`. */
  readonly metric?: string;
  /** As of `permutationImportance`. */
  readonly repeats?: number;
  /** As of `permutationImportance`. */
  readonly maxRows?: number;
  /** The class whose probability partial dependence and pairs are about; default the positive one. */
  readonly label?: Label;
  /** Columns to show the partial dependence of, by name; or how many of the most important ones. Default 4. */
  readonly columns?: number | readonly string[];
  /** Of the rows that are drawn and the permutations; default 42. */
  readonly seed?: number;
}

export interface ModelExplanation {
  readonly importance: Omit<PermutationImportance, 'notices'>;
  readonly dependence: Omit<PartialDependence, 'notices'>;
  /** Pairs of the columns of `dependence`, the strongest first. */
  readonly pairs: readonly ColumnPair[];
  /** About rows that were left out and columns or values unlike those of the training. */
  readonly notices: readonly string[];
}

const DEFAULT_COLUMNS = 4;
const ROWS = 200;
const POINTS = 20;
const CURVES = 30;

/**
 * Permutation importance of all columns of a labelled table that the model was not trained on, partial dependence on the
 * most important ones, and how much each two of these act together: `permutationImportance` and `partialDependence`
 * in one, with Friedman's H of each pair.
 *
 * @throws InputError as these
 */
export async function explainModel(
  model: TableClassifier,
  table: Table,
  options: ExplainModelOptions = {},
): Promise<ModelExplanation> {
  checkModel('explainModel', model);
  checkTable('explainModel', table);
  const { number, text, label: labelType } = OPTION_TYPES;
  checkOptions('explainModel', options, {
    ...EXECUTOR_OPTION_TYPE,
    metric: text,
    repeats: number,
    maxRows: number,
    label: labelType,
    columns: {
      expected: 'a number of columns, or an array of names',
      isValid: (value) => typeof value === 'number' || OPTION_TYPES.columnNames.isValid(value),
    },
    seed: number,
  });
  const { label, columns = DEFAULT_COLUMNS, seed = 42, executor, ...ofImportance } = options ?? {};
  if (typeof columns !== 'number') checkedColumns(model, columns, 'columns');
  const index = shownClass(model, label);
  const { notices, rows: known, ...labelled } = labelledRows(model, table);
  const importance = await importanceOnRows(model, labelled, { ...ofImportance, seed, executor });
  const rows = effectRows(model, table, { most: ROWS, seed, given: known });
  const names = typeof columns === 'number' ? importance.columns.map(({ column }) => column) : [...columns];
  const shown = typeof columns === 'number' ? columns : names.length;
  return withPredictor(
    model.classifier,
    { executor, rows: ROWS * POINTS * shown },
    async (predictor): Promise<ModelExplanation> => {
      const score = scoreOf(predictor, (P) => model.calibrated(P), index);
      const found = await dependenceOnRows(model, score, rows, {
        columns: names,
        most: shown,
        points: POINTS,
        curves: CURVES,
        seed,
      });
      const compared = found.columns.map(({ column }) => column);
      return {
        importance,
        dependence: { label: model.classes[index], ...found, rows: rows.rows.length },
        pairs: await pairsOnRows(score, rows, compared),
        notices,
      };
    },
  );
}
