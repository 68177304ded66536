/** How much a model needs each column of its table. */
import { RandomStream } from '../../engine/random/random-stream.js';
import { InputError } from '../../errors.js';
import type { ExecutorOption } from '../../jobs/executor.js';
import { type FeatureMatrix, type Label, rowsAt } from '../../matrix.js';
import { LEAST_PROBABILITY } from '../../metrics/log-loss.js';
import { stratifiedSample } from '../../tables/split/stratified-sample.js';
import type { Table } from '../../tables/table.js';
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

export interface PermutationImportanceOptions extends ExecutorOption {
  /** Permutations of each column; default 3. */
  readonly repeats?: number;
  /** Of more rows a stratified sample is taken, with at least one row of each class; default 1,000. */
  readonly maxRows?: number;
  /** Of the sample and the permutations; default 42. */
  readonly seed?: number;
}

export interface ColumnImportance {
  /** A column of the table. */
  readonly column: string;
  /** The mean increase of the log loss when the values of the column are permuted. */
  readonly importance: number;
  /** Of `importance`, over the rows; undefined for a single row. */
  readonly standardError: number | undefined;
}

export interface PermutationImportance {
  /** The largest importance first. */
  readonly columns: readonly ColumnImportance[];
  /** The log loss with all columns as they are. */
  readonly logLoss: number;
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
 *     importance = mean over rows and repeats of (-ln p_permuted(true class) + ln p(true class)).
 *
 * It works for every classifier, and includes calibration. A column that the model does not need has about 0. Of strongly
 * correlated columns each may seem unneeded, because the others remain. A date difference belongs to its later column.
 * Rows count by the model's weight column, if the table has it.
 *
 * @throws InputError as `evaluateTable`, for a table without rows, and for `repeats` or `maxRows` that are not positive integers.
 */
export async function permutationImportance(
  model: TableClassifier,
  table: Table,
  options: PermutationImportanceOptions = {},
): Promise<PermutationImportance> {
  checkModel('permutationImportance', model);
  checkTable('permutationImportance', table);
  const { number } = OPTION_TYPES;
  checkOptions('permutationImportance', options, {
    ...EXECUTOR_OPTION_TYPE,
    repeats: number,
    maxRows: number,
    seed: number,
  });
  if (table.rows === 0) throw new InputError(`${table.source}: the table has no rows: give some with labels`);
  const { classes, provenance } = model;
  const { labels } = labelsToCompare(table, provenance.target, classes);
  const found = testRoles(table, provenance.roles);
  const { part, notices } = wholePart(table, labels, found.roles);
  const { rows: known, notices: ofLabels } = knownRows(part.labels, classes, table.source, 'left out');
  const { matrix, notices: ofCells } = model.prepare(table);
  const kept = partAt(part, known);
  const importance = await importanceOnRows(
    model,
    { X: rowsAt(matrix, kept.rows), y: kept.labels, weights: kept.weights },
    options ?? {},
  );
  return { ...importance, notices: [...found.notices, ...notices, ...ofLabels, ...ofCells] };
}

/** Prepared rows of a model with labels of its classes. */
export interface LabelledRows {
  readonly X: FeatureMatrix;
  readonly y: readonly Label[];
  readonly weights?: Float64Array;
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
  const index = new Map(model.classes.map((label, c) => [label, c]));
  const codes = Int32Array.from(y, (label) => index.get(label) as number);
  const chosen = stratifiedSample(codes, model.classes.length, maxRows, new RandomStream(seed, 'rows'));
  const rows = rowsAt(X, chosen);
  const truth = chosen.map((row) => codes[row]);
  const rowWeights = Float64Array.from(chosen, (row) => weights?.[row] ?? 1);
  const groups = featuresByColumn(model.preparation.featureColumns);
  const predicted = rows.rows * (1 + groups.size * repeats);
  return withPredictor(model.classifier, { executor, rows: predicted }, async (predictor) => {
    const lossesOf = async (permuted: FeatureMatrix) => {
      const { data, columns } = model.calibrated(await predictor.predictProba(permuted));
      return Float64Array.from(
        truth,
        (c, i) => -Math.log(Math.max(LEAST_PROBABILITY, data[i * columns + c])),
      );
    };
    const before = await lossesOf(rows);
    const columns: ColumnImportance[] = [];
    for (const [column, features] of groups) {
      const random = new RandomStream(seed, `permutation of ${column}`);
      const increase = new Float64Array(rows.rows);
      for (let repeat = 0; repeat < repeats; repeat++) {
        const after = await lossesOf(permuted(rows, features, random.permutation(rows.rows)));
        after.forEach((loss, i) => {
          increase[i] += (loss - before[i]) / repeats;
        });
      }
      const { mean, standardError } = weightedMean(increase, rowWeights);
      columns.push({ column, importance: mean, standardError });
    }
    columns.sort((one, other) => other.importance - one.importance);
    return { columns, logLoss: weightedMean(before, rowWeights).mean, rows: rows.rows };
  });
}

/** Row i with these features of row order[i]. */
function permuted(X: FeatureMatrix, features: readonly number[], order: Int32Array): FeatureMatrix {
  const data = X.data.slice();
  order.forEach((from, row) => {
    for (const feature of features) data[row * X.columns + feature] = X.data[from * X.columns + feature];
  });
  return { ...X, data };
}

function weightedMean(values: Float64Array, weights: Float64Array) {
  const total = weights.reduce((sum, w) => sum + w, 0);
  const mean = values.reduce((sum, value, i) => sum + weights[i] * value, 0) / total;
  if (values.length < 2) return { mean, standardError: undefined };
  const squares = values.reduce((sum, value, i) => sum + (weights[i] * (value - mean)) ** 2, 0);
  const standardError = Math.sqrt((squares * values.length) / (values.length - 1)) / total;
  return { mean, standardError };
}
