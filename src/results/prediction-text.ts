/** Predictions as CSV, TSV or JSON lines, block by block. */
import type { Label } from '../matrix.js';
import type { PredictedBlock } from '../pipeline/predict-table.js';
import type { TableFormat } from '../tables/reading/table-formats.js';
import { csvLine, tsvLine } from './csv-line.js';

export interface PredictionColumns {
  readonly classes: readonly Label[];
  /** Whether the probabilities are written too. */
  readonly proba: boolean;
}

export const PREDICTION = 'prediction';

/** Decimal digits that distinguish any two 32-bit floats. */
const FLOAT_DIGITS = 9;

/** The name of the column with the probability of a class. */
export function probabilityName(label: Label): string {
  return `probability_${label}`;
}

/**
 * The lines of all blocks, with a header in CSV and TSV. JSON lines keep numbers and booleans as such.
 *
 * @param shown the text to show for a cell of CSV and TSV, for a terminal
 */
export async function* predictionText(
  format: Exclude<TableFormat, 'parquet'>,
  { classes, proba }: PredictionColumns,
  blocks: AsyncIterable<PredictedBlock>,
  shown: (cell: string) => string = (cell) => cell,
): AsyncGenerator<string> {
  const names = [PREDICTION, ...(proba ? classes.map(probabilityName) : [])];
  const keys = names.map((name) => JSON.stringify(name));
  const line = format === 'tsv' ? tsvLine : csvLine;
  const isJson = format === 'jsonl';
  if (!isJson) yield line(names.map(shown));
  for await (const { labels, probabilities } of blocks) {
    const { data, columns } = probabilities;
    let text = '';
    labels.forEach((label, row) => {
      const cells = [isJson ? JSON.stringify(label) : shown(String(label))];
      for (let c = 0; c < columns && proba; c++) cells.push(spellFloat(data[row * columns + c]));
      text += isJson ? `{${cells.map((cell, i) => `${keys[i]}:${cell}`).join(',')}}\n` : line(cells);
    });
    yield text;
  }
}

/** The float in as few digits as bring back the same 32 bits, or at most two more. */
function spellFloat(value: number): string {
  return String(Number(value.toPrecision(FLOAT_DIGITS)));
}
