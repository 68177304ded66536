/** Predictions with the rows that they belong to, in the order of the table or by risk. */
import { type AlertCapacity, alertsOf, riskiestFirst } from '../decision/alerts.js';
import { columnOf } from '../decision/class-threshold.js';
import { type Label, rowsAt, rowsBetween } from '../matrix.js';
import { type Column, cellText, type NumberSpellings, type Table } from '../tables/table.js';
import type { RowNovelty } from './novelty/detect-novelty.js';
import type { PredictedBlock } from './predict-table.js';

/** Maximum number of rows per block. */
const BLOCK_ROWS = 8192;

export interface PredictedRows extends PredictedBlock {
  /** The row of the table of each prediction, from 0. */
  readonly rows: Uint32Array;
  /** The block that has the rows, of a table that comes in blocks. */
  readonly table?: Table;
  /** What raised and lowered each prediction, in words; undefined if that was not asked for. */
  readonly reasons?: readonly string[];
  /** How unlike the training rows each row is; undefined if that was not asked for. */
  readonly novelty?: readonly RowNovelty[];
}

/** The rows of blocks that follow each other; a large block is split. */
export async function* rowsInOrder(blocks: AsyncIterable<PredictedBlock>): AsyncGenerator<PredictedRows> {
  let first = 0;
  for await (const { labels, probabilities, sets, reviewReasons } of blocks) {
    for (let start = 0; start < labels.length; start += BLOCK_ROWS) {
      const end = start + BLOCK_ROWS;
      const part = labels.slice(start, end);
      const before = first;
      first += part.length;
      yield {
        rows: Uint32Array.from(part, (_, i) => before + i),
        labels: part,
        probabilities: rowsBetween(probabilities, start, start + part.length),
        ...(sets && { sets: sets.slice(start, end) }),
        ...(reviewReasons && { reviewReasons: reviewReasons.slice(start, end) }),
      };
    }
  }
}

/**
 * The rows by decreasing risk, of equal ones the earlier first. All of them are kept in memory.
 *
 * @param positive the class (column) whose probability is the risk
 * @param most the number or the share of the rows to give; default all
 */
export async function* riskiestRows(
  blocks: AsyncIterable<PredictedBlock>,
  positive: number,
  most: AlertCapacity = { share: 1 },
): AsyncGenerator<PredictedRows> {
  const all: PredictedBlock[] = [];
  for await (const block of blocks) all.push(block);
  const rows = all.reduce((sum, { labels }) => sum + labels.length, 0);
  const columns = all[0]?.probabilities.columns ?? 0;
  const data = new Float32Array(rows * columns);
  const labels: Label[] = [];
  for (const block of all) {
    data.set(block.probabilities.data, labels.length * columns);
    for (const label of block.labels) labels.push(label);
  }
  const probabilities = { data, rows, columns };
  const sets = all.flatMap((block) => block.sets ?? []);
  const reviewReasons = all.flatMap((block) => block.reviewReasons ?? []);
  const ranked = riskiestFirst(columnOf(probabilities, positive)).subarray(0, alertsOf(most, rows));
  for (let start = 0; start < ranked.length; start += BLOCK_ROWS) {
    const part = ranked.subarray(start, start + BLOCK_ROWS);
    yield {
      rows: part,
      labels: Array.from(part, (row) => labels[row]),
      probabilities: rowsAt(probabilities, part),
      ...(sets.length > 0 && { sets: Array.from(part, (row) => sets[row]) }),
      ...(reviewReasons.length > 0 && { reviewReasons: Array.from(part, (row) => reviewReasons[row]) }),
    };
  }
}

/**
 * The `most` rows with the highest risk of a table that comes in blocks, of equal ones the earlier first. Only these are
 * kept in memory, one block each.
 */
export async function* riskiestOfBlocks(
  blocks: AsyncIterable<PredictedRows & { readonly table: Table }>,
  positive: number,
  most: number,
): AsyncGenerator<PredictedRows> {
  let best: { readonly risk: number; readonly found: PredictedRows }[] = [];
  /** The risk that a row must exceed. */
  let least = Number.NEGATIVE_INFINITY;
  const prune = () => {
    // Stable: of equal risks the earlier rows stay first.
    best = best.sort((one, other) => other.risk - one.risk).slice(0, most);
    if (best.length === most) least = best[most - 1].risk;
  };
  for await (const block of blocks) {
    const { data, columns } = block.probabilities;
    for (let i = 0; i < block.labels.length; i++) {
      const risk = data[i * columns + positive];
      if (!(risk > least)) continue;
      best.push({ risk, found: singleRow(block, i) });
      if (best.length >= 2 * most + BLOCK_ROWS) prune();
    }
    prune();
  }
  for (const { found } of best) yield found;
}

/** Prediction i of the block, with a table of that row alone. */
function singleRow(block: PredictedRows & { readonly table: Table }, i: number): PredictedRows {
  const { sets, reviewReasons } = block;
  return {
    rows: Uint32Array.of(0),
    table: rowTable(block.table, block.rows[i]),
    labels: [block.labels[i]],
    probabilities: rowsAt(block.probabilities, Int32Array.of(i)),
    ...(sets && { sets: [sets[i]] }),
    ...(reviewReasons && { reviewReasons: [reviewReasons[i]] }),
  };
}

function rowTable(table: Table, row: number): Table {
  const spellings = new Map<string, NumberSpellings>();
  const columns = table.columns.map((column): Column => {
    const text = cellText(table, column, row);
    if (column.kind === 'text') {
      const dictionary = text === undefined ? [] : [text];
      return { ...column, codes: Int32Array.of(text === undefined ? -1 : 0), dictionary };
    }
    const known = table.spellings?.get(column.name);
    if (known !== undefined && text !== undefined) {
      const { padded, isUniform } = known;
      spellings.set(column.name, { padded, isUniform, textOf: () => text });
    }
    return { kind: 'numeric', name: column.name, values: Float64Array.of(column.values[row]) };
  });
  return { rows: 1, firstRow: (table.firstRow ?? 0) + row, columns, source: table.source, spellings };
}

/** The same rows with the reasons of each. */
export async function* withReasons(
  blocks: AsyncIterable<PredictedRows>,
  reasonsOf: (rows: Int32Array) => Promise<readonly string[]>,
): AsyncGenerator<PredictedRows> {
  for await (const block of blocks) yield { ...block, reasons: await reasonsOf(Int32Array.from(block.rows)) };
}

/** The same rows with the novelty of each. */
export async function* withNovelty(
  blocks: AsyncIterable<PredictedRows>,
  ofTable: readonly RowNovelty[],
): AsyncGenerator<PredictedRows> {
  for await (const block of blocks) {
    yield { ...block, novelty: Array.from(block.rows, (row) => ofTable[row]) };
  }
}
