/** Where reports go. */
import { writeFileAtomically } from '../node/write-file-atomically.js';
import { reportPage } from '../report/page.js';
import type { ReportPage } from '../report/parts.js';
import { assertOutputPath } from './output-path.js';

/**
 * Checks, before there is anything to report, that the report can be written.
 *
 * @param argument as the person knows it: `--report` or `--out`
 * @param others the files that the command reads or writes besides, by what they are
 * @throws InputError if it is one of them, or cannot be written.
 */
export async function assertReportPath(
  path: string | undefined,
  others: Readonly<Record<string, string | undefined>>,
  argument = '--report',
): Promise<void> {
  await assertOutputPath(argument, path, others);
}

export async function writeReport(path: string, page: ReportPage): Promise<void> {
  await writeFileAtomically(path, new TextEncoder().encode(reportPage(page)));
}
