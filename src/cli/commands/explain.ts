/** `qcl-mixnet explain`: what raised and lowered the predictions of rows. */
import { type Command, Option } from 'commander';
import { loadAction } from '../load-action.js';
import {
  addMessageOptions,
  addTableOptions,
  countFromZero,
  type MessageOptions,
  rowsOrShare,
  seed,
  type TableOptions,
  wholeNumber,
} from '../options/common-options.js';
import { collectNames } from '../options/name-arguments.js';
import { addThreadOptions, type ThreadOptions } from '../options/thread-options.js';

export interface ExplainArguments extends TableOptions, MessageOptions, ThreadOptions {
  readonly row?: number[];
  readonly top?: { readonly rows: number } | { readonly share: number };
  readonly columns: number;
  readonly similar: number;
  readonly class?: string;
  readonly method: 'auto' | 'exact' | 'sampled';
  readonly permutations?: number;
  readonly seed?: number;
  readonly vary?: readonly string[];
  readonly to?: string;
  readonly json?: boolean;
}

export function addExplainCommand(program: Command): void {
  const command = program
    .command('explain')
    .description('show what raised and lowered the predictions of rows')
    .argument('<model>', 'a model that train or compare saved')
    .argument('<table>', 'rows with the columns of the training table, in any order; - for standard input')
    .option(
      '--row <n>',
      'a data row of the table, from 1; can be repeated (default: the 10 rows of --top)',
      (text: string, before: number[] = []) => [...before, wholeNumber(text)],
    )
    .option('--top <rows>', 'the rows with the highest risk: 20, or 1% of them', rowsOrShare)
    .option('--columns <n>', 'columns shown of each row, the largest contributions first', wholeNumber, 5)
    .option(
      '--similar <n>',
      'of how many training rows like it the classes are counted; 0: none',
      countFromZero,
      10,
    )
    .option('--class <label>', 'the class whose prediction is explained (default: see below)')
    .addOption(
      new Option('--method <name>', 'how contributions are computed (see below)')
        .choices(['auto', 'exact', 'sampled'])
        .default('auto'),
    )
    .option(
      '--permutations <n>',
      'of sampled: more are more precise and take longer (default: 32)',
      wholeNumber,
    )
    .option('--seed <n>', 'of sampled (default: 42)', seed)
    .option(
      '--vary <columns>',
      'show the smallest change of these columns (comma-separated) that flips the decision of each row',
      collectNames,
    )
    .option('--to <label>', 'the decision that --vary looks for (default: any other)')
    .option('--json', 'write all columns of the rows as one JSON object');
  addMessageOptions(addTableOptions(addThreadOptions(command, 'prediction')))
    .addHelpText('after', HELP)
    .action(loadAction(async () => (await import('../actions/explain.js')).explain));
}

const HELP = `
Contributions are Shapley values: they add up to the difference between the
prediction of the row and the mean prediction of the training rows. Everything
that is made of a column counts for it, and correlated columns share what they
have in common.

exact    for trees, boosting and logistic regression, before calibration: as
         factors of the odds; forests: in probability
sampled  for every model, of the calibrated probability, with a standard error
auto     exact where the classifier has it, otherwise sampled

The class is the positive one of two, otherwise the most probable one of each
row.

Similar training rows are the nearest of those that the model holds (train
--keep-rows), by the hidden layer of a network or else by the columns.

--vary looks among the values of the training rows, for as few columns as
possible and then the shortest way: the share of the training rows between the
old and the new number, of a category the share of the rows without it.

Examples:
  $ qcl-mixnet explain model.safetensors new.csv --top 20
  $ qcl-mixnet explain model.safetensors new.csv --row 17 --row 42 --columns 8
  $ qcl-mixnet explain model.safetensors new.csv --row 17 --json
  $ qcl-mixnet explain model.safetensors new.csv --row 17 --vary amount,hour`;
