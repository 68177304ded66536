/** Predictions for the rows of a table. */

import type { RowPredictor } from '../classifiers/contract/classifier.js';
import { inTable } from '../classifiers/contract/probabilities.js';
import type { Calibrator } from '../decision/calibration/calibrator.js';
import { type Decision, decidedLabels } from '../decision/decision.js';
import { timeSlices } from '../event-loop.js';
import type { Executor, ExecutorOption } from '../jobs/executor.js';
import { type FeatureMatrix, type Label, type Matrix, rowsBetween } from '../matrix.js';
import type { Table } from '../tables/table.js';
import { checkModel, checkOptions, checkTable, EXECUTOR_OPTION_TYPE } from './check-options.js';
import { ParallelPredictor } from './prediction/parallel-predictor.js';
import type { TableClassifier } from './table-classifier.js';

/** Rows per block of `predictBlocks`. */
const BLOCK_ROWS = 8192;

export interface TablePrediction {
  /** One per row. */
  readonly labels: readonly Label[];
  /** Calibrated, rows x classes in the order of `model.classes`; each row sums to 1. */
  readonly probabilities: Matrix;
  /** Notices about this table: those of its reading, ignored columns, values that did not occur in training. */
  readonly notices: readonly string[];
}

/** Predictions for consecutive rows, in the order of the table. */
export interface PredictedBlock {
  readonly labels: readonly Label[];
  readonly probabilities: Matrix;
}

/**
 * Predictions for every row. Columns are found by name in any order; the target column may be missing and is ignored.
 *
 * @throws InputError if a column of the training table is missing, if a numeric one holds text, and for a row whose
 *   values are too extreme for the model.
 */
export async function predictTable(
  model: TableClassifier,
  table: Table,
  options: ExecutorOption = {},
): Promise<TablePrediction> {
  const { notices, blocks } = predictBlocks(model, table, options);
  const classes = model.classes.length;
  const labels: Label[] = [];
  const data = new Float32Array(table.rows * classes);
  for await (const block of blocks) {
    data.set(block.probabilities.data, labels.length * classes);
    for (const label of block.labels) labels.push(label);
  }
  return { labels, probabilities: { data, rows: table.rows, columns: classes }, notices };
}

/**
 * The same, block by block, so that results can be written early. The table is checked and prepared before this
 * returns, so a table that cannot be used leaves no partial output.
 */
export function predictBlocks(
  model: TableClassifier,
  table: Table,
  options: ExecutorOption = {},
): { readonly notices: readonly string[]; readonly blocks: AsyncIterable<PredictedBlock> } {
  checkModel('predictTable', model);
  checkTable('predictTable', table);
  checkOptions('predictTable', options, EXECUTOR_OPTION_TYPE);
  const { matrix, notices } = model.prepare(table);
  return {
    notices: [...(table.notices ?? []), ...notices],
    blocks: predictInParallel(model, matrix, options.executor),
  };
}

async function* predictInParallel(
  model: TableClassifier,
  matrix: FeatureMatrix,
  executor: Executor | undefined,
): AsyncGenerator<PredictedBlock> {
  const predictor = new ParallelPredictor(model.classifier, { executor, rows: matrix.rows });
  try {
    yield* predictMatrix(predictor, model, matrix);
  } finally {
    await predictor.close();
  }
}

/** Predictions for every row, block by block; the event loop runs in between. */
export async function* predictMatrix(
  predictor: RowPredictor,
  { calibrator, decision }: Pick<TableClassifier, 'calibrator' | 'decision'>,
  matrix: FeatureMatrix,
): AsyncGenerator<PredictedBlock> {
  const blocks = probabilityBlocks(predictor, calibrator, matrix);
  if (decision.needsAllRows) {
    yield await predictAtOnce(predictor, decision, matrix.rows, blocks);
    return;
  }
  for await (const { probabilities } of blocks) {
    yield { labels: decidedLabels(decision, probabilities, predictor.classes), probabilities };
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
  for await (const { start, probabilities } of blocks) data.set(probabilities.data, start * columns);
  const probabilities = { data, rows, columns };
  return { labels: decidedLabels(decision, probabilities, predictor.classes), probabilities };
}

interface Block {
  /** Its first row. */
  readonly start: number;
  readonly probabilities: Matrix;
}

async function* probabilityBlocks(
  predictor: RowPredictor,
  calibrator: Calibrator,
  matrix: FeatureMatrix,
): AsyncGenerator<Block> {
  const slices = timeSlices();
  for (let start = 0; start < matrix.rows; start += BLOCK_ROWS) {
    if (slices.due()) await slices.pause();
    const block = rowsBetween(matrix, start, Math.min(matrix.rows, start + BLOCK_ROWS));
    const found = await inTable(predictor.predictProba(block), start, (row) => `data row ${row + 1}`);
    yield { start, probabilities: calibrator.transform(found) };
  }
}
