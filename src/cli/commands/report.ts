/** `qcl-mixnet report`: the records of experiments as one page for a browser. */
import { dirname, join } from 'node:path';
import { type Command, Option } from 'commander';
import { recordsFile } from '../../paper/node/experiments/read-records.js';
import { PROTOCOLS, type Protocol } from '../../pipeline/provenance.js';
import { countOf } from '../../text/name-list.js';
import { commandLine } from '../command-line.js';
import { checkPaths } from '../options/check-paths.js';
import { chosenRecords, namedRecords } from '../options/chosen-records.js';
import { addMessageOptions, type MessageOptions } from '../options/common-options.js';
import { writeResult } from '../output/output.js';
import { writeReport } from '../output/write-report.js';

interface ReportOptions extends MessageOptions {
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
  $ qcl-mixnet report results/paper-experiment.jsonl --out /tmp/report.html`,
    )
    .action(report);
}

async function report(paths: readonly string[], options: ReportOptions): Promise<void> {
  const files = await namedRecords(paths);
  const out = options.out ?? join(dirname(await recordsFile(paths[0])), 'report.html');
  await checkPaths(files, [['--out', out]]);
  const records = await chosenRecords(paths, options);
  const { experimentReport } = await import('../../paper/report/experiment-report.js');
  await writeReport(out, experimentReport(records, { control: options.control, commands: [commandLine()] }));
  await writeResult(`Wrote ${out} from ${countOf(records.length, 'record')}.\n`);
}
