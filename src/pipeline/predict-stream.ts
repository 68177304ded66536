/** Predictions for a table that comes in blocks, in memory that does not grow with its rows. */
import { InputError } from '../errors.js';
import { type FeatureMatrix, rowsBetween } from '../matrix.js';
import type { Table } from '../tables/table.js';
import { checkModel, checkOptions, EXECUTOR_OPTION_TYPE, OPTION_TYPES } from './check-options.js';
import { type PredictTableOptions, predictMatrix, withReviews } from './predict-table.js';
import type { PredictedRows } from './predicted-rows.js';
import { ParallelPredictor } from './prediction/parallel-predictor.js';
import { SET_OPTION_TYPES, type SetRule, setRule } from './prediction-sets/set-rule.js';
import type { TableClassifier } from './table-classifier.js';

export interface PredictStreamOptions extends PredictTableOptions {
  /** Rows to expect: whether it is worth sending the model to threads. Default: so many that it is. */
  readonly expectedRows?: number;
  /** Rows at the beginning that are checked, but not predicted: an earlier run has predicted them. Default 0. */
  readonly skipRows?: number;
}

/** Predictions for rows of one block: `rows` are its rows, `table` is the block. */
export interface StreamedRows extends PredictedRows {
  readonly table: Table;
}

export interface PredictionStream {
  /** In the order of the rows. Can be read once. */
  readonly blocks: AsyncIterable<StreamedRows>;
  /** What all rows together show, and the notices of the first block's reading; complete once `blocks` has ended. */
  readonly notices: () => readonly string[];
}

/**
 * Predicts the blocks of a table (`readTableBlocks`) as they come: the predictions are those of the whole table, wherever a
 * block ends. While threads predict a block, the next one is read; a slow reader of the predictions slows the reading.
 *
 *     const stream = predictStream(model, readTableBlocks('large.csv', { spellings: model.preparation.spelledColumns }));
 *     for await (const { labels } of stream.blocks) ...
 *
 * Delimited text needs `spellings`, as above: where later blocks make a column text, `1.0` may be another value than 1.
 *
 * @throws InputError for a decision that compares all rows of a table (alerts); from `blocks` as `predictTable`, where what
 *   only all rows show, such as dates with day and month swapped, comes at the end, and `BlockConflictError` if a later
 *   block changes how an earlier one would have been read.
 */
export function predictStream(
  model: TableClassifier,
  blocks: AsyncIterable<Table>,
  options: PredictStreamOptions = {},
): PredictionStream {
  checkModel('predictStream', model);
  checkOptions('predictStream', options, {
    ...EXECUTOR_OPTION_TYPE,
    ...SET_OPTION_TYPES,
    expectedRows: OPTION_TYPES.number,
    skipRows: OPTION_TYPES.number,
  });
  if (model.decision.needsAllRows) {
    throw new InputError(
      `the decision of the model compares all rows of a table (${model.decision.kind}): predict the whole table at once ` +
        '(predictTable), or give the model another decision',
    );
  }
  const rule = setRule(model, options);
  let notices: readonly string[] = rule.notices;
  const note = (found: readonly string[]) => {
    notices = found;
  };
  return { blocks: predicted(model, blocks, rule, options, note), notices: () => notices };
}

async function* predicted(
  model: TableClassifier,
  tables: AsyncIterable<Table>,
  rule: SetRule,
  { executor, expectedRows = Number.POSITIVE_INFINITY, skipRows = 0 }: PredictStreamOptions,
  note: (notices: readonly string[]) => void,
): AsyncGenerator<StreamedRows> {
  const preparation = model.prepareBlocks();
  const predictor = new ParallelPredictor(model.classifier, { executor, rows: expectedRows });
  const reading: string[] = [];
  let pending: Promise<readonly StreamedRows[]> | undefined;
  try {
    for await (const table of tables) {
      reading.push(...(table.notices ?? []));
      const next = rowsOfBlock(predictor, model, rule, table, preparation.prepare(table), skipRows);
      // It is awaited after the next block has been read.
      next.catch(() => undefined);
      if (pending !== undefined) yield* await pending;
      pending = next;
    }
    if (pending !== undefined) yield* await pending;
    note([...reading, ...preparation.finish(), ...rule.notices]);
  } finally {
    await predictor.close();
  }
}

/** All predictions of a block; it begins with the row of the table `table.firstRow`. */
async function rowsOfBlock(
  predictor: ParallelPredictor,
  model: TableClassifier,
  { setsOf, review }: SetRule,
  table: Table,
  matrix: FeatureMatrix,
  skipRows: number,
): Promise<StreamedRows[]> {
  const { firstRow = 0 } = table;
  let start = Math.min(table.rows, Math.max(0, skipRows - firstRow));
  const wanted = rowsBetween(matrix, start, matrix.rows);
  const found: StreamedRows[] = [];
  const blocks = predictMatrix(predictor, model, wanted, setsOf, firstRow + start);
  for await (const block of review === undefined ? blocks : withReviews(blocks, review)) {
    const first = start;
    start += block.labels.length;
    found.push({ ...block, table, rows: Uint32Array.from(block.labels, (_, i) => first + i) });
  }
  return found;
}
