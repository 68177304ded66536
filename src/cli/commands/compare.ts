/** `qcl-mixnet compare`: which classifier is best on a table, and which differences are significant. */
import type { Command } from 'commander';
import { FAST_CLASSIFIERS } from '../../pipeline/comparison/classifier-sets.js';
import { AUTO } from '../../pipeline/comparison/final-classifier.js';
import { DEFAULT_COMPARISON_FOLDS, DEFAULT_REPEATS, DEFAULT_SEED } from '../../pipeline/defaults.js';
import { loadAction } from '../load-action.js';
import { addColumnOptions, type ColumnOptions } from '../options/column-options.js';
import {
  addMessageOptions,
  addRefitOption,
  addTableOptions,
  append,
  countFromZero,
  type MessageOptions,
  seconds,
  seed,
  type TableOptions,
  wholeNumber,
} from '../options/common-options.js';
import { addDecisionSettings, DECISION_HELP, type DecisionSettings } from '../options/decision-options.js';
import { collectNames } from '../options/name-arguments.js';
import { addRoleOptions, type RoleArguments } from '../options/role-options.js';
import { addThreadOptions, type ThreadOptions } from '../options/thread-options.js';
import { inEightyColumns } from '../output/terminal-text.js';

export interface CompareCommandOptions
  extends TableOptions,
    MessageOptions,
    ColumnOptions,
    RoleArguments,
    ThreadOptions,
    DecisionSettings {
  readonly decide?: string;
  readonly target: string;
  readonly classifiers?: readonly string[];
  readonly folds: number;
  readonly repeats?: number;
  readonly metric?: string;
  readonly timeLimit?: number;
  /** False for `--no-model`. */
  readonly model?: string | false;
  readonly final: string;
  readonly report?: string;
  readonly refit?: boolean;
  readonly set?: readonly string[];
  readonly seed: number;
  readonly keepRows?: number;
  readonly json?: boolean;
}

export const DEFAULT_MODEL = 'model.safetensors';

export function addCompareCommand(program: Command): void {
  const command = program
    .command('compare')
    .description('cross-validate classifiers on a table, rank them, and save the best')
    .argument('<table>', 'CSV, TSV, JSON or Parquet, also .gz or .zst; - for standard input')
    .requiredOption('-t, --target <column>', 'the column to predict')
    .option('--classifiers <names>', 'comma-separated names, or fast, or all (default: fast)', collectNames)
    .option('--folds <n>', 'number of cross-validation folds', wholeNumber, DEFAULT_COMPARISON_FOLDS)
    .option(
      '--repeats <n>',
      `repetitions of the cross-validation, each with new folds (default: ${DEFAULT_REPEATS}; 1 with --time)`,
      wholeNumber,
    )
    .option('--metric <name>', 'score to rank by (default: macro-f1): see below')
    .option(
      '--time-limit <time>',
      'drop a classifier that takes longer, such as 90, 90s or 5m (default: none)',
      seconds,
    )
    .option(
      '-m, --model <file>',
      `where to save the final model (default: ${DEFAULT_MODEL}, unless it exists)`,
    )
    .option('--no-model', 'do not save a model')
    .option('--final <name>', 'classifier of the final model: auto, best, or one of those compared', AUTO)
    .option('--report <file>', 'write a report with figures: one HTML file for a browser')
    .option('--set <name=value>', 'set an option of the classifiers that have it; repeatable', append);
  addRefitOption(command);
  addDecisionSettings(
    command.option('--decide <rule>', 'how classes are decided (default: macro-f1): see below'),
  );
  addThreadOptions(command, 'training and prediction')
    .option('--seed <n>', 'seed of the folds and the classifiers', seed, DEFAULT_SEED)
    .option(
      '--keep-rows <n>',
      'training rows that the model keeps for explanations; 0: none (default: 500, of wide tables fewer)',
      countFromZero,
    );
  addRoleOptions(addColumnOptions(command)).option('--json', 'write the result as one JSON object');
  addMessageOptions(addTableOptions(command))
    .addHelpText('after', HELP)
    .action(loadAction(async () => (await import('../actions/compare.js')).compare));
}

const HELP = `
All classifiers are cross-validated on the same folds, and everything is fitted
on the training folds only. They are ranked by --metric; differences are tested
by the corrected resampled t-test with Holm's correction. The final model is
trained on all rows: auto, an ensemble of the best of several classifiers,
unless --final says otherwise. Ctrl-C or SIGTERM reports the classifiers that
are finished and saves no model.

Each classifier's probabilities are calibrated and its decision is fitted on the
other folds. --decide:
${DECISION_HELP}

--metric; decisions are tuned for those up to f2, unless --decide or --cost is
given:
  macro-f1, balanced-accuracy, mcc, accuracy
                            of decisions
  f1, f2                    of decisions for the positive class
  recall, precision         likewise, of decisions for macro F1
  log-loss, brier-score, brier-skill, calibration-error
                            of probabilities
  average-precision, roc-auc
                            of the ranking; mean over more than two classes
  class-average-precision, class-roc-auc
                            of the ranking by the positive class
  recall-at-k, precision-at-k, lift-at-k
                            among the tenth of the rows ranked first

${inEightyColumns(`The set fast: ${FAST_CLASSIFIERS.join(', ')}.`)}

Examples:
  $ qcl-mixnet compare events.csv --target label --model model.safetensors \\
      --report report.html
  $ qcl-mixnet compare events.csv -t label --classifiers fast,resnet \\
      --time-limit 60 --no-model
  $ qcl-mixnet compare events.csv -t label -m m.safetensors --folds 10 \\
      --final random-forest --json`;
