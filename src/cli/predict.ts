/** `qcl-mixnet predict`: a model and a table in, one prediction a row out, as CSV. */
import type { Command } from 'commander';
import { loadModel } from '../node/model-file.js';
import { assertWritable, writeFileAtomically } from '../node/write-file-atomically.js';
import { type PredictedBlock, predictBlocks } from '../pipeline/predict-table.js';
import type { TableClassifier } from '../pipeline/table-classifier.js';
import {
  addMessageOptions,
  addTableOptions,
  type MessageOptions,
  notices,
  readTableArgument,
  type TableOptions,
} from './common-options.js';
import { csvLine } from './csv-line.js';
import { writeResult } from './output.js';
import { addThreadOptions, type ThreadOptions, withPrediction } from './thread-options.js';

interface PredictOptions extends TableOptions, MessageOptions, ThreadOptions {
  readonly proba?: boolean;
  readonly out?: string;
}

/** Decimal digits that tell any two 32-bit floats apart. */
const FLOAT_DIGITS = 9;

export function addPredictCommand(program: Command): void {
  const command = program
    .command('predict')
    .description('predict the rows of a table')
    .argument('<model>', 'a model that train or compare saved')
    .argument('<table>', 'rows with the columns of the training table, in any order; - for standard input')
    .option('--proba', 'add a column probability_<class> for each class')
    .option('-o, --out <file>', 'where to write the CSV (default: standard output)');
  addMessageOptions(addTableOptions(addThreadOptions(command)))
    .addHelpText(
      'after',
      `
Examples:
  $ qcl-mixnet predict model.safetensors new.csv > predictions.csv
  $ qcl-mixnet predict model.safetensors new.csv.gz --proba --out predictions.csv
  $ zcat new.csv.gz | qcl-mixnet predict model.safetensors - | sort | uniq -c`,
    )
    .action(predict);
}

async function predict(modelPath: string, tablePath: string, options: PredictOptions): Promise<void> {
  if (options.out !== undefined) await assertWritable(options.out);
  const model = await loadModel(modelPath, { memoryLimitBytes: options.memoryLimit });
  const table = await readTableArgument(tablePath, options);
  await withPrediction(model, options, async (predictorFor) => {
    const { blocks, notices: found } = predictBlocks(model, table, predictorFor);
    found.forEach(notices(options));
    await writePredictions(model, blocks, options);
  });
}

async function writePredictions(
  model: TableClassifier,
  blocks: AsyncIterable<PredictedBlock>,
  options: PredictOptions,
): Promise<void> {
  const names = options.proba ? model.classes.map((label) => `probability_${label}`) : [];
  const text = csvBlocks(['prediction', ...names], blocks, options.proba === true);
  if (options.out === undefined) {
    for await (const piece of text) await writeResult(piece);
    return;
  }
  const pieces: Buffer[] = [];
  for await (const piece of text) pieces.push(Buffer.from(piece));
  await writeFileAtomically(options.out, Buffer.concat(pieces));
}

async function* csvBlocks(
  header: readonly string[],
  blocks: AsyncIterable<PredictedBlock>,
  proba: boolean,
): AsyncGenerator<string> {
  yield csvLine(header);
  for await (const { labels, probabilities } of blocks) {
    const { data, columns } = probabilities;
    let text = '';
    labels.forEach((label, row) => {
      const cells = [String(label)];
      if (proba) {
        for (let c = 0; c < columns; c++) cells.push(spellFloat(data[row * columns + c]));
      }
      text += csvLine(cells);
    });
    yield text;
  }
}

/** The float in as few digits as bring back the same 32 bits, or at most two more. */
function spellFloat(value: number): string {
  return String(Number(value.toPrecision(FLOAT_DIGITS)));
}
