/** `qcl-mixnet predict`: predicts each row of a table. */
import { pipeline, Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import { type Command, Option } from 'commander';
import { InputError } from '../../errors.js';
import { loadModel } from '../../node/model-file.js';
import { ThreadPool } from '../../node/thread-pool.js';
import { predictBlocks } from '../../pipeline/predict-table.js';
import { type PredictedRows, riskiestRows, rowsInOrder } from '../../pipeline/predicted-rows.js';
import { writeFileAtomically } from '../../platform/node/files/write-file-atomically.js';
import { type PredictionColumn, predictionColumns } from '../../results/prediction-columns.js';
import { loadParquetWriter, predictionParquet } from '../../results/prediction-parquet.js';
import { PredictionCounts, predictionSummary } from '../../results/prediction-summary.js';
import { predictionText } from '../../results/prediction-text.js';
import { TABLE_FORMATS, type TableFormat } from '../../tables/reading/read-table.js';
import { printableLine } from '../../text/printable.js';
import { abandonable } from '../interrupt.js';
import { checkPaths } from '../options/check-paths.js';
import {
  addMessageOptions,
  addTableOptions,
  type MessageOptions,
  notices,
  probability,
  readTableArgument,
  type TableOptions,
  wholeNumber,
} from '../options/common-options.js';
import { collectNames } from '../options/name-arguments.js';
import { addThreadOptions, type ThreadOptions } from '../options/thread-options.js';
import { isTerminal, writeData, writeJson } from '../output/output.js';
import { type PredictionFormat, predictionFormat } from '../output/prediction-format.js';
import { isRanked, predictionRule, type RiskArguments, usesRisk } from '../output/prediction-rule.js';

interface PredictOptions extends TableOptions, MessageOptions, ThreadOptions, RiskArguments {
  readonly proba?: boolean;
  readonly keep?: string[];
  readonly rowNumbers?: boolean;
  readonly escapeFormulas?: boolean;
  readonly out?: string;
  readonly outFormat?: TableFormat;
  readonly json?: boolean;
}

export function addPredictCommand(program: Command): void {
  const command = program
    .command('predict')
    .description('predict the class of each row of a table')
    .argument('<model>', 'a model that train or compare saved')
    .argument('<table>', 'rows with the columns of the training table, in any order; - for standard input')
    .option('--proba', 'add a column probability_<class> for each class')
    .option('--keep <columns>', 'columns of the table to write too (comma-separated), or all', collectNames)
    .option('--row-numbers', 'add a column row: the data row of the table, from 1')
    .addOption(
      new Option('--sort <order>', 'order of the rows; adds the columns row and risk').choices(['risk']),
    )
    .option('--top <n>', 'only the n rows with the highest risk, sorted by it', wholeNumber)
    .option(
      '--threshold <p>',
      'predict the positive class where the risk is at least p (models of two classes)',
      probability,
    )
    .option('--positive <label>', 'the positive class: its probability is the risk (default: see below)')
    .option('-o, --out <file>', 'where to write the predictions (default: standard output)')
    .addOption(
      new Option(
        '--out-format <name>',
        'format of the predictions (default: by the extension of --out, else csv)',
      ).choices(TABLE_FORMATS),
    )
    .option('--escape-formulas', 'an apostrophe before text that a spreadsheet would run (CSV and TSV)')
    .option('--json', 'with --out: write a summary to standard output as one JSON object');
  addMessageOptions(addTableOptions(addThreadOptions(command, 'prediction')))
    .addHelpText('after', HELP)
    .action(predict);
}

async function predict(modelPath: string, tablePath: string, options: PredictOptions): Promise<void> {
  const { out, keep, json } = options;
  await checkPaths(
    [
      ['the model', modelPath],
      ['the table', tablePath],
    ],
    [['--out', out]],
  );
  const format = checkedFormat(options);
  const writer = await predictionWriter(format, options);
  const model = await loadModel(modelPath, { memoryLimitBytes: options.memoryLimit });
  const rule = predictionRule(model, options);
  const kept = keep?.length === 1 && keep[0] === 'all' ? 'all' : keep;
  const spellings = kept === 'all' ? kept : new Set(kept);
  const table = await readTableArgument(tablePath, options, { spellings });
  const columns = predictionColumns(table, rule, {
    keep: kept,
    rowNumbers: options.rowNumbers || isRanked(options),
    risk: isRanked(options) ? rule.positive : undefined,
    proba: options.proba,
  });

  const executor = new ThreadPool({ threads: options.jobs });
  const prediction = predictBlocks(model, table, { executor });
  const found = [...rule.notices, ...prediction.notices];
  found.forEach(notices(options));
  const all = new PredictionCounts(rule.actions);
  const written = new PredictionCounts(rule.actions);
  const decided = all.counted(rule.decided(prediction.blocks));
  const rows = isRanked(options) ? riskiestRows(decided, rule.positive, options.top) : rowsInOrder(decided);
  const pieces = writer(columns, written.counted(rows));
  if (out === undefined) {
    for await (const piece of pieces) await writeData(piece);
    return;
  }
  await abandonable(`nothing was written to ${out}`, () => writeFileAtomically(out, asBytes(pieces)));
  if (!json) return;
  await writeJson(
    predictionSummary(all, written, {
      out,
      format: format.name,
      decision: rule.description,
      positive: usesRisk(options) ? model.classes[rule.positive] : undefined,
      threshold: options.threshold,
      notices: found,
    }),
  );
}

/** The format of the output. Throws `InputError` for options that do not fit it. */
function checkedFormat({ out, outFormat, json, escapeFormulas }: PredictOptions): PredictionFormat {
  const format = predictionFormat(out, outFormat, out === undefined && isTerminal());
  if (json && out === undefined) {
    throw new InputError(
      '--json writes a summary to standard output: name a file for the predictions with --out ' +
        '(for predictions as JSON lines give --out-format jsonl)',
    );
  }
  if (escapeFormulas && (format.name === 'jsonl' || format.name === 'parquet')) {
    throw new InputError(`--escape-formulas is for CSV and TSV, but the format is ${format.name}: drop it`);
  }
  return format;
}

type Pieces = AsyncIterable<string | Uint8Array>;

/** Turns predictions into the text or bytes to be written. Throws `InputError` for a format that cannot be written. */
async function predictionWriter({ name, gzip }: PredictionFormat, { out, escapeFormulas }: PredictOptions) {
  if (name === 'parquet') {
    const parquet = await loadParquetWriter();
    return (columns: readonly PredictionColumn[], rows: AsyncIterable<PredictedRows>): Pieces =>
      predictionParquet(parquet, columns, rows);
  }
  const shown = out === undefined && isTerminal() ? printableLine : undefined;
  return (columns: readonly PredictionColumn[], rows: AsyncIterable<PredictedRows>): Pieces => {
    const text = predictionText(name, columns, rows, { escapeFormulas, shown });
    // An error in the text ends the gzip stream as well, for its reader.
    return gzip ? pipeline(Readable.from(text), createGzip(), () => {}) : text;
  };
}

async function* asBytes(pieces: Pieces): AsyncGenerator<Uint8Array> {
  for await (const piece of pieces) yield typeof piece === 'string' ? Buffer.from(piece) : piece;
}

const HELP = `
The extension of --out determines the format: .csv, .tsv, .jsonl (JSON lines) or .parquet; text also with .gz after it.
Kept columns come first, as typed in the table; missing cells are empty.

The risk of a row is the probability of the positive class, also if there are more than two classes. That is the class
of --positive, else the one that the model's decision is about (a floor or alerts), else the rarest in training.

Examples:
  $ qcl-mixnet predict model.safetensors new.csv > predictions.csv
  $ qcl-mixnet predict model.safetensors new.csv --keep id,amount --top 200 --out riskiest.csv
  $ qcl-mixnet predict model.safetensors new.csv --keep all --threshold 0.3 --out flagged.parquet
  $ qcl-mixnet predict model.safetensors new.csv.gz --proba --out predictions.csv --json
  $ zcat new.csv.gz | qcl-mixnet predict model.safetensors - | sort | uniq -c`;
