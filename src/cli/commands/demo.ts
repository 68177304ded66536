/** `qcl-mixnet demo`, also `npm start`: train, save, load and predict once, on data that come with the package. */
import type { Command } from 'commander';
import { loadAction } from '../load-action.js';
import { addMessageOptions, type MessageOptions } from '../options/common-options.js';

export interface DemoOptions extends MessageOptions {
  readonly out: string;
  readonly report: string;
}

export function addDemoCommand(program: Command): void {
  const command = program
    .command('demo')
    .description('train on the balance scale data that come with the program, save, load and predict')
    .option('-o, --out <model>', 'where to save the model', 'balance-scale.safetensors')
    .option('--report <file>', 'where to write the report', 'balance-scale.html');
  addMessageOptions(command)
    .addHelpText(
      'after',
      '\nExample:\n  $ qcl-mixnet demo --out /tmp/model.safetensors --report /tmp/report.html',
    )
    .action(loadAction(async () => (await import('../actions/demo.js')).demo));
}
