/** `qcl-mixnet evaluate`: the scores of a model on a labelled table. */
import type { Command } from 'commander';
import { loadAction } from '../load-action.js';
import {
  addMessageOptions,
  addTableOptions,
  coverageShare,
  type MessageOptions,
  type TableOptions,
} from '../options/common-options.js';
import { addThreadOptions, type ThreadOptions } from '../options/thread-options.js';

export interface EvaluateOptions extends TableOptions, MessageOptions, ThreadOptions {
  readonly coverage?: number;
  readonly json?: boolean;
}

export function addEvaluateCommand(program: Command): void {
  const command = program
    .command('evaluate')
    .description('score a model on a labelled table')
    .argument('<model>', 'a model that train or compare saved')
    .argument('<table>', 'rows with the columns of the training table and its target; - for standard input')
    .option(
      '--coverage <share>',
      'score prediction sets of this coverage too, such as 0.95 (see predict)',
      coverageShare,
    )
    .option('--json', 'write the report as one JSON object');
  addMessageOptions(addTableOptions(addThreadOptions(command, 'prediction')))
    .addHelpText(
      'after',
      `
Rows that the model was trained on inflate its scores: use rows it has not seen.

Examples:
  $ qcl-mixnet evaluate model.safetensors labelled.csv
  $ qcl-mixnet evaluate model.safetensors labelled.csv --json > report.json`,
    )
    .action(loadAction(async () => (await import('../actions/evaluate.js')).evaluate));
}
