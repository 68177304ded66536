/** The work of `qcl-mixnet report`. */
import { dirname, join } from 'node:path';
import { recordsFile } from '../../paper/node/experiments/read-records.js';
import { countOf } from '../../text/name-list.js';
import { commandLine } from '../command-line.js';
import type { ReportOptions } from '../commands/report.js';
import { checkPaths } from '../options/check-paths.js';
import { chosenRecords, namedRecords } from '../options/chosen-records.js';
import { writeResult } from '../output/output.js';
import { writeReport } from '../output/write-report.js';

export async function report(paths: readonly string[], options: ReportOptions): Promise<void> {
  const files = await namedRecords(paths);
  const out = options.out ?? join(dirname(await recordsFile(paths[0])), 'report.html');
  await checkPaths(files, [['--out', out]]);
  const records = await chosenRecords(paths, options);
  const { experimentReport } = await import('../../paper/report/experiment-report.js');
  await writeReport(out, experimentReport(records, { control: options.control, commands: [commandLine()] }));
  await writeResult(`Wrote ${out} from ${countOf(records.length, 'record')}.\n`);
}
