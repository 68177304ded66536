/** Predictions for the rows of a table. */

import type { RowPredictor } from '../classifiers/contract/classifier.js';
import { inTable } from '../classifiers/contract/probabilities.js';
import type { Calibrator } from '../decision/calibration/calibrator.js';
import { type Decision, decidedLabels } from '../decision/decision.js';
import type { ReviewRule } from '../decision/sets/review-rule.js';
import { timeSlices } from '../event-loop.js';
import type { Executor, ExecutorOption } from '../jobs/executor.js';
import { type FeatureMatrix, type Label, type Matrix, rowsBetween } from '../matrix.js';
import type { Table } from '../tables/table.js';
import { checkModel, checkOptions, checkTable, EXECUTOR_OPTION_TYPE } from './check-options.js';
import { ParallelPredictor } from './prediction/parallel-predictor.js';
import { SET_OPTION_TYPES, type SetOptions, type SetRule, setRule } from './prediction-sets/set-rule.js';
import type { TableClassifier } from './table-classifier.js';

/** Rows per block of `predictBlocks`. */
const BLOCK_ROWS = 8192;

export interface PredictTableOptions extends ExecutorOption, SetOptions {}

export interface TablePrediction {
  /** One per row. */
  readonly labels: readonly Label[];
  /** Calibrated, rows x classes in the order of `model.classes`; each row sums to 1. */
  readonly probabilities: Matrix;
  /** With a coverage: the prediction set of each row, in the order of `model.classes`. It can be empty. */
  readonly sets?: readonly (readonly Label[])[];
  /** With `review`: why each row is to be reviewed; empty text for a row that is not. */
  readonly reviewReasons?: readonly string[];
  /** Notices about this table: those of its reading, ignored columns, values that did not occur in training. */
  readonly notices: readonly string[];
}

/** Predictions for consecutive rows, in the order of the table. */
export type PredictedBlock = Omit<TablePrediction, 'notices'>;

export interface PredictedBlocks {
  readonly notices: readonly string[];
  readonly blocks: AsyncIterable<PredictedBlock>;
  /** All rows as the classifier takes them. */
  readonly matrix: FeatureMatrix;
}

/**
 * Predictions for every row. Columns are found by name in any order; the target column may be missing and is ignored.
 *
 * @throws InputError if a column of the training table is missing, if a numeric one holds text, and for a row whose
 *   values are too extreme for the model; for a coverage as `SetOptions` says.
 */
export async function predictTable(
  model: TableClassifier,
  table: Table,
  options: PredictTableOptions = {},
): Promise<TablePrediction> {
  const { notices, blocks } = predictBlocks(model, table, options);
  const classes = model.classes.length;
  const labels: Label[] = [];
  const data = new Float32Array(table.rows * classes);
  const sets: (readonly Label[])[] = [];
  const reviewReasons: string[] = [];
  for await (const block of blocks) {
    data.set(block.probabilities.data, labels.length * classes);
    for (const label of block.labels) labels.push(label);
    for (const set of block.sets ?? []) sets.push(set);
    for (const reason of block.reviewReasons ?? []) reviewReasons.push(reason);
  }
  return {
    labels,
    probabilities: { data, rows: table.rows, columns: classes },
    ...(sets.length > 0 && { sets }),
    ...(reviewReasons.length > 0 && { reviewReasons }),
    notices,
  };
}

/**
 * The same, block by block, so that results can be written early. The table is checked and prepared before this
 * returns, so a table that cannot be used leaves no partial output.
 */
export function predictBlocks(
  model: TableClassifier,
  table: Table,
  options: PredictTableOptions = {},
): PredictedBlocks {
  checkModel('predictTable', model);
  checkTable('predictTable', table);
  checkOptions('predictTable', options, { ...EXECUTOR_OPTION_TYPE, ...SET_OPTION_TYPES });
  const rule = setRule(model, options);
  const { matrix, notices } = model.prepare(table);
  return {
    notices: [...(table.notices ?? []), ...notices, ...rule.notices],
    blocks: predictInParallel(model, matrix, rule, options.executor),
    matrix,
  };
}

