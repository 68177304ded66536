/** The work of `qcl-mixnet predict`. */
import { pipeline, Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import { loadModel } from '../../node/model-file.js';
import { ThreadPool } from '../../node/thread-pool.js';
import { type PredictedBlock, predictBlocks } from '../../pipeline/predict-table.js';
import type { TableClassifier } from '../../pipeline/table-classifier.js';
import { writeFileAtomically } from '../../platform/node/files/write-file-atomically.js';
import { loadParquetWriter, predictionParquet } from '../../results/prediction-parquet.js';
import { predictionText } from '../../results/prediction-text.js';
import { printableLine } from '../../text/printable.js';
import type { PredictOptions } from '../commands/predict.js';
import { abandonable } from '../interrupt.js';
import { checkPaths } from '../options/check-paths.js';
import { notices } from '../options/common-options.js';
import { readTableArgument } from '../options/table-argument.js';
import { isTerminal, writeData } from '../output/output.js';
import { predictionFormat } from '../output/prediction-format.js';

export async function predict(modelPath: string, tablePath: string, options: PredictOptions): Promise<void> {
  const { out } = options;
  await checkPaths(
    [
      ['the model', modelPath],
      ['the table', tablePath],
    ],
    [['--out', out]],
  );
  const piecesOf = await predictionWriter(options);
  const model = await loadModel(modelPath, { memoryLimitBytes: options.memoryLimit });
  const table = await readTableArgument(tablePath, options);
  const executor = new ThreadPool({ threads: options.jobs });
  const { blocks, notices: found } = predictBlocks(model, table, { executor });
  found.forEach(notices(options));
  const pieces = piecesOf(model, blocks);
  if (out === undefined) {
    for await (const piece of pieces) await writeData(piece);
    return;
  }
  await abandonable(`nothing was written to ${out}`, () => writeFileAtomically(out, asBytes(pieces)));
}

type Pieces = AsyncIterable<string | Uint8Array>;

/** Turns predictions into the text or bytes to be written. Throws `InputError` for a format that cannot be written. */
async function predictionWriter({ out, outFormat, proba = false }: PredictOptions) {
  const onTerminal = out === undefined && isTerminal();
  const { name, gzip } = predictionFormat(out, outFormat, onTerminal);
  if (name === 'parquet') {
    const parquet = await loadParquetWriter();
    return ({ classes }: TableClassifier, blocks: AsyncIterable<PredictedBlock>): Pieces =>
      predictionParquet(parquet, { classes, proba }, blocks);
  }
  return ({ classes }: TableClassifier, blocks: AsyncIterable<PredictedBlock>): Pieces => {
    const text = predictionText(name, { classes, proba }, blocks, onTerminal ? printableLine : undefined);
    // An error in the text ends the gzip stream as well, for its reader.
    return gzip ? pipeline(Readable.from(text), createGzip(), () => {}) : text;
  };
}

async function* asBytes(pieces: Pieces): AsyncGenerator<Uint8Array> {
  for await (const piece of pieces) yield typeof piece === 'string' ? Buffer.from(piece) : piece;
}
