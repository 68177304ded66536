/** `qcl-mixnet results`: the results of experiments beside the paper's. */
import { type Command, Option } from 'commander';
import { PROTOCOLS } from '../../pipeline/defaults.js';
import type { Protocol } from '../../pipeline/provenance.js';
import { loadAction } from '../load-action.js';
import { addMessageOptions, type MessageOptions } from '../options/common-options.js';

export const FORMATS = ['text', 'markdown', 'csv', 'json'] as const;

export interface ResultsOptions extends MessageOptions {
  readonly format?: (typeof FORMATS)[number];
  readonly protocol?: Protocol;
  readonly report?: string;
  readonly compact?: string;
}

export function addResultsCommand(program: Command): void {
  const command = program
    .command('results')
    .description('show the results of benchmark and ablate beside the numbers of the paper')
    .argument('<records...>', 'folders that benchmark or ablate wrote, or files that --compact wrote')
    .addOption(new Option('--format <name>', 'format of standard output (default: text)').choices(FORMATS))
    .addOption(new Option('--protocol <name>', 'only the runs with this protocol').choices(PROTOCOLS))
    .option('--report <file>', 'write a results page in Markdown')
    .option('--compact <file>', 'write the records in a compact, sorted form, without epoch curves');
  addMessageOptions(command)
    .addHelpText(
      'after',
      `
With --report or --compact the table is shown only if --format is given too.

Examples:
  $ qcl-mixnet results runs
  $ qcl-mixnet results runs --format csv > results.csv
  $ qcl-mixnet results runs --compact results/qcl-mixnet.jsonl
  $ qcl-mixnet results results/qcl-mixnet.jsonl --report docs/results.md`,
    )
    .action(loadAction(async () => (await import('../actions/results.js')).results));
}
