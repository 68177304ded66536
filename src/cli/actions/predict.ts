/** The work of `qcl-mixnet predict`. */
import { InputError } from '../../errors.js';
import type { Executor } from '../../jobs/executor.js';
import type { FeatureMatrix } from '../../matrix.js';
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
import type { TableClassifier } from '../../pipeline/table-classifier.js';
import { predictionColumns } from '../../results/prediction-columns.js';
import { SetCounts } from '../../results/prediction-set-counts.js';
import { PredictionCounts } from '../../results/prediction-summary.js';
import type { Table } from '../../tables/table.js';
import type { PredictOptions } from '../commands/predict.js';
import { checkPaths } from '../options/check-paths.js';
import { readTableArgument } from '../options/table-argument.js';
import { isRanked, type PredictionRule, usesRisk } from '../output/prediction-rule.js';
import { writePredictions } from '../output/prediction-writer.js';
import { canPredictBlocks, predictInBlocks } from '../predict-blocks.js';
import { type PredictionJob, predictionJob, rulesOf, writtenColumns } from '../prediction-job.js';
import { reportPredictions } from '../report-predictions.js';

export async function predict(modelPath: string, tablePath: string, options: PredictOptions): Promise<void> {
  checkParts(options);
  await checkPaths(
    [
      ['the model', modelPath],
      ['the table', tablePath],
    ],
    [['--out', options.out]],
  );
  // Refuses what does not fit the model before the table is read.
  const job = await predictionJob(modelPath, tablePath, options);
  if (!canPredictBlocks(job)) {
    if (options.parts !== undefined) {
      throw new InputError(
        '--parts predicts the table block by block, but an option or the decision of the model compares all rows of it: ' +
          'drop --adapt-prior, --sort, --novelty and --reasons, or write one file with --out',
      );
    }
    await predictWhole(job);
    return;
  }
  const left = await predictInBlocks(job);
  if (left !== undefined) await predictWhole(job, left === 'whole' ? undefined : left);
}

/** Throws `InputError` for options that cannot be combined. */
function checkParts({ parts, partRows, out, top, wholeTable }: PredictOptions): void {
  if (parts === undefined) {
    if (partRows !== undefined) throw new InputError('--part-rows needs --parts, the folder of the parts');
    return;
  }
  const other = [
    ['--out', out],
    ['--top', top],
    ['--whole-table', wholeTable],
  ].find(([, value]) => value !== undefined);
  if (other !== undefined)
    throw new InputError(`--parts cannot be combined with ${other[0]}: drop one of them`);
}

/** Predicts all rows at once; the table is read unless it is given. */
async function predictWhole(job: PredictionJob, read?: Table): Promise<void> {
  const { tablePath, options, model: loaded, ids, named, notify, writer } = job;
  const spellings = named === 'all' || options.reasons !== undefined ? 'all' : new Set([...ids, ...named]);
  const trained = loaded.provenance.reading;
  read?.notices?.forEach(notify);
  const table = read ?? (await readTableArgument(tablePath, options, { spellings, trained, notify }));
  const executor = new ThreadPool({ threads: options.jobs });
  // A pass over the table of its own; the predictions are another one.
  const adapted = options.adaptPrior ? await adaptPrior(loaded, table, { executor }) : undefined;
  const model = adapted?.model ?? loaded;
  const { rule, sets } = adapted === undefined ? job : rulesOf(adapted.model, options);
  const { written: columnOptions, notices } = writtenColumns({ ...job, rule, sets }, table);
  const columns = predictionColumns(table, rule, columnOptions);

  const prediction = predictBlocks(model, table, { executor, coverage: sets.coverage });
  const novelty = options.novelty === undefined ? undefined : await noveltyOf(model, table, options.novelty);
  const found = [
    ...(adapted?.notices ?? []),
    ...rule.notices,
    ...prediction.notices,
    ...(novelty?.notices ?? []),
    ...sets.notices.filter((notice) => !prediction.notices.includes(notice)),
    ...notices,
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
  await writePredictions(pieces, options.out);
  await reportPredictions({ ...job, rule }, { all, written, setCounts, novelty, notices: found });
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
