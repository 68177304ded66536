/** `predict` on a table that is read block by block, in memory that does not grow with its rows. */

import { stat } from 'node:fs/promises';
import { InputError } from '../errors.js';
import { ThreadPool } from '../node/thread-pool.js';
import { predictStream, type StreamedRows } from '../pipeline/predict-stream.js';
import { withReviews } from '../pipeline/predict-table.js';
import { type PredictedRows, riskiestOfBlocks } from '../pipeline/predicted-rows.js';
import { predictionColumns } from '../results/prediction-columns.js';
import { SetCounts } from '../results/prediction-set-counts.js';
import { PredictionCounts } from '../results/prediction-summary.js';
import { BlockConflictError } from '../tables/block-conflict.js';
import { OutputColumns } from '../tables/preparation/block-columns.js';
import type { Table } from '../tables/table.js';
import { quote } from '../text/name-list.js';
import { readTableBlocksArgument } from './options/table-argument.js';
import { errorOutput, isTerminal } from './output/output.js';
import { writePredictions } from './output/prediction-writer.js';
import { StreamProgress } from './output/stream-progress.js';
import { canReadAgain, type PredictionJob, writtenColumns } from './prediction-job.js';
import { PredictionParts } from './prediction-parts.js';
import { reportPredictions } from './report-predictions.js';

/** The most floats of a block, in the table and in the matrix: 8 MB. */
const BLOCK_CELLS = 2 ** 20;
const MOST_BLOCK_ROWS = 2 ** 14;
const FEWEST_BLOCK_ROWS = 2 ** 10;
/** More riskiest rows are kept with all predictions. */
const MOST_RISKIEST = 10_000;

/** Whether no option needs all rows of the table at once. */
export function canPredictBlocks({ options, model }: PredictionJob): boolean {
  const { wholeTable, adaptPrior, novelty, reasons, sort, top } = options;
  const needsRows = adaptPrior || novelty !== undefined || reasons !== undefined;
  const isSorted = top === undefined ? sort !== undefined : 'share' in top || top.rows > MOST_RISKIEST;
  return !wholeTable && !needsRows && !isSorted && !model.decision.needsAllRows;
}

/**
 * Predicts the table block by block. What is left to predict at once is returned: the table if it is a single block;
 * `whole` if later rows change how the first ones are read, and the table can be read again.
 */
export async function predictInBlocks(job: PredictionJob): Promise<Table | 'whole' | undefined> {
  const { options, tablePath } = job;
  const progress = new StreamProgress(
    options.quiet || isShown(job) ? undefined : errorOutput,
    await sizeOf(tablePath),
  );
  const parts = options.parts === undefined ? undefined : await PredictionParts.open(options.parts, job);
  if (parts?.isComplete) {
    job.notify(`nothing to do: ${parts.state} are complete`);
    return undefined;
  }
  let isWritten = false;
  try {
    const blocks = blocksOf(job, progress);
    const [first, second] = [await blocks.next(), await blocks.next()];
    if (first.done) throw new Error('a table without rows was read');
    if (second.done && parts === undefined) return first.value;
    const all = chained(second.done ? [first.value] : [first.value, second.value], blocks);
    await predictAll(job, first.value, all, { progress, parts, onWritten: () => (isWritten = true) });
    return undefined;
  } catch (error) {
    if (!(error instanceof BlockConflictError)) throw error;
    if (options.parts !== undefined) {
      throw new InputError(
        `${error.reason}, so that the rows of the parts before would be read otherwise too: give --out and --whole-table ` +
          'instead of --parts',
        { cause: error },
      );
    }
    if (isWritten || !(await canReadAgain(tablePath))) throw error;
    return 'whole';
  } finally {
    progress.finish();
  }
}

function isShown({ options }: PredictionJob): boolean {
  return options.out === undefined && options.parts === undefined && isTerminal();
}

