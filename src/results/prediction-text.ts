/** Predictions as CSV, TSV or JSON lines, block by block. */
import type { PredictedRows } from '../pipeline/predicted-rows.js';
import type { TableFormat } from '../tables/reading/read-table.js';
import { csvLine, tsvLine } from './csv-line.js';
import type { PredictionColumn } from './prediction-columns.js';

export type TextFormat = Exclude<TableFormat, 'parquet'>;

/** What happens to the cells of CSV and TSV. */
export interface CellTextOptions {
  /** Whether text that a spreadsheet would take for a formula gets a leading apostrophe. Default false. */
  readonly escapeFormulas?: boolean;
  /** The text to show for a cell, for a terminal. */
  readonly shown?: (cell: string) => string;
}

/** The first characters of cells that spreadsheets run as formulas. */
const FORMULA = /^[=+\-@\t\r]/;

/** A number as JSON writes it. */
const JSON_NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?(e[+-]?\d+)?$/i;

/**
 * The lines of all blocks, with a header in CSV and TSV. JSON lines keep numbers and booleans as such, and have null for a
 * missing cell, which is empty in CSV and TSV.
 */
export function predictionText(
  format: TextFormat,
  columns: readonly PredictionColumn[],
  blocks: AsyncIterable<PredictedRows>,
  options: CellTextOptions = {},
): AsyncGenerator<string> {
  return format === 'jsonl'
    ? jsonLines(columns, blocks)
    : delimitedLines(format === 'tsv' ? tsvLine : csvLine, columns, blocks, options);
}

async function* delimitedLines(
  line: (cells: readonly string[]) => string,
  columns: readonly PredictionColumn[],
  blocks: AsyncIterable<PredictedRows>,
  { escapeFormulas = false, shown = (cell) => cell }: CellTextOptions,
): AsyncGenerator<string> {
  const harmless = (cell: string) => (escapeFormulas && FORMULA.test(cell) ? `'${cell}` : cell);
  yield line(columns.map(({ name }) => shown(harmless(name))));
  for await (const block of blocks) {
    let text = '';
    for (let i = 0; i < block.labels.length; i++) {
      const cells = columns.map((column) => {
        const cell = column.textAt(block, i);
        return shown(column.type === 'string' ? harmless(cell) : cell);
      });
      text += line(cells);
    }
    yield text;
  }
}

async function* jsonLines(
  columns: readonly PredictionColumn[],
  blocks: AsyncIterable<PredictedRows>,
): AsyncGenerator<string> {
  const keys = columns.map(({ name }) => JSON.stringify(name));
  for await (const block of blocks) {
    let text = '';
    for (let i = 0; i < block.labels.length; i++) {
      const entries = columns.map((column, c) => `${keys[c]}:${jsonCell(column, block, i)}`);
      text += `{${entries.join(',')}}\n`;
    }
    yield text;
  }
}

/** Numbers as typed if JSON has that form, so not `007`. */
function jsonCell(column: PredictionColumn, block: PredictedRows, i: number): string {
  const value = column.valueAt(block, i);
  if (typeof value !== 'number') return JSON.stringify(value);
  const text = column.textAt(block, i);
  return JSON_NUMBER.test(text) ? text : String(value);
}
