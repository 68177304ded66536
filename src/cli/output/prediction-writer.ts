/** Predictions in the format of the output, to a file or to standard output. */
import { pipeline, Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import type { PredictedRows } from '../../pipeline/predicted-rows.js';
import { writeFileAtomically } from '../../platform/node/files/write-file-atomically.js';
import type { PredictionColumn } from '../../results/prediction-columns.js';
import { loadParquetWriter, predictionParquet } from '../../results/prediction-parquet.js';
import { predictionText } from '../../results/prediction-text.js';
import { printableLine } from '../../text/printable.js';
import { abandonable } from '../interrupt.js';
import { isTerminal, writeData } from './output.js';
import type { PredictionFormat } from './prediction-format.js';

type Pieces = AsyncIterable<string | Uint8Array>;

export type PredictionWriter = (
  columns: readonly PredictionColumn[],
  rows: AsyncIterable<PredictedRows>,
) => Pieces;

/** Turns predictions into the text or bytes to be written. Throws `InputError` for a format that cannot be written. */
export async function predictionWriter(
  { name, gzip }: PredictionFormat,
  { escapeFormulas, isShown }: { readonly escapeFormulas?: boolean; readonly isShown: boolean },
): Promise<PredictionWriter> {
  if (name === 'parquet') {
    const parquet = await loadParquetWriter();
    return (columns, rows) => predictionParquet(parquet, columns, rows);
  }
  const shown = isShown && isTerminal() ? printableLine : undefined;
  return (columns, rows) => {
    const text = predictionText(name, columns, rows, { escapeFormulas, shown });
    // An error in the text ends the gzip stream as well, for its reader.
    return gzip ? pipeline(Readable.from(text), createGzip(), () => {}) : text;
  };
}

/**
 * Writes to the file `out`, completely or not at all, or to standard output. `onWritten` is called before anything is
 * written there.
 */
export async function writePredictions(
  pieces: Pieces,
  out: string | undefined,
  onWritten: () => void = () => {},
): Promise<void> {
  if (out !== undefined) {
    await abandonable(`nothing was written to ${out}`, () => writeFileAtomically(out, asBytes(pieces)));
    return;
  }
  // One piece behind, so that what is refused with the first rows leaves no header alone.
  let held: string | Uint8Array | undefined;
  for await (const piece of pieces) {
    if (held !== undefined) {
      onWritten();
      await writeData(held);
    }
    held = piece;
  }
  if (held !== undefined) await writeData(held);
}

export async function* asBytes(pieces: Pieces): AsyncGenerator<Uint8Array> {
  for await (const piece of pieces) yield typeof piece === 'string' ? Buffer.from(piece) : piece;
}
