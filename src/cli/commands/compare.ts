/** `qcl-mixnet compare`: which classifier is best on a table, and which differences are significant. */
import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import { InputError } from '../../errors.js';
import { saveModel } from '../../node/model-file.js';
import { ThreadPool } from '../../node/thread-pool.js';
import type { ClassifierChoice } from '../../pipeline/comparison/classifier-choices.js';
import { CLASSIFIER_SETS, FAST_CLASSIFIERS } from '../../pipeline/comparison/classifier-sets.js';
import { DEFAULT_COMPARISON_FOLDS, DEFAULT_REPEATS } from '../../pipeline/comparison/comparison-plan.js';
import { AUTO, BEST, finalClassifier } from '../../pipeline/comparison/final-classifier.js';
import { findClassifier } from '../../pipeline/find-classifier.js';
import { scoreMetric } from '../../pipeline/score-metrics.js';
import { DEFAULT_SEED } from '../../pipeline/seeded-split.js';
import type { ComparisonReportContext } from '../../report/comparison/comparison-report.js';
import { comparisonJson } from '../../results/comparison-json.js';
import { listNames, quote } from '../../text/name-list.js';
import { compareVisibly, trainFinalVisibly } from '../compare-visibly.js';
import { interruptedExit, uninterrupted } from '../interrupt.js';
import { checkPaths } from '../options/check-paths.js';
import { classifierOptions, splitSetting } from '../options/classifier-options.js';
import { addColumnOptions, type ColumnOptions, columnOverrides } from '../options/column-options.js';
import {
  addMessageOptions,
  addTableOptions,
  append,
  type MessageOptions,
  readTableArgument,
  seconds,
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
import { settingsFor } from '../options/experiment-options.js';
import { collectNames } from '../options/name-arguments.js';
import { addThreadOptions, type ThreadOptions } from '../options/thread-options.js';
import { comparisonText, expectedOf, finalModelText } from '../output/comparison-output.js';
import { writeError, writeJson, writeResult } from '../output/output.js';
import { writeComparisonReport } from '../output/write-comparison-report.js';

interface CompareCommandOptions
  extends TableOptions,
    MessageOptions,
    ColumnOptions,
    ThreadOptions,
    DecisionSettings {
  readonly decide?: string;
  readonly target: string;
  readonly classifiers?: readonly string[];
  readonly folds: number;
  readonly repeats: number;
  readonly metric?: string;
  readonly timeLimit?: number;
  /** False for `--no-model`. */
  readonly model?: string | false;
  readonly final: string;
  readonly report?: string;
  readonly set?: readonly string[];
  readonly seed: number;
  readonly json?: boolean;
}

const DEFAULT_MODEL = 'model.safetensors';

export function addCompareCommand(program: Command): void {
  const command = program
    .command('compare')
    .description('cross-validate classifiers on a table, rank them, and save the best')
    .argument('<table>', 'CSV, TSV, JSON lines or Parquet, also .gz; - for standard input')
    .requiredOption('-t, --target <column>', 'the column to predict')
    .option('--classifiers <names>', 'comma-separated names, or fast, or all (default: fast)', collectNames)
    .option('--folds <n>', 'number of cross-validation folds', wholeNumber, DEFAULT_COMPARISON_FOLDS)
    .option(
      '--repeats <n>',
      'repetitions of the cross-validation, each with new folds',
      wholeNumber,
      DEFAULT_REPEATS,
    )
    .option('--metric <name>', 'score to rank by (default: macro-f1): see below')
    .option('--time-limit <seconds>', 'drop a classifier that takes longer (default: none)', seconds)
    .option(
      '-m, --model <file>',
      `where to save the final model (default: ${DEFAULT_MODEL}, unless it exists)`,
    )
    .option('--no-model', 'do not save a model')
    .option('--final <name>', 'classifier of the final model: auto, best, or one of those compared', AUTO)
    .option('--report <file>', 'write a report with figures: one HTML file for a browser')
    .option('--set <name=value>', 'set an option of the classifiers that have it; repeatable', append);
  addDecisionSettings(
    command.option('--decide <rule>', 'how classes are decided (default: macro-f1): see below'),
  );
  addThreadOptions(command, 'training and prediction').option(
    '--seed <n>',
    'seed of the folds and the classifiers',
    seed,
    DEFAULT_SEED,
  );
  addColumnOptions(command).option('--json', 'write the result as one JSON object');
  addMessageOptions(addTableOptions(command)).addHelpText('after', HELP).action(compare);
}

async function compare(path: string, options: CompareCommandOptions): Promise<void> {
  const classifiers = chosenClassifiers(options);
  // A name that is not valid is refused before the table is read.
  if (options.metric !== undefined) scoreMetric(options.metric);
  checkFinal(options, classifiers);
  const model = modelPath(options);
  await checkPaths(
    [
      ['the table', path],
      ['--cost-file', options.costFile],
    ],
    [
      ['--model', model],
      ['--report', options.report],
    ],
  );
  const decision = await decisionOptions(options.decide, options);
  const table = await readTableArgument(path, options);
  const shared = {
    ...decision,
    overrides: columnOverrides(options),
    memoryLimitBytes: options.memoryLimit,
    executor: new ThreadPool({ threads: options.jobs }),
  };
  const { comparison, interrupted } = await compareVisibly(
    table,
    {
      ...shared,
      target: options.target,
      manyClasses: options.manyClasses,
      classifiers,
      folds: options.folds,
      repeats: options.repeats,
      seed: options.seed,
      metric: options.metric,
      timeLimitSeconds: options.timeLimit,
    },
    options,
  );
  await uninterrupted(async () => {
    if (options.json) await writeJson(comparisonJson(comparison));
    else await writeResult(comparisonText(comparison));
    let finalModel: ComparisonReportContext['finalModel'];
    try {
      if (interrupted) {
        writeError('interrupted: no model was saved');
        throw interruptedExit();
      }
      if (model !== undefined) {
        const chosen = finalClassifier(comparison, options.final);
        const trained = await trainFinalVisibly(table, comparison, chosen, shared, options);
        await saveModel(trained, model);
        finalModel = { model: trained, file: model, expected: expectedOf(trained) };
        if (!options.json) await writeResult(finalModelText(trained, model));
      }
    } finally {
      // The comparison gets its report even if no model was saved.
      if (options.report !== undefined) {
        await writeComparisonReport(options.report, comparison, { table: tableName(path), finalModel });
        if (!options.json) await writeResult(`The report with its figures is ${options.report}.\n`);
      }
    }
  });
}

/** Each once, sets expanded, with the settings that apply to it. */
function chosenClassifiers({ classifiers = ['fast'], set = [] }: CompareCommandOptions): ClassifierChoice[] {
  const names = classifiers.flatMap((name) => CLASSIFIER_SETS.get(name) ?? [name]);
  const entries = [...new Set(names)].map(findClassifier);
  const settings = set.map(splitSetting);
  return entries.map((entry) => ({
    name: entry.name,
    options: classifierOptions(entry, settingsFor(entry, settings, entries)),
  }));
}

/** An invalid name is refused before anything is computed. */
function checkFinal({ final, model }: CompareCommandOptions, classifiers: readonly ClassifierChoice[]): void {
  if (model === false && final !== AUTO) {
    throw new InputError(`--final ${final} cannot be combined with --no-model: drop one of them`);
  }
  const names = [...new Set([AUTO, BEST, ...classifiers.map(({ name }) => name)])];
  if (names.includes(final)) return;
  throw new InputError(`--final ${quote(final)}: choose one of ${listNames(names, names.length)}`);
}

/** Undefined if no model is to be saved. An existing file of the default's name is only replaced if it is named. */
function modelPath({ model }: CompareCommandOptions): string | undefined {
  if (model === false) return undefined;
  if (model !== undefined) return model;
  if (!existsSync(DEFAULT_MODEL)) return DEFAULT_MODEL;
  throw new InputError(
    `${DEFAULT_MODEL} already exists: name a file with --model (the same name replaces it), or add --no-model`,
  );
}

const HELP = `
All classifiers are cross-validated on the same folds, and everything is fitted on the training folds only.
They are ranked by --metric; differences are tested by the corrected resampled t-test with Holm's correction.
The final model is trained on all rows: auto, an ensemble of the best of several classifiers, unless --final says
otherwise. Ctrl-C or SIGTERM reports the classifiers that are finished and saves no model.

Each classifier's probabilities are calibrated and its decision is fitted on the other folds. --decide:
${DECISION_HELP}

--metric; decisions are tuned for the first two lines, unless --decide or --cost is given:
  macro-f1, balanced-accuracy, mcc, accuracy             of decisions
  f1, f2                                                 of decisions for the positive class
  recall, precision                                      likewise, of decisions for macro F1
  log-loss, brier-score, brier-skill, calibration-error  of probabilities
  average-precision, roc-auc                             of the ranking; mean over more than two classes
  class-average-precision, class-roc-auc                 of the ranking by the positive class
  recall-at-k, precision-at-k, lift-at-k                 among the tenth of the rows ranked first

The set fast: ${FAST_CLASSIFIERS.join(', ')}.

Examples:
  $ qcl-mixnet compare events.csv --target label --model model.safetensors --report report.html
  $ qcl-mixnet compare events.csv -t label --classifiers fast,resnet --time-limit 60 --no-model
  $ qcl-mixnet compare events.csv -t label -m m.safetensors --folds 10 --final random-forest --json`;
