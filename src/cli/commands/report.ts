/** `qcl-mixnet report`: the records of experiments as one page for a browser. */
import { type Command, Option } from 'commander';
import { PROTOCOLS } from '../../pipeline/defaults.js';
import type { Protocol } from '../../pipeline/provenance.js';
import { loadAction } from '../load-action.js';
import { addMessageOptions, type MessageOptions } from '../options/common-options.js';

export interface ReportOptions extends MessageOptions {
  readonly out?: string;
  readonly protocol?: Protocol;
  readonly control?: string;
}

export function addReportCommand(program: Command): void {
  const command = program
    .command('report')
    .description('write what benchmark and ablate found, with ranks, tests and figures, as one HTML file')
    .argument('<records...>', 'folders that benchmark or ablate wrote, or files that results --compact wrote')
    .option('--out <file>', 'the page (default: report.html in the folder of the records)')
    .addOption(new Option('--protocol <name>', 'only the runs with this protocol').choices(PROTOCOLS))
    .option('--control <name>', 'the classifier to compare the others with (default: qcl-mixnet if present)');
  addMessageOptions(command)
    .addHelpText(
      'after',
      `
The page is one file that opens in any browser without a network.

Examples:
  $ qcl-mixnet report runs
  $ qcl-mixnet report runs --control xgboost --out xgboost.html
  $ qcl-mixnet report results/default.jsonl results/tuned.jsonl --out /tmp/report.html`,
    )
    .action(loadAction(async () => (await import('../actions/report.js')).report));
}
