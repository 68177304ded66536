/** What raised and what lowered the predictions of rows. */
import type { ContributionScale } from '../../classifiers/contract/contributions.js';
import { argmaxRows } from '../../decision/argmax.js';
import { InputError } from '../../errors.js';
import type { ExecutorOption } from '../../jobs/executor.js';
import { type FeatureMatrix, type Label, rowsAt } from '../../matrix.js';
import { rowRange } from '../../tables/preparation/resolve-rows.js';
import { cellText, type Table } from '../../tables/table.js';
import { countOf, listNames, quote } from '../../text/name-list.js';
import {
  checkModel,
  checkOptions,
  checkTable,
  EXECUTOR_OPTION_TYPE,
  OPTION_TYPES,
} from '../check-options.js';
import { featuresByColumn } from '../column-features.js';
import { scoreReference } from '../model-scores.js';
import { withPredictor } from '../prediction/parallel-predictor.js';
import type { TableClassifier } from '../table-classifier.js';
import { backgroundOf } from './background.js';
import { sampledContributions, scoreOf } from './sampled-contributions.js';
import { type ValueRemark, valueRemark } from './value-remark.js';

export const EXPLANATION_METHODS = ['auto', 'exact', 'sampled'] as const;
export type ExplanationMethod = (typeof EXPLANATION_METHODS)[number];

export interface ExplainOptions extends ExecutorOption {
  /** Rows of the table to explain, counted from 0; default all. */
  readonly rows?: ArrayLike<number>;
  /** The class whose prediction is explained; default: of two classes the positive one, otherwise the most probable one of each row. */
  readonly label?: Label;
  /**
   * `exact`: Shapley values of trees and linear models, before calibration, in log-odds (forests: probabilities). `sampled`:
   * of the calibrated probability, by sampling permutations; for every model. Default `auto`: exact where the classifier has it.
   */
  readonly method?: ExplanationMethod;
  /** Of `sampled`: permutations of the columns, an even number; more are more precise and take longer. Default 32. */
  readonly permutations?: number;
  /** Of `sampled`; default 42. */
  readonly seed?: number;
}

export interface ColumnContribution {
  /** A column of the table. */
  readonly column: string;
  /** The cell as typed; undefined if it is missing. */
  readonly value: string | undefined;
  /** How the value compares with the training rows; undefined if it is usual. */
  readonly remark: ValueRemark | undefined;
  /** What the column adds to the prediction, with everything that is made of it. */
  readonly contribution: number;
  /** Of a sampled contribution; undefined for an exact one. */
  readonly standardError: number | undefined;
}

export interface RowExplanation {
  /** Row of the table, counted from 0. */
  readonly row: number;
  /** The class that is explained. */
  readonly label: Label;
  /** Its calibrated probability. */
  readonly probability: number;
  /** The mean prediction over the training rows, on `scale`. */
  readonly expected: number;
  /** The prediction on `scale`: `expected` plus all contributions. */
  readonly prediction: number;
  /** The largest contribution, of either sign, first. */
  readonly columns: readonly ColumnContribution[];
}

export interface Explanations {
  readonly rows: readonly RowExplanation[];
  /** Of contributions, expected values and predictions. */
  readonly scale: ContributionScale;
  readonly method: Exclude<ExplanationMethod, 'auto'>;
  /** About columns and values unlike those of the training, and about the background. */
  readonly notices: readonly string[];
}

/** Contributions of the features or columns of some rows to the prediction of one class. */
interface Found {
  readonly scale: ContributionScale;
  readonly expected: number;
  /** Rows x columns of the table. */
  readonly values: Float64Array;
  readonly standardErrors: Float64Array | undefined;
}

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
  const { classes, preparation } = model;
  const given = options.label === undefined ? undefined : checkedLabel(classes, options.label);
  const { matrix, notices } = model.prepare(table);
  const X = rowsAt(matrix, rows);
  const groups = featuresByColumn(preparation.featureColumns);
  const names = [...groups.keys()];
  const { data } = model.calibrated(await model.classifier.predictProba(X));
  const labels =
    given === undefined ? labelsToExplain(model, data, rows.length) : new Int32Array(rows.length).fill(given);
  const remark = valueRemark(model, table, rows);
  const explained: RowExplanation[] = new Array(rows.length);
  const explain = explainer(model, [...groups.values()], options);
  let last: Awaited<ReturnType<typeof explain>> | undefined;
  for (const c of new Set(labels)) {
    const places = [...labels.keys()].filter((place) => labels[place] === c);
    last = await explain(rowsAt(X, places), c);
    const { values, expected, standardErrors } = last;
    places.forEach((place, i) => {
      const own = values.subarray(i * names.length, (i + 1) * names.length);
      const columns = names.map((column, g): ColumnContribution => {
        const at = i * names.length + g;
        return {
          column,
          value: textOf(table, column, rows[place]),
          remark: remark(column, place),
          contribution: values[at],
          standardError: standardErrors?.[at],
        };
      });
      columns.sort((one, other) => Math.abs(other.contribution) - Math.abs(one.contribution));
      explained[place] = {
        row: rows[place],
        label: classes[c],
        probability: data[place * classes.length + c],
        expected,
        prediction: own.reduce((sum, value) => sum + value, expected),
        columns,
      };
    });
  }
  return {
    rows: explained,
    scale: last?.scale ?? 'probability',
    method: last?.standardErrors === undefined ? 'exact' : 'sampled',
    notices: [...(table.notices ?? []), ...notices, ...(last?.notices ?? [])],
  };
}

