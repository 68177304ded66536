/** How much a model needs each column of its table. */
import { RandomStream } from '../../engine/random/random-stream.js';
import { InputError } from '../../errors.js';
import type { ExecutorOption } from '../../jobs/executor.js';
import { type FeatureMatrix, floatsLike, type Label, rowsAt, rowsBetween } from '../../matrix.js';
import { tInterval } from '../../statistics/distributions/student-t.js';
import { stratifiedSample } from '../../tables/split/stratified-sample.js';
import type { Table } from '../../tables/table.js';
import { countOf, quote } from '../../text/name-list.js';
import {
  checkModel,
  checkOptions,
  checkTable,
  EXECUTOR_OPTION_TYPE,
  OPTION_TYPES,
} from '../check-options.js';
import { featuresByColumn } from '../column-features.js';
import { testRoles } from '../column-roles/test-table-roles.js';
import { partAt, wholePart } from '../part.js';
import { withPredictor } from '../prediction/parallel-predictor.js';
import type { TableClassifier } from '../table-classifier.js';
import { knownRows, labelsToCompare } from '../test-labels.js';
import { type CorrelatedColumns, correlatedColumns } from './correlated-columns.js';
import { importanceScore } from './importance-score.js';

export interface PermutationImportanceOptions extends ExecutorOption {
  /**
   * The score whose decline is the importance: a name that `scoreMetric` knows, or `cost` of a model that decides by cost.
   * Default: what the model's decision aims at, as `macro-f1`; the average precision of the positive class for floors
   * and alerts, the log loss for the most probable class.
   */
  readonly metric?: string;
  /** Permutations of each column; default 3. */
  readonly repeats?: number;
  /** Of more rows a stratified sample is taken, with at least one row of each class; default 1,000. */
  readonly maxRows?: number;
  /** Of the sample and the permutations; default 42. */
  readonly seed?: number;
}

export interface Importance {
  /** What the score loses when the values are permuted: above 0 if the model needs them. */
  readonly importance: number;
  /** Of `importance`, over other rows of the same kind and permutations; undefined for too few rows. */
  readonly standardError: number | undefined;
  /** The 95 % interval of `importance`, likewise. */
  readonly interval: readonly [low: number, high: number] | undefined;
}

export interface ColumnImportance extends Importance {
  /** A column of the table. */
  readonly column: string;
}

/** Columns that say nearly the same, permuted together. */
export interface GroupImportance extends Importance, CorrelatedColumns {}

export interface PermutationImportance {
  /** The largest importance first. */
  readonly columns: readonly ColumnImportance[];
  /** Groups of correlated columns, the largest importance first. */
  readonly groups: readonly GroupImportance[];
  /** The name of the score, one of `SCORE_METRICS`, an F-beta or `cost`. */
  readonly metric: string;
  /** The score in words, as `average precision of "fraud"`. */
  readonly title: string;
  readonly largerIsBetter: boolean;
  /** The score with all columns as they are. */
  readonly score: number;
  /** The number of rows that were used. */
  readonly rows: number;
  /** About rows that were left out and columns or values unlike those of the training. */
  readonly notices: readonly string[];
}

/**
 * Permutation importance of the columns of a labelled table that the model was not trained on (Breiman 2001, "Random
 * forests"; scikit-learn's `permutation_importance`): the values of one column, with everything made of it, are
 * permuted among the rows, and
 *
 *     importance = score - mean score of the permuted rows     (of losses and costs the other way round).
 *
 * It works for every classifier, and includes calibration and decision. A column that the model does not need has about 0.
 * Of strongly correlated columns each may seem unneeded, because the others remain: columns of which any two have a rank
 * correlation (Cramér's V of categories) of at least 0.8 are also permuted together. A date difference belongs to its later
 * column. Rows count by the model's weight column, if the table has it. Standard errors are those of the jackknife with
 * 20 groups of rows, intervals those of Student's t.
 *
 * @throws InputError as `evaluateTable`, for a table without rows, an unknown metric, and for `repeats` or `maxRows` that are not
 *   positive integers.
 */
