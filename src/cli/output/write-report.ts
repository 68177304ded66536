import { writeFileAtomically } from '../../platform/node/files/write-file-atomically.js';
import { reportPage } from '../../report/page.js';
import type { ReportPage } from '../../report/parts.js';

export async function writeReport(path: string, page: ReportPage): Promise<void> {
  await writeFileAtomically(path, new TextEncoder().encode(reportPage(page)));
}