/** Explains rows of one class by the method of the options. */
function explainer(
  model: TableClassifier,
  groups: readonly (readonly number[])[],
  { method = 'auto', permutations = 32, seed = 42, executor }: ExplainOptions,
): (X: FeatureMatrix, c: number) => Promise<Found & { readonly notices: readonly string[] }> {
  if (!EXPLANATION_METHODS.includes(method)) {
    throw new InputError(`method is ${JSON.stringify(method)}: choose ${listNames(EXPLANATION_METHODS)}`);
  }
  if (!(Number.isInteger(permutations) && permutations >= 2 && permutations % 2 === 0)) {
    throw new InputError(`permutations is ${permutations}: give an even integer from 2`);
  }
  return async (X, c) => {
    const exact = method === 'sampled' ? undefined : await exactContributions(model, X, c, groups);
    if (exact !== undefined) return { ...exact, notices: [] };
    if (method === 'exact') {
      throw new InputError(
        `${model.classifier.name} has no exact contributions${
          model.classifier.contributions === undefined ? '' : ' in a model saved before version 0.2.0'
        }: use the method sampled`,
      );
    }
    const background = backgroundOf(model, seed);
    const predicted = X.rows * permutations * groups.length;
    return withPredictor(model.classifier, { executor, rows: predicted }, async (predictor) => {
      const score = scoreOf(predictor, (P) => model.calibrated(P), c);
      const found = await sampledContributions(score, X, groups, background, {
        pairs: permutations / 2,
        seed,
      });
      const notices = background.isSynthetic
        ? [
            'the model holds no training rows: contributions are compared with rows whose columns are drawn independently',
          ]
        : [];
      return { scale: 'probability', ...found, notices };
    });
  };
}

async function exactContributions(
  { classifier, classes }: TableClassifier,
  X: FeatureMatrix,
  c: number,
  groups: readonly (readonly number[])[],
): Promise<Found | undefined> {
  const found = await classifier.contributions?.(X, classes[c]);
  if (found === undefined) return undefined;
  const values = new Float64Array(X.rows * groups.length);
  groups.forEach((features, g) => {
    for (let row = 0; row < X.rows; row++) {
      values[row * groups.length + g] = features.reduce(
        (sum, feature) => sum + found.values[row * X.columns + feature],
        0,
      );
    }
  });
  return { scale: found.scale, expected: found.expected, values, standardErrors: undefined };
}

/** The positive class of two, otherwise the most probable one of each row. */
function labelsToExplain(
  { classes, provenance }: TableClassifier,
  data: Float32Array,
  rows: number,
): Int32Array {
  if (classes.length > 2) return argmaxRows({ data, rows, columns: classes.length });
  const { positive } = scoreReference(classes, provenance);
  return new Int32Array(rows).fill(Math.max(0, classes.indexOf(positive)));
}

function checkedRows(table: Table, given: ArrayLike<number> | undefined): Int32Array {
  if (given === undefined) return rowRange(table.rows);
  for (const row of Array.from(given)) {
    if (Number.isInteger(row) && row >= 0 && row < table.rows) continue;
    throw new InputError(
      `${table.source}: row ${row} does not exist: the table has ${countOf(table.rows, 'row')}, from 0`,
    );
  }
  return Int32Array.from(given);
}

function checkedLabel(classes: readonly Label[], label: Label): number {
  const found = classes.findIndex((each) => String(each) === String(label));
  if (found >= 0) return found;
  throw new InputError(
    `label is ${quote(String(label))}, which is not one of the classes: ${listNames(classes)}`,
  );
}

function textOf(table: Table, name: string, row: number): string | undefined {
  const column = table.columns.find((each) => each.name === name);
  return column && cellText(table, column, row);
}
