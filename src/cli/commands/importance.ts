/** `qcl-mixnet importance`: which columns a model needs, and how its predictions change with them. */
import type { Command } from 'commander';
import { loadAction } from '../load-action.js';
import {
  addMessageOptions,
  addTableOptions,
  countFromZero,
  type MessageOptions,
  seed,
  type TableOptions,
  wholeNumber,
} from '../options/common-options.js';
import { collectNames } from '../options/name-arguments.js';
import { addThreadOptions, type ThreadOptions } from '../options/thread-options.js';

export interface ImportanceArguments extends TableOptions, MessageOptions, ThreadOptions {
  readonly metric?: string;
  readonly rows: number;
  readonly repeats: number;
  readonly columns?: readonly string[];
  readonly top: number;
  readonly class?: string;
  readonly seed?: number;
  readonly report?: string;
  readonly json?: boolean;
}

export function addImportanceCommand(program: Command): void {
  const command = program
    .command('importance')
    .description('show which columns a model needs, and how its predictions change with them')
    .argument('<model>', 'a model that train or compare saved')
    .argument('<table>', 'rows with the columns of the training table and its target; - for standard input')
    .option('--metric <name>', 'the score that is lost (default: what the decision of the model aims at)')
    .option('--rows <n>', 'rows that are used; of more a stratified sample', wholeNumber, 1000)
    .option('--repeats <n>', 'permutations of each column', wholeNumber, 3)
    .option(
      '--top <n>',
      'columns to show the partial dependence of, the most important first',
      countFromZero,
      4,
    )
    .option('--columns <names>', 'these columns instead (comma-separated)', collectNames)
    .option('--class <label>', 'the class whose probability is shown (default: the positive one)')
    .option('--seed <n>', 'of the rows and the permutations (default: 42)', seed)
    .option('--report <file>', 'write a page with figures: one HTML file for a browser')
    .option('--json', 'write everything as one JSON object');
  addMessageOptions(addTableOptions(addThreadOptions(command, 'prediction')))
    .addHelpText('after', HELP)
    .action(loadAction(async () => (await import('../actions/importance.js')).importance));
}

const HELP = `
The importance of a column is what the score loses when its values are permuted
among the rows, with a 95 % interval. Use rows that the model has not seen.
Columns with a rank correlation (categories: Cramér's V) of 0.8 and more are
permuted together too: each alone seems unneeded, because the others remain.

Partial dependence is the mean probability if all rows had the same value of a
column. Two columns act together as far as their effects on the log-odds do not
add up: H is that part (Friedman), from 0 to about 1.

Examples:
  $ qcl-mixnet importance model.safetensors labelled.csv
  $ qcl-mixnet importance model.safetensors labelled.csv --report columns.html
  $ qcl-mixnet importance model.safetensors labelled.csv --metric log-loss`;
