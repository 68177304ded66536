/** The work of `qcl-mixnet train`. */
import { firstInTime, warmUp } from '../../classifiers/ensembles/auto/measure-start.js';
import { InputError } from '../../errors.js';
import { saveModel } from '../../node/model-file.js';
import { ThreadPool } from '../../node/thread-pool.js';
import { checkpointText } from '../../pipeline/checkpoint-text.js';
import { timeSpansText } from '../../pipeline/column-roles/time-spans.js';
import { findClassifier } from '../../pipeline/find-classifier.js';
import type { TableClassifier } from '../../pipeline/table-classifier.js';
import type { TrainingOutcome } from '../../pipeline/training-outcome.js';
import type { SearchLog } from '../../pipeline/tuning/search-log.js';
import type { SearchOptions } from '../../pipeline/tuning/search-options.js';
import type { TuningOptions } from '../../pipeline/tuning/tune.js';
import { reportJson } from '../../results/report-json.js';
import { countOf } from '../../text/name-list.js';
import { printableLine } from '../../text/printable.js';
import type { TrainOptions } from '../commands/train.js';
import { interruptedExit, uninterrupted } from '../interrupt.js';
import { checkPaths } from '../options/check-paths.js';
import { classifierOptions, splitSetting, type TypedOption } from '../options/classifier-options.js';
import { columnOverrides } from '../options/column-options.js';
import { decisionOptions } from '../options/decision-choices.js';
import { readGrid } from '../options/read-grid.js';
import { roleOptions } from '../options/role-options.js';
import { type SearchLogFile, searchLogFile } from '../options/search-log-file.js';
import { readTableArgument, tableName } from '../options/table-argument.js';
import { writeError, writeJson, writeResult } from '../output/output.js';
import { leftOutText, partsText } from '../output/parts-text.js';
import { rulesText } from '../output/rules-text.js';
import { modelScoresText } from '../output/scores-text.js';
import { inEightyColumns } from '../output/terminal-text.js';
import { tuningText } from '../output/tuning-output.js';
import { writeTrainingReport } from '../output/write-training-report.js';
import { interruptionMessage, trainVisibly } from '../train-visibly.js';

export async function train(path: string, options: TrainOptions): Promise<void> {
  const entry = findClassifier(options.classifier);
  const chosen = classifierOptions(entry, typedOptions(options), '--classifier');
  await checkPaths(
    [
      ['the table', path],
      ['--test', options.test],
      ['--grid', options.grid],
      ['--cost-file', options.costFile],
    ],
    [
      ['--out', options.out],
      ['--report', options.report],
      ['--search-log', options.searchLog],
    ],
  );
  const log = options.searchLog === undefined ? undefined : searchLogFile(options.searchLog);
  const tuning = await tuningOptions(options, log);
  const decision = await decisionOptions(options.decide, options);
  const executor = new ThreadPool({ threads: options.jobs });
  // The limit does not count the reading: the threads start meanwhile.
  const started = options.timeLimit === undefined ? undefined : warmUp(firstInTime, { executor });
  const [table] = await Promise.all([readTableArgument(path, options), started]);
  const test = options.test === undefined ? undefined : await readTableArgument(options.test, options);

  const { outcome, interrupted } = await trainVisibly(
    table,
    {
      target: options.target,
      test,
      testSize: options.testSize,
      protocol: options.protocol,
      classifier: entry.name,
      classifierOptions: chosen,
      tuning,
      ...decision,
      ...roleOptions(options),
      seed: options.seed,
      keepRows: options.keepRows,
      overrides: columnOverrides(options),
      manyClasses: options.manyClasses,
      mergeLabels: options.mergeLabels,
      memoryLimitBytes: options.memoryLimit,
      executor,
    },
    options,
    () => `no model was saved${searchRemains(options, log)}`,
  );
  await uninterrupted(async () => {
    await saveModel(outcome.model, options.out);
    if (options.report !== undefined) {
      await writeTrainingReport(options.report, outcome, tableName(path), { executor });
    }
    await report(outcome, table.columns.length - 1, options);
  });
  if (interrupted) {
    writeError(interruptionMessage(outcome, options.out));
    throw interruptedExit();
  }
}

