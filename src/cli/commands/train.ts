/** `qcl-mixnet train`: a table in, a tested model out. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import { DEFAULT_QUALITY, QUALITIES } from '../../classifiers/ensembles/auto/qualities.js';
import { DEFAULT_CLASSIFIER, DEFAULT_SEED, PROTOCOLS, SEARCH_METHODS } from '../../pipeline/defaults.js';
import type { Protocol } from '../../pipeline/provenance.js';
import type { SearchMethod } from '../../pipeline/tuning/search-options.js';
import { parseNumber } from '../../text/number-text.js';
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
import { addRoleOptions, type RoleArguments } from '../options/role-options.js';
import { addThreadOptions, type ThreadOptions } from '../options/thread-options.js';

export interface TrainOptions
  extends TableOptions,
    MessageOptions,
    ColumnOptions,
    RoleArguments,
    DecisionSettings,
    ThreadOptions {
  readonly decide?: string;
  readonly target: string;
  readonly out: string;
  readonly test?: string;
  readonly testSize?: number;
  readonly protocol: Protocol;
  readonly classifier: string;
  readonly quality?: string;
  readonly epochs?: string;
  readonly batchSize?: string;
  readonly without?: string;
  readonly refit?: boolean;
  readonly timeLimit?: number;
  readonly set?: readonly string[];
  readonly tune?: boolean;
  readonly grid?: string;
  readonly folds?: number;
  readonly search?: SearchMethod;
  readonly trials?: number;
  readonly budget?: number;
  readonly searchLog?: string;
  readonly seed: number;
  readonly keepRows?: number;
  readonly report?: string;
  readonly json?: boolean;
}

export function addTrainCommand(program: Command): void {
  const command = program
    .command('train')
    .description('train on a table, test on held-out rows, save the model')
    .argument('<table>', 'CSV, TSV, JSON or Parquet, also .gz or .zst; - for standard input')
    .requiredOption('-t, --target <column>', 'the column to predict')
    .requiredOption('-o, --out <model>', 'where to save the model (.safetensors)')
    .addOption(
      new Option('--test <table>', 'test on this table instead of held-out rows').conflicts('testSize'),
    )
    .option('--test-size <size>', 'held-out test rows: a fraction or a number (default: 0.2)', number)
    .addOption(
      new Option(
        '--protocol <name>',
        'train on all training rows, or (paper) let the test rows choose the checkpoint',
      )
        .choices(PROTOCOLS)
        .default('honest'),
    )
    .option(
      '--classifier <name>',
      'classifier to train, by default an ensemble: "qcl-mixnet classifiers" lists them',
      DEFAULT_CLASSIFIER,
    )
    .addOption(
      new Option(
        '--quality <preset>',
        `auto: fewer or more candidates (default: ${DEFAULT_QUALITY})`,
      ).choices(QUALITIES),
    )
    .option(
      '--time-limit <time>',
      'auto: for the whole training without reading, such as 90, 90s, 5m or 1h: what cannot be finished is left out',
      seconds,
    )
    .option('--epochs <n>', 'of a network: passes over the training rows (default: 100)')
    .option('--batch-size <n>', 'of a network: rows per training step (default: 64)')
    .option('--without <parts>', 'of qcl-mixnet: parts to remove: quantum, mixup or attention')
    .option('--set <name=value>', 'set an option of the classifier; repeatable', append)
    .option('--tune', "grid search over the classifier's own grid, by cross-validation on the training rows")
    .option(
      '--grid <file>',
      'search this grid instead: JSON, {"option": [values], ...} or a list of such objects',
    )
    .option('--folds <n>', 'cross-validation folds of the search (default: 3)', wholeNumber)
    .addOption(
      new Option(
        '--search <method>',
        'search the whole space of options instead of a grid, until --trials or --budget: see below',
      )
        .choices(SEARCH_METHODS)
        .conflicts(['tune', 'grid']),
    )
    .option('--trials <n>', 'of --search: settings to try', wholeNumber)
    .option('--budget <time>', 'of --search: its time, such as 90, 90s, 5m or 1h', seconds)
    .option('--search-log <file>', 'of --search: keep every trial here, and go on where it was stopped');
  addRefitOption(command);
  addDecisionSettings(
    command.option('--decide <rule>', 'how classes are decided (default: macro-f1): see below'),
  );
  addThreadOptions(command, 'training and prediction')
    .option('--seed <n>', 'seed of the split and the training', seed, DEFAULT_SEED)
    .option(
      '--keep-rows <n>',
      'training rows that the model keeps for explanations; 0: none (default: 500, of wide tables fewer)',
      countFromZero,
    );
  addRoleOptions(addColumnOptions(command))
    .option('--report <file>', 'write a report with figures: one HTML file for a browser')
    .option('--json', 'write the scores as one JSON object');
  addMessageOptions(addTableOptions(command))
    .addHelpText('after', HELP)
    .action(loadAction(async () => (await import('../actions/train.js')).train));
}

function number(text: string): number {
  const value = parseNumber(text);
  if (Number.isNaN(value)) throw new InvalidArgumentError('Give a number.');
  return value;
}

const HELP = `
Examples:
  $ qcl-mixnet train events.csv --target label --out model.safetensors
  $ qcl-mixnet train train.csv.gz --test test.csv.gz -t label \\
      -o model.safetensors --json
  $ qcl-mixnet train events.csv -t label -o m.safetensors \\
      --categorical zip,code --id id
  $ qcl-mixnet train visits.csv -t label -o m.safetensors \\
      --group patient --id visit
  $ qcl-mixnet train sales.csv -t label -o m.safetensors \\
      --time date --weight amount
  $ qcl-mixnet train events.csv -t label -o m.safetensors --quality best
  $ qcl-mixnet train events.csv -t label -o m.safetensors --time-limit 5m
  $ qcl-mixnet train events.csv -t label -o m.safetensors \\
      --classifier qcl-mixnet --set focalGamma=2
  $ qcl-mixnet train events.csv -t label -o m.safetensors \\
      --classifier boosting --set classWeight=bad:5,good:1
  $ qcl-mixnet train events.csv -t label -o m.safetensors \\
      --classifier xgboost --tune
  $ qcl-mixnet train events.csv -t label -o m.safetensors \\
      --classifier xgboost --search halving --budget 5m --search-log s.jsonl
  $ qcl-mixnet train events.csv -t label -o m.safetensors \\
      --decide 'recall>=0.8' --confidence 0.9
  $ qcl-mixnet train events.csv -t label -o m.safetensors \\
      --cost 'yes:no=100,no:yes=5'
  $ qcl-mixnet train events.csv -t label -o m.safetensors --report report.html

Probabilities are calibrated and the decision is fitted on out-of-fold
predictions of the training rows. --decide:
${DECISION_HELP}

--tune, --grid and --search take the options with the best macro F1 of the most
probable class in cross-validation on the training rows, whatever --decide says.

--search draws settings from the classifier's whole space of options, the
defaults first ("qcl-mixnet classifiers NAME" shows the space). halving begins
with 1/27 of the epochs, rounds or trees (of other classifiers: of the rows) and
goes on with the best third and three times as much, until the best has all, and
so have the defaults; random gives all to every setting. --budget is the time of
the search, without the training that follows. How far it comes depends on the
machine, so its result is not the same everywhere; with --trials alone it is.
With --search-log the same command goes on where it was stopped; time that it
used counts.

Ctrl-C or SIGTERM saves the model so far: the best checkpoint of a network, or
the ensemble of the candidates that are complete. Before the first of these
there is no model, and nothing is saved but the --search-log of a search.

The options of a classifier for --set: "qcl-mixnet classifiers NAME" lists
them.`;
