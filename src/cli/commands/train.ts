/** `qcl-mixnet train`: a table in, a tested model out. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import { InputError } from '../../errors.js';
import { saveModel } from '../../node/model-file.js';
import { ThreadPool } from '../../node/thread-pool.js';
import { checkpointText } from '../../pipeline/checkpoint-text.js';
import { DEFAULT_CLASSIFIER, findClassifier } from '../../pipeline/find-classifier.js';
import { PROTOCOLS, type Protocol } from '../../pipeline/provenance.js';
import { DEFAULT_SEED } from '../../pipeline/seeded-split.js';
import type { TrainingOutcome } from '../../pipeline/training-outcome.js';
import type { TuningOptions } from '../../pipeline/tuning/tune.js';
import { reportJson } from '../../results/report-json.js';
import { countOf } from '../../text/name-list.js';
import { parseNumber } from '../../text/number-text.js';
import { interruptedExit, uninterrupted } from '../interrupt.js';
import { checkPaths } from '../options/check-paths.js';
import {
  classifierOptions,
  listOptions,
  splitSetting,
  type TypedOption,
} from '../options/classifier-options.js';
import { addColumnOptions, type ColumnOptions, columnOverrides } from '../options/column-options.js';
import {
  addMessageOptions,
  addTableOptions,
  append,
  type MessageOptions,
  readTableArgument,
  seed,
  type TableOptions,
  tableName,
  wholeNumber,
} from '../options/common-options.js';
import {
  addDecisionSettings,
  DECISION_HELP,
  type DecisionSettings,
  decisionOptions,
} from '../options/decision-options.js';
import { readGrid } from '../options/read-grid.js';
import { addThreadOptions, type ThreadOptions } from '../options/thread-options.js';
import { writeError, writeJson, writeResult } from '../output/output.js';
import { partsText } from '../output/parts-text.js';
import { modelScoresText } from '../output/scores-text.js';
import { tuningText } from '../output/tuning-output.js';
import { writeTrainingReport } from '../output/write-training-report.js';
import { interruptionMessage, trainVisibly } from '../train-visibly.js';

interface TrainOptions extends TableOptions, MessageOptions, ColumnOptions, DecisionSettings, ThreadOptions {
  readonly decide?: string;
  readonly target: string;
  readonly out: string;
  readonly test?: string;
  readonly testSize?: number;
  readonly protocol: Protocol;
  readonly classifier: string;
  readonly epochs?: string;
  readonly batchSize?: string;
  readonly without?: string;
  readonly timeLimit?: string;
  readonly set?: readonly string[];
  readonly tune?: boolean;
  readonly grid?: string;
  readonly folds?: number;
  readonly seed: number;
  readonly report?: string;
  readonly json?: boolean;
}

export function addTrainCommand(program: Command): void {
  const command = program
    .command('train')
    .description('train on a table, test on held-out rows, save the model')
    .argument('<table>', 'CSV, TSV, JSON lines or Parquet, also .gz; - for standard input')
    .requiredOption('-t, --target <column>', 'the column to predict')
    .requiredOption('-o, --out <model>', 'where to save the model (.safetensors)')
    .addOption(
      new Option('--test <table>', 'test on this table instead of held-out rows').conflicts('testSize'),
    )
    .option('--test-size <size>', 'held-out test rows: a fraction or a number (default: 0.2)', number)
    .addOption(
      new Option('--protocol <name>', 'choose the checkpoint on validation rows, or (paper) on the test rows')
        .choices(PROTOCOLS)
        .default('honest'),
    )
    .option(
      '--classifier <name>',
      'classifier to train: "qcl-mixnet classifiers" lists them',
      DEFAULT_CLASSIFIER,
    )
    .option('--epochs <n>', 'passes over the training rows (default: 100)')
    .option('--batch-size <n>', 'rows per training step (default: 64)')
    .option('--without <parts>', 'parts to remove: quantum, mixup or attention (comma-separated)')
    .option('--time-limit <seconds>', 'auto: build the ensemble from the candidates finished by then')
    .option('--set <name=value>', 'set an option of the classifier; repeatable', append)
    .option('--tune', "grid search over the classifier's own grid, by cross-validation on the training rows")
    .option(
      '--grid <file>',
      'search this grid instead: JSON, {"option": [values], ...} or a list of such objects',
    )
    .option('--folds <n>', 'cross-validation folds of the grid search (default: 3)', wholeNumber);
  addDecisionSettings(
    command.option('--decide <rule>', 'how classes are decided (default: macro-f1): see below'),
  );
  addThreadOptions(command, 'training and prediction').option(
    '--seed <n>',
    'seed of the split and the training',
    seed,
    DEFAULT_SEED,
  );
  addColumnOptions(command)
    .option('--report <file>', 'write a report with figures: one HTML file for a browser')
    .option('--json', 'write the scores as one JSON object');
  addMessageOptions(addTableOptions(command)).addHelpText('after', helpText).action(train);
}

async function train(path: string, options: TrainOptions): Promise<void> {
  const entry = findClassifier(options.classifier);
  const chosen = classifierOptions(entry, typedOptions(options));
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
    ],
  );
  const tuning = await tuningOptions(options);
  const decision = await decisionOptions(options.decide, options);
  const table = await readTableArgument(path, options);
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
      seed: options.seed,
      overrides: columnOverrides(options),
      manyClasses: options.manyClasses,
      memoryLimitBytes: options.memoryLimit,
      executor: new ThreadPool({ threads: options.jobs }),
    },
    options,
  );
  await uninterrupted(async () => {
    await saveModel(outcome.model, options.out);
    if (options.report !== undefined) {
      await writeTrainingReport(options.report, outcome, tableName(path));
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
    const context = { rows: rows.train + rows.test, columns, seconds, provenance };
    await writeJson(reportJson(outcome.scores, context));
    return;
  }
  const chosen = checkpointText(provenance);
  const parts = partsText(model.classifier);
  await writeResult(
    `${modelScoresText(outcome.scores, provenance.protocol)}\n` +
      `${parts === undefined ? '' : `${parts}\n\n`}` +
      `${provenance.tuning ? `${tuningText(provenance.tuning)}\n\n` : ''}` +
      `Trained on ${countOf(rows.train, 'row')} in ${seconds.toFixed(1)} s and tested on ${rows.test}` +
      `${chosen === undefined ? '' : `; ${chosen}`}.\n` +
      `Saved to ${options.out}.\n` +
      `${options.report === undefined ? '' : `Report: ${options.report}\n`}`,
  );
}

/** The grid search, if asked for; the grid is read before the table. */
async function tuningOptions({ tune, grid, folds }: TrainOptions): Promise<TuningOptions | undefined> {
  if (!tune && grid === undefined) {
    if (folds !== undefined)
      throw new InputError('--folds applies to a grid search: add --tune or --grid FILE');
    return undefined;
  }
  const grids = grid === undefined ? undefined : await readGrid(grid);
  return { grid: grids, gridName: grid, folds };
}