async function report(outcome: TrainingOutcome, columns: number, options: TrainOptions): Promise<void> {
  const { model, rows, seconds } = outcome;
  const { provenance } = model;
  if (options.json) {
    const { notices } = outcome;
    const training = { ...rulesOf(model), notices };
    const context = { rows: rows.train + rows.test, columns, seconds, provenance, training };
    await writeJson(reportJson(outcome.scores, context));
    return;
  }
  const chosen = checkpointText(provenance);
  const parts = partsText(model.classifier);
  const leftOut = leftOutText(provenance);
  const times = timeSpansText(provenance.times);
  await writeResult(
    `${modelScoresText(outcome.scores, provenance.protocol)}\n` +
      `${parts === undefined ? '' : `${parts}\n\n`}` +
      `${leftOut === undefined ? '' : `${leftOut}\n\n`}` +
      `${provenance.tuning ? `${tuningText(provenance.tuning)}\n\n` : ''}` +
      `${rulesText(model)}\n\n` +
      `Trained on ${countOf(rows.train, 'row')} in ${seconds.toFixed(1)} s and tested on ${rows.test}` +
      `${chosen === undefined ? '' : `; ${chosen}`}.\n` +
      `${times === undefined ? '' : `${inEightyColumns(`Times: ${printableLine(times)}.`, '  ')}\n`}` +
      `Saved to ${options.out}.\n` +
      `${options.report === undefined ? '' : `Report: ${options.report}\n`}`,
  );
}

function rulesOf({ calibrator, decision, classes }: TableClassifier) {
  return { calibration: calibrator.describe(classes), decision: decision.describe(classes) };
}

/** The search, if asked for; a grid and a log are read before the table. */
async function tuningOptions(
  options: TrainOptions,
  log: SearchLog | undefined,
): Promise<TuningOptions | undefined> {
  const { tune, grid, folds } = options;
  const search = searchOptions(options, log);
  if (search !== undefined) return { search, folds };
  if (!tune && grid === undefined) {
    if (folds !== undefined) {
      throw new InputError('--folds applies to a search: add --tune, --grid FILE or --search METHOD');
    }
    return undefined;
  }
  const grids = grid === undefined ? undefined : await readGrid(grid);
  return { grid: grids, gridName: grid, folds };
}

/** `--search` and what belongs to it. */
function searchOptions(
  { search, trials, budget, searchLog }: TrainOptions,
  log: SearchLog | undefined,
): SearchOptions | undefined {
  if (search === undefined) {
    const [alone] = Object.entries({
      '--trials': trials,
      '--budget': budget,
      '--search-log': searchLog,
    }).find(([, value]) => value !== undefined) ?? [undefined];
    if (alone !== undefined) throw new InputError(`${alone} applies to --search: add --search halving`);
    return undefined;
  }
  if (trials === undefined && budget === undefined) {
    throw new InputError(
      `--search ${search} has no end: add --trials N, such as --trials 27, --budget TIME, such as --budget 5m, or both`,
    );
  }
  return { method: search, trials, budgetSeconds: budget, log };
}

/** What is left of a search that was interrupted before there was a model, as the end of that message. */
function searchRemains({ search }: TrainOptions, log: SearchLogFile | undefined): string {
  if (search === undefined) return '';
  if (log === undefined)
    return '; the results of the search are lost: keep them next time by --search-log FILE';
  const count = log.results();
  if (count === 0) return `; ${log.name} has no result yet`;
  return `; ${log.name} has ${countOf(count, 'result')}: the same command goes on from there`;
}

function typedOptions(options: TrainOptions): TypedOption[] {
  const shorthands = [
    { name: 'quality', text: options.quality, argument: '--quality' },
    { name: 'epochs', text: options.epochs, argument: '--epochs' },
    { name: 'batchSize', text: options.batchSize, argument: '--batch-size' },
    { name: 'without', text: options.without, argument: '--without' },
    { name: 'refit', text: options.refit?.toString(), argument: '--refit' },
    { name: 'timeLimit', text: options.timeLimit?.toString(), argument: '--time-limit' },
  ];
  const given = shorthands.flatMap(({ text, ...rest }) => (text === undefined ? [] : [{ ...rest, text }]));
  return [...given, ...(options.set ?? []).map(splitSetting)];
}
