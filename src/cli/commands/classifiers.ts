/** `qcl-mixnet classifiers`: lists the classifiers and their options. */
import type { Command } from 'commander';
import { loadAction } from '../load-action.js';
import { addMessageOptions, type MessageOptions } from '../options/common-options.js';

export interface ClassifiersOptions extends MessageOptions {
  readonly json?: boolean;
}

export function addClassifiersCommand(program: Command): void {
  const command = program
    .command('classifiers')
    .description('list the classifiers, or the options of one')
    .argument('[name]', 'the classifier whose options and grid to show')
    .option('--json', 'write it as one JSON object');
  addMessageOptions(command)
    .addHelpText('after', '\nExamples:\n  $ qcl-mixnet classifiers\n  $ qcl-mixnet classifiers xgboost')
    .action(loadAction(async () => (await import('../actions/classifiers.js')).list));
}
