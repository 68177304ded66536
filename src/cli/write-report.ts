/** Where reports go. */
import { writeFileAtomically } from '../node/write-file-atomically.js';
import { reportPage } from '../report/page.js';
import type { ReportPage } from '../report/parts.js';
import { assertOutputPath } from './output-path.js';

/** `assertOutputPath` for `--report FILE`. */
export async function assertReportPath(
  path: string | undefined,
  others: Readonly<Record<string, string | undefined>>,
): Promise<void> {
  await assertOutputPath('--report', path, others);
}

export async function writeReport(path: string, page: ReportPage): Promise<void> {
  await writeFileAtomically(path, new TextEncoder().encode(reportPage(page)));
}
