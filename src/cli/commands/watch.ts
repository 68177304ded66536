/** `qcl-mixnet watch`: whether a table is still like that of the training. */
import { type Command, InvalidArgumentError } from 'commander';
import { loadAction } from '../load-action.js';
import {
  addMessageOptions,
  addTableOptions,
  type MessageOptions,
  probability,
  seed,
  type TableOptions,
} from '../options/common-options.js';
import { addThreadOptions, type ThreadOptions } from '../options/thread-options.js';

export interface WatchArguments extends TableOptions, MessageOptions, ThreadOptions {
  readonly reference?: string;
  readonly dates?: boolean;
  readonly alpha: number;
  readonly seed?: number;
  readonly json?: boolean;
  readonly report?: string;
}

export function addWatchCommand(program: Command): void {
  const command = program
    .command('watch')
    .description('compare a table with that of the training: what has drifted')
    .argument('<model>', 'a model that train or compare saved')
    .argument('<table>', 'rows with the columns of the training table, in any order; - for standard input')
    .option(
      '--reference <table>',
      'rows to compare with, such as those of last month (default: what the model keeps of its training table)',
    )
    .option('--dates', 'columns of dates count for the verdict too, although they move on by themselves')
    .option('--alpha <p>', 'the chance of any false alarm', level, 0.05)
    .option('--seed <n>', 'of the classifier test (default: 42)', seed)
    .option('--report <file>', 'write a page with figures')
    .option('--json', 'write the comparison as one JSON object');
  addMessageOptions(addTableOptions(addThreadOptions(command, 'prediction')))
    .addHelpText('after', HELP)
    .action(loadAction(async () => (await import('../actions/watch.js')).watch));
}

function level(text: string): number {
  const value = probability(text);
  if (!(value > 0 && value < 1)) throw new InvalidArgumentError('Give a probability between 0 and 1.');
  return value;
}

const HELP = `
Compared are every column (Kolmogorov-Smirnov or chi-squared test), the model's
probabilities, the share of alerts, and all columns together by a classifier
that tells old rows from new ones. A change counts if it is significant, after
Holm's correction over all comparisons, and large:

                                            some    strong
  population stability index of a column    0.1     0.25
  of a probability, if out of fold          0.2     0.5
  of a probability, with --reference        0.1     0.25
  alerts, times or divided by               1.5     2
  area under the curve of the classifier    0.6     0.7

Out-of-fold probabilities must also have moved by a quarter (strong: half) of
their mean absolute deviation; for small tables their limits are higher.

The verdict is the largest of these. Fewer than 20 rows give no verdict.

Exit codes: 0 no drift, or too few rows to tell; 3 some drift; 4 strong drift;
1 failed, 2 wrong use or bad input.

The table needs no target column. With one, the scores of its rows are shown
beside those of training; they do not change the verdict.

Examples:
  $ qcl-mixnet watch model.safetensors june.csv
  $ qcl-mixnet watch model.safetensors june.csv --report drift.html
  $ qcl-mixnet watch model.safetensors june.csv --reference may.csv --json`;