async function* predictInParallel(
  model: TableClassifier,
  matrix: FeatureMatrix,
  rule: SetRule,
  executor: Executor | undefined,
): AsyncGenerator<PredictedBlock> {
  const predictor = new ParallelPredictor(model.classifier, { executor, rows: matrix.rows });
  try {
    const blocks = predictMatrix(predictor, model, matrix, rule.setsOf);
    yield* rule.review === undefined ? blocks : withReviews(blocks, rule.review);
  } finally {
    await predictor.close();
  }
}

/**
 * Predictions for every row, block by block; the event loop runs in between. `firstRow` is the row of the table with which
 * the matrix begins, for messages.
 */
export async function* predictMatrix(
  predictor: RowPredictor,
  { calibrator, decision }: Pick<TableClassifier, 'calibrator' | 'decision'>,
  matrix: FeatureMatrix,
  setsOf?: SetRule['setsOf'],
  firstRow = 0,
): AsyncGenerator<PredictedBlock> {
  const blocks = probabilityBlocks(predictor, calibrator, matrix, setsOf, firstRow);
  if (decision.needsAllRows) {
    yield await predictAtOnce(predictor, decision, matrix.rows, blocks);
    return;
  }
  for await (const { start, ...block } of blocks) {
    yield { labels: decidedLabels(decision, block.probabilities, predictor.classes), ...block };
  }
}

/** All rows as one block, for decisions that compare them with each other. */
async function predictAtOnce(
  predictor: RowPredictor,
  decision: Decision,
  rows: number,
  blocks: AsyncIterable<Block>,
): Promise<PredictedBlock> {
  const columns = predictor.classes.length;
  const data = new Float32Array(rows * columns);
  const sets: (readonly Label[])[] = [];
  for await (const block of blocks) {
    data.set(block.probabilities.data, block.start * columns);
    for (const set of block.sets ?? []) sets.push(set);
  }
  const probabilities = { data, rows, columns };
  const labels = decidedLabels(decision, probabilities, predictor.classes);
  return { labels, probabilities, ...(sets.length > 0 && { sets }) };
}

interface Block extends Pick<PredictedBlock, 'probabilities' | 'sets'> {
  /** Its first row. */
  readonly start: number;
}

async function* probabilityBlocks(
  predictor: RowPredictor,
  calibrator: Calibrator,
  matrix: FeatureMatrix,
  setsOf: SetRule['setsOf'],
  firstRow: number,
): AsyncGenerator<Block> {
  for await (const { start, found } of uncalibratedBlocks(predictor, matrix, firstRow)) {
    const sets = setsOf?.(found);
    yield { start, probabilities: calibrator.transform(found), ...(sets && { sets }) };
  }
}

/** The probabilities of the classifier for every row, block by block; the event loop runs in between. */
export async function* uncalibratedBlocks(
  predictor: RowPredictor,
  matrix: FeatureMatrix,
  firstRow = 0,
): AsyncGenerator<{ readonly start: number; readonly found: Matrix }> {
  const slices = timeSlices();
  for (let start = 0; start < matrix.rows; start += BLOCK_ROWS) {
    if (slices.due()) await slices.pause();
    const block = rowsBetween(matrix, start, Math.min(matrix.rows, start + BLOCK_ROWS));
    const found = await inTable(predictor.predictProba(block), start, (row) => dataRow(firstRow + row));
    yield { start, found };
  }
}

/** A row in messages. */
export function dataRow(row: number): string {
  return `data row ${row + 1}`;
}

/** The same blocks with the reasons of rows that are to be reviewed. */
export async function* withReviews<Block extends PredictedBlock>(
  blocks: AsyncIterable<Block>,
  review: ReviewRule,
): AsyncGenerator<Block> {
  for await (const block of blocks) yield { ...block, reviewReasons: review.reasons(block) };
}