export async function permutationImportance(
  model: TableClassifier,
  table: Table,
  options: PermutationImportanceOptions = {},
): Promise<PermutationImportance> {
  checkModel('permutationImportance', model);
  checkTable('permutationImportance', table);
  const { number, text } = OPTION_TYPES;
  checkOptions('permutationImportance', options, {
    ...EXECUTOR_OPTION_TYPE,
    metric: text,
    repeats: number,
    maxRows: number,
    seed: number,
  });
  const { notices, ...rows } = labelledRows(model, table);
  return { ...(await importanceOnRows(model, rows, options ?? {})), notices };
}

/** Prepared rows of a model with labels of its classes. */
export interface LabelledRows {
  readonly X: FeatureMatrix;
  readonly y: readonly Label[];
  readonly weights?: Float64Array;
}

/**
 * The rows of a table with a label of the model.
 *
 * @throws InputError as `permutationImportance`, but for options
 */
export function labelledRows(
  model: TableClassifier,
  table: Table,
): LabelledRows & { readonly rows: Int32Array; readonly notices: readonly string[] } {
  if (table.rows === 0) throw new InputError(`${table.source}: the table has no rows: give some with labels`);
  const { classes, provenance } = model;
  const { labels } = labelsToCompare(table, provenance.target, classes);
  const found = testRoles(table, provenance.roles);
  const { part, notices } = wholePart(table, labels, found.roles);
  const { rows: known, notices: ofLabels } = knownRows(part.labels, classes, table.source, 'left out');
  const { matrix, notices: ofCells } = model.prepare(table);
  const kept = partAt(part, known);
  return {
    X: rowsAt(matrix, kept.rows),
    y: kept.labels,
    weights: kept.weights,
    rows: kept.rows,
    notices: [...found.notices, ...notices, ...ofLabels, ...ofCells, ...tooLittle(kept.labels)],
  };
}

const FEWEST_ROWS = 20;

/** If the rows cannot show what a column is worth. */
function tooLittle(labels: readonly Label[]): string[] {
  const present = new Set(labels);
  if (present.size === 1) {
    return [
      `all rows are of ${quote(String(labels[0]))}: with one class they do not show which columns matter`,
    ];
  }
  if (labels.length >= FEWEST_ROWS) return [];
  return [`importances of ${countOf(labels.length, 'row')} are imprecise: give at least ${FEWEST_ROWS}`];
}

