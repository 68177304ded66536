/** `qcl-mixnet report`: the records of experiments as one page for a browser. */
import { stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { PROTOCOLS, type Protocol } from '../pipeline/provenance.js';
import { countOf } from '../tables/preparation/name-list.js';
import { chosenRecords } from './chosen-records.js';
import { commandLine } from './command-line.js';
import { addMessageOptions, type MessageOptions } from './common-options.js';
import { printable, writeResult } from './output.js';
import { assertReportPath, writeReport } from './write-report.js';

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
    .option(
      '--control <name>',
      'the classifier to compare the others with (default: qcl-mixnet where it is there)',
    );
  addMessageOptions(command)
    .addHelpText(
      'after',
      `
The page opens from disk in any browser: it needs no network, and nothing is left out of it.

Examples:
  $ qcl-mixnet report runs
  $ qcl-mixnet report runs --control xgboost --out xgboost.html
  $ qcl-mixnet report results/paper-experiment.jsonl --out /tmp/report.html`,
    )
    .action(report);
}

async function report(paths: readonly string[], options: ReportOptions): Promise<void> {
  const records = await chosenRecords(paths, options);
  const out = options.out ?? join(await folderOf(paths[0]), 'report.html');
  await assertReportPath(
    out,
    { 'the file of the records': paths.find((path) => resolve(path) === resolve(out)) },
    '--out',
  );
  const { experimentReport } = await import('../report/experiment/experiment-report.js');
  await writeReport(out, experimentReport(records, { control: options.control, commands: [commandLine()] }));
  await writeResult(`Wrote ${printable(out)} from ${countOf(records.length, 'record')}.\n`);
}

/** The folder itself, or the one that holds the file. */
async function folderOf(path: string): Promise<string> {
  return (await stat(path)).isDirectory() ? path : dirname(path);
}
