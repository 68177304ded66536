/** `qcl-mixnet inspect`: a model, its training data, and the columns it expects. */

import type { Command } from 'commander';
import { loadAction } from '../load-action.js';
import { addMessageOptions, type MessageOptions } from '../options/common-options.js';

export interface InspectOptions extends MessageOptions {
  readonly json?: boolean;
}

export function addInspectCommand(program: Command): void {
  const command = program
    .command('inspect')
    .description('show a model: its classifier, training data and expected columns')
    .argument('<model>', 'a model that train or compare saved')
    .option('--json', 'write it as one JSON object');
  addMessageOptions(command)
    .addHelpText(
      'after',
      `
Examples:
  $ qcl-mixnet inspect model.safetensors
  $ qcl-mixnet inspect model.safetensors --json > model.json`,
    )
    .action(loadAction(async () => (await import('../actions/inspect.js')).inspect));
}