/** `permutationImportance` of rows that are already prepared. */
export async function importanceOnRows(
  model: TableClassifier,
  { X, y, weights }: LabelledRows,
  options: PermutationImportanceOptions = {},
): Promise<Omit<PermutationImportance, 'notices'>> {
  const { repeats = 3, maxRows = 1000, seed = 42, executor } = options;
  for (const [name, value] of Object.entries({ repeats, maxRows })) {
    if (!(Number.isInteger(value) && value > 0)) {
      throw new InputError(`${name} is ${value}: give a positive integer`);
    }
  }
  const score = importanceScore(model, options.metric);
  const index = new Map(model.classes.map((label, c) => [label, c]));
  const codes = Int32Array.from(y, (label) => index.get(label) as number);
  const chosen = stratifiedSample(codes, model.classes.length, maxRows, new RandomStream(seed, 'rows'));
  const rows = rowsAt(X, chosen);
  const scored = {
    y: chosen.map((row) => codes[row]),
    ...(weights && { weights: Float64Array.from(chosen, (row) => weights[row]) }),
  };
  const sets = jackknifeSets(scored.y, new RandomStream(seed, 'jackknife'));
  const features = featuresByColumn(model.preparation.featureColumns);
  const groups = correlatedColumns(model.preparation, rows);
  const predicted = rows.rows * (1 + (features.size + groups.length) * repeats);
  return withPredictor(model.classifier, { executor, rows: predicted }, async (predictor) => {
    const scoresOf = (P: Parameters<typeof score.of>[0]) => score.of(P, scored, sets);
    const before = scoresOf(model.calibrated(await predictor.predictProba(rows)));
    const [own] = before;
    if (own === undefined) {
      throw new InputError(
        `metric ${score.metric}: no row has a class that it needs: give rows of all classes`,
        {
          optionNames: ['metric'],
        },
      );
    }
    const measure = async (name: string, moved: readonly number[]): Promise<Importance> => {
      const random = new RandomStream(seed, `permutation of ${name}`);
      const orders = Array.from({ length: repeats }, () => random.permutation(rows.rows));
      // All permutations at once: a prediction of many rows takes less time a row.
      const all = model.calibrated(await predictor.predictProba(permuted(rows, moved, orders)));
      const after = orders.map((_, repeat) =>
        scoresOf(rowsBetween(all, repeat * rows.rows, (repeat + 1) * rows.rows)),
      );
      const sign = score.largerIsBetter ? 1 : -1;
      const losses = sets.map((_, set) => {
        const values = after.map((scores) => scores[set]);
        const old = before[set];
        if (old === undefined || values.includes(undefined)) return Number.NaN;
        return sign * (old - (values as number[]).reduce((sum, value) => sum + value / repeats, 0));
      });
      return { importance: losses[0], ...jackknifeInterval(losses) };
    };
    const columns: ColumnImportance[] = [];
    for (const [column, own] of features) columns.push({ column, ...(await measure(column, own)) });
    const together: GroupImportance[] = [];
    for (const group of groups) {
      const moved = group.columns.flatMap((column) => features.get(column) ?? []);
      together.push({ ...group, ...(await measure(group.columns.join('\n'), moved)) });
    }
    const byImportance = (one: Importance, other: Importance) => other.importance - one.importance;
    const { metric, title, largerIsBetter } = score;
    return {
      columns: columns.sort(byImportance),
      groups: together.sort(byImportance),
      metric,
      title,
      largerIsBetter,
      score: own,
      rows: rows.rows,
    };
  });
}

/** Copies of X below each other, each with these features of row i from row order[i]. */
function permuted(
  X: FeatureMatrix,
  features: readonly number[],
  orders: readonly Int32Array[],
): FeatureMatrix {
  const size = X.rows * X.columns;
  const data = floatsLike(X.data, size * orders.length);
  orders.forEach((order, repeat) => {
    const start = repeat * size;
    data.set(X.data, start);
    order.forEach((from, row) => {
      for (const feature of features) {
        data[start + row * X.columns + feature] = X.data[from * X.columns + feature];
      }
    });
  });
  return { ...X, data, rows: X.rows * orders.length };
}

const JACKKNIFE_GROUPS = 20;

/** All rows, then all but each of at most 20 groups, in which each class is spread out. */
function jackknifeSets(y: Int32Array, random: RandomStream): Int32Array[] {
  const all = Int32Array.from(y.keys());
  const groups = Math.min(JACKKNIFE_GROUPS, y.length);
  if (groups < 2) return [all];
  const order = [...random.permutation(y.length)].sort((one, other) => y[one] - y[other]);
  const groupOf = new Int32Array(y.length);
  order.forEach((row, i) => {
    groupOf[row] = i % groups;
  });
  return [all, ...Array.from({ length: groups }, (_, group) => all.filter((row) => groupOf[row] !== group))];
}

/** @param values of all rows, then without each group; NaN for none */
function jackknifeInterval([value, ...left]: readonly number[]): Omit<Importance, 'importance'> {
  const groups = left.length;
  if (groups < 2 || left.some(Number.isNaN)) return { standardError: undefined, interval: undefined };
  const mean = left.reduce((sum, each) => sum + each / groups, 0);
  const squares = left.reduce((sum, each) => sum + (each - mean) ** 2, 0);
  const standardError = Math.sqrt(((groups - 1) / groups) * squares);
  const half = tInterval(groups - 1) * standardError;
  return { standardError, interval: [value - half, value + half] };
}
