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
import { collectNames } from '../options/name-arguments.js';
import { addThreadOptions, type ThreadOptions } from '../options/thread-options.js';

export interface EvaluateOptions extends TableOptions, MessageOptions, ThreadOptions {
  readonly coverage?: number;
  readonly json?: boolean;
  readonly by?: string[];
  readonly slices?: boolean;
  readonly report?: string;
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
    .option(
      '--by <columns>',
      'scores by the levels or ranges of columns, also of those that the model does not use',
      collectNames,
    )
    .option('--slices', 'find the slices of all columns in which the model is worse than elsewhere')
    .option('--report <file>', 'write the scores by slices as one HTML page')
    .option('--json', 'write the report as one JSON object');
  addMessageOptions(addTableOptions(addThreadOptions(command, 'prediction')))
    .addHelpText(
      'after',
      `
Rows that the model was trained on inflate its scores: use rows it has not seen.

--by gives each level of a column (of more than 20 the most frequent ones
apart), range between quintiles, or period of dates its rows, scores and risk
beside the share of events, with 95 % intervals, and the fairness differences
between them. --slices tests all slices and reports what is worse beyond chance
(p at most 0.05 after Holm's correction): low recall, low precision, many false
alerts, and risks that are too low or too high.

Examples:
  $ qcl-mixnet evaluate model.safetensors labelled.csv
  $ qcl-mixnet evaluate model.safetensors labelled.csv --by region,age
  $ qcl-mixnet evaluate model.safetensors labelled.csv --slices --report s.html
  $ qcl-mixnet evaluate model.safetensors labelled.csv --json > report.json`,
    )
    .action(loadAction(async () => (await import('../actions/evaluate.js')).evaluate));
}