function blocksOf({ model, options, tablePath, named, ids }: PredictionJob, progress: StreamProgress) {
  const { featureNames, inputColumns, spelledColumns } = model.preparation;
  const width = Math.max(featureNames.length, inputColumns.length);
  const kept = new Set([...ids, ...(named === 'all' ? [] : named)]);
  return readTableBlocksArgument(tablePath, options, {
    trained: model.provenance.reading,
    spellings: named === 'all' ? 'all' : { has: (name) => kept.has(name) || spelledColumns.has(name) },
    blockRows: Math.max(FEWEST_BLOCK_ROWS, Math.min(MOST_BLOCK_ROWS, Math.floor(BLOCK_CELLS / width))),
    onBytes: (bytes) => progress.read(bytes),
  });
}

async function* chained(
  first: readonly Table[],
  rest: AsyncGenerator<Table, undefined>,
): AsyncGenerator<Table, undefined> {
  try {
    yield* first;
    yield* rest;
  } finally {
    await rest.return(undefined);
  }
}

interface Output {
  readonly progress: StreamProgress;
  readonly parts: PredictionParts | undefined;
  readonly onWritten: () => void;
}

async function predictAll(
  job: PredictionJob,
  first: Table,
  blocks: AsyncIterable<Table>,
  { progress, parts, onWritten }: Output,
): Promise<void> {
  const { model, rule, sets, options, format, writer, notify } = job;
  checkKeys(job, first);
  const { written: columnOptions, notices } = writtenColumns(job, first);
  const columns = predictionColumns(first, rule, columnOptions);
  for (const notice of [...(first.notices ?? []), ...rule.notices, ...sets.notices, ...notices])
    notify(notice);
  const stream = predictStream(model, blocks, {
    executor: new ThreadPool({ threads: options.jobs }),
    coverage: sets.coverage,
    skipRows: parts?.finishedRows,
    ...progress.expectedRows(first.rows),
  });
  const all = new PredictionCounts(rule.actions, rule.positive);
  const written = new PredictionCounts(rule.actions, rule.positive);
  const setCounts = new SetCounts(sets.coverage, model.classes.length);
  const decided = all.counted(rule.decided(progress.shown(stream.blocks)));
  const reviewed = setCounts.counted(sets.review ? withReviews(decided, sets.review) : decided);
  const isTyped = format.name === 'jsonl' || format.name === 'parquet' || options.escapeFormulas;
  const typed = isTyped
    ? typedRows(
        reviewed,
        first,
        columns.map(({ name }) => name),
      )
    : reviewed;
  const ranked =
    options.top !== undefined && 'rows' in options.top
      ? riskiestOfBlocks(typed, rule.positive, options.top.rows)
      : typed;
  const rows: AsyncIterable<PredictedRows> = written.counted<PredictedRows>(ranked);
  if (parts !== undefined) await parts.write(rows, (some) => writer(columns, some));
  else await writePredictions(writer(columns, rows), options.out, onWritten);
  progress.finish();
  const found = [...rule.notices, ...stream.notices(), ...notices];
  found.forEach(notify);
  await reportPredictions(job, { all, written, setCounts, notices: [...new Set(found)] });
}

/** Throws `BlockConflictError` if later rows of JSON may have keys that are to be kept. */
function checkKeys({ named, tablePath }: PredictionJob, first: Table): void {
  if (first.reading?.format !== 'jsonl') return;
  const present = new Set(first.columns.map(({ name }) => name));
  const absent = named === 'all' ? undefined : named.find((name) => !present.has(name));
  if (named !== 'all' && absent === undefined) return;
  throw new BlockConflictError(
    `${tablePath}: ${absent === undefined ? 'all columns are to be kept' : `column ${quote(absent)} is to be kept`}, ` +
      'but of JSON later rows may have keys that the first rows do not',
  );
}

/** The rows with kept columns of the types that the output has. */
async function* typedRows(
  blocks: AsyncIterable<StreamedRows>,
  first: Table,
  names: readonly string[],
): AsyncGenerator<StreamedRows> {
  const output = new OutputColumns(first, new Set(names));
  for await (const block of blocks) yield { ...block, table: output.typed(block.table) };
}

/** Bytes of the table; undefined if they are not known before it is read. */
async function sizeOf(path: string): Promise<number | undefined> {
  const stats = path === '-' ? undefined : await stat(path).catch(() => undefined);
  return stats?.isFile() ? stats.size : undefined;
}