function typedOptions(options: TrainOptions): TypedOption[] {
  const shorthands = [
    { name: 'epochs', text: options.epochs, argument: '--epochs' },
    { name: 'batchSize', text: options.batchSize, argument: '--batch-size' },
    { name: 'without', text: options.without, argument: '--without' },
    { name: 'timeLimit', text: options.timeLimit, argument: '--time-limit' },
  ];
  const given = shorthands.flatMap(({ text, ...rest }) => (text === undefined ? [] : [{ ...rest, text }]));
  return [...given, ...(options.set ?? []).map(splitSetting)];
}

function number(text: string): number {
  const value = parseNumber(text);
  if (Number.isNaN(value)) throw new InvalidArgumentError('Give a number.');
  return value;
}

function helpText(): string {
  const entry = findClassifier(DEFAULT_CLASSIFIER);
  return `
Examples:
  $ qcl-mixnet train events.csv --target label --out model.safetensors
  $ qcl-mixnet train train.csv.gz --test test.csv.gz -t label -o model.safetensors --json
  $ qcl-mixnet train events.csv -t label -o m.safetensors --categorical zip,code --drop id
  $ qcl-mixnet train events.csv -t label -o m.safetensors --set classWeight=balanced --set focalGamma=2
  $ qcl-mixnet train events.csv -t label -o m.safetensors --classifier xgboost --tune
  $ qcl-mixnet train events.csv -t label -o m.safetensors --decide 'recall>=0.8' --confidence 0.9
  $ qcl-mixnet train events.csv -t label -o m.safetensors --cost 'yes:no=100,no:yes=5'
  $ qcl-mixnet train events.csv -t label -o m.safetensors --report report.html

Probabilities are calibrated and the decision is fitted on out-of-fold predictions of the training rows. --decide:
${DECISION_HELP}

Ctrl-C or SIGTERM keeps the best checkpoint so far and saves it.

Options of ${entry.name} for --set ("qcl-mixnet classifiers NAME" lists those of another classifier):
${listOptions(entry)}`;
}
