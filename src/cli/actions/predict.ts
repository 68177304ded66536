/** The work of `qcl-mixnet predict`. */
import { pipeline, Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import { InputError } from '../../errors.js';
import type { Executor } from '../../jobs/executor.js';
import type { FeatureMatrix } from '../../matrix.js';
import { loadModel } from '../../node/model-file.js';
import { ThreadPool } from '../../node/thread-pool.js';
import { adaptPrior } from '../../pipeline/adapt-prior.js';
import { reasonsText } from '../../pipeline/explanation/reason-text.js';
import { RowExplainer } from '../../pipeline/explanation/row-explainer.js';
import { detectNovelty } from '../../pipeline/novelty/detect-novelty.js';
import { predictBlocks, withReviews } from '../../pipeline/predict-table.js';
import {
  type PredictedRows,
  riskiestRows,
  rowsInOrder,
  withNovelty,
  withReasons,
} from '../../pipeline/predicted-rows.js';
import { setRule } from '../../pipeline/prediction-sets/set-rule.js';
import type { TableClassifier } from '../../pipeline/table-classifier.js';
import { writeFileAtomically } from '../../platform/node/files/write-file-atomically.js';
import { type PredictionColumn, predictionColumns } from '../../results/prediction-columns.js';
import { loadParquetWriter, predictionParquet } from '../../results/prediction-parquet.js';
import { SetCounts } from '../../results/prediction-set-counts.js';
import { PredictionCounts, predictionSummary } from '../../results/prediction-summary.js';
import { predictionText } from '../../results/prediction-text.js';
import type { Table } from '../../tables/table.js';
import { countOf, listNames, quote } from '../../text/name-list.js';
import { printableLine } from '../../text/printable.js';
import type { PredictOptions } from '../commands/predict.js';
import { abandonable } from '../interrupt.js';
import { checkPaths } from '../options/check-paths.js';
import { notices } from '../options/common-options.js';
import { readTableArgument } from '../options/table-argument.js';
import { isTerminal, writeData, writeJson } from '../output/output.js';
import { type PredictionFormat, predictionFormat } from '../output/prediction-format.js';
import { isRanked, type PredictionRule, predictionRule, usesRisk } from '../output/prediction-rule.js';

export async function predict(modelPath: string, tablePath: string, options: PredictOptions): Promise<void> {
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
  const loaded = await loadModel(modelPath, { memoryLimitBytes: options.memoryLimit });
  const rulesOf = (model: TableClassifier) => ({
    rule: predictionRule(model, options),
    sets: setRule(model, options),
  });
  // Refuses what does not fit the model before the table is read.
  const unadapted = rulesOf(loaded);
  const ids = loaded.provenance.roles?.ids ?? [];
  const named = keep?.length === 1 && keep[0] === 'all' ? 'all' : (keep ?? []);
  const spellings = named === 'all' || options.reasons !== undefined ? 'all' : new Set([...ids, ...named]);
  const notify = notices(options);
  const trained = loaded.provenance.reading;
  const table = await readTableArgument(tablePath, options, { spellings, trained, notify });
  const executor = new ThreadPool({ threads: options.jobs });
  // A pass over the table of its own; the predictions are another one.
  const adapted = options.adaptPrior ? await adaptPrior(loaded, table, { executor }) : undefined;
  const model = adapted?.model ?? loaded;
  const { rule, sets } = adapted === undefined ? unadapted : rulesOf(adapted.model);
  const present = new Set(table.columns.map(({ name }) => name));
  const kept = named === 'all' ? named : [...ids.filter((id) => present.has(id)), ...named];
  const columns = predictionColumns(table, rule, {
    keep: kept,
    rowNumbers: options.rowNumbers || isRanked(options),
    risk: isRanked(options) ? rule.positive : undefined,
    proba: options.proba,
    sets: sets.coverage !== undefined,
    review: sets.review !== undefined,
    reasons: options.reasons !== undefined,
    novelty: options.novelty !== undefined,
  });

  const prediction = predictBlocks(model, table, { executor, coverage: sets.coverage });
  const novelty = options.novelty === undefined ? undefined : await noveltyOf(model, table, options.novelty);
  const absent = ids.filter((id) => !present.has(id));
  const found = [
    ...(adapted?.notices ?? []),
    ...rule.notices,
    ...prediction.notices,
    ...(novelty?.notices ?? []),
    ...sets.notices.filter((notice) => !prediction.notices.includes(notice)),
    ...(absent.length === 0
      ? []
      : [`id columns of the training that are not in the table: ${listNames(absent)}`]),
  ];
  found.forEach(notify);
  const all = new PredictionCounts(rule.actions, rule.positive);
  const written = new PredictionCounts(rule.actions, rule.positive);
  const decided = all.counted(rule.decided(prediction.blocks));
  const setCounts = new SetCounts(sets.coverage, model.classes.length);
  const reviewed = setCounts.counted(sets.review ? withReviews(decided, sets.review) : decided);
  const rows = isRanked(options) ? riskiestRows(reviewed, rule.positive, options.top) : rowsInOrder(reviewed);
  const counted = written.counted(rows);
  const marked = novelty === undefined ? counted : withNovelty(counted, novelty.rows);
  const pieces = writer(
    columns,
    explained(marked, model, { table, matrix: prediction.matrix }, rule, options, executor),
  );
  const expectation = () => {
    if (options.top === undefined) return;
    const label = quote(String(model.classes[rule.positive]));
    notify(
      `rows of ${label} to expect by the probabilities: ${written.expected.toFixed(1)} among the ` +
        `${countOf(written.rows, 'row')} written, ${all.expected.toFixed(1)} among all ${all.rows}`,
    );
  };
  if (out === undefined) {
    // One piece behind, so that what is refused with the first rows leaves no header alone.
    let held: string | Uint8Array | undefined;
    for await (const piece of pieces) {
      if (held !== undefined) await writeData(held);
      held = piece;
    }
    if (held !== undefined) await writeData(held);
    expectation();
    return;
  }
  await abandonable(`nothing was written to ${out}`, () => writeFileAtomically(out, asBytes(pieces)));
  expectation();
  if (!json) return;
  await writeJson(
    predictionSummary(all, written, {
      out,
      format: format.name,
      decision: rule.description,
      positive: usesRisk(options) ? model.classes[rule.positive] : undefined,
      threshold: options.threshold,
      novelty,
      ...setCounts.summary(),
      notices: found,
    }),
  );
}

/** The rows with their largest contributions: to the risk, or of several classes to the most probable one. */
function explained(
  rows: AsyncIterable<PredictedRows>,
  model: TableClassifier,
  { table, matrix }: { readonly table: Table; readonly matrix: FeatureMatrix },
  rule: PredictionRule,
  { reasons, ...options }: PredictOptions,
  executor: Executor,
): AsyncIterable<PredictedRows> {
  if (reasons === undefined) return rows;
  const label = usesRisk(options) || model.classes.length === 2 ? model.classes[rule.positive] : undefined;
  const explainer = new RowExplainer(
    model,
    table,
    { executor, ...(label !== undefined && { label }) },
    matrix,
  );
  return withReasons(rows, async (chosen) => {
    const found = await explainer.explain(chosen);
    return found.rows.map(({ columns }) => reasonsText(columns, found.scale, reasons));
  });
}

function noveltyOf(model: TableClassifier, table: Table, level: number | true) {
  return detectNovelty(model, table, level === true ? {} : { level });
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
