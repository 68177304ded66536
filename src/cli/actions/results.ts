/** The work of `qcl-mixnet results`. */
import { datasetsWithoutRows, resultRows } from '../../paper/experiments/result-rows.js';
import { resultsPage } from '../../paper/experiments/results-page.js';
import { compactLines, type RunRecord } from '../../paper/experiments/run-record.js';
import { writeFileAtomically } from '../../platform/node/files/write-file-atomically.js';
import { countOf } from '../../text/name-list.js';
import type { FORMATS, ResultsOptions } from '../commands/results.js';
import { checkPaths } from '../options/check-paths.js';
import { chosenRecords, namedRecords } from '../options/chosen-records.js';
import { writeData, writeJson, writeResult } from '../output/output.js';
import { resultsCsv, resultsJson, resultsMarkdown, resultsText } from '../output/results-output.js';

export async function results(paths: readonly string[], options: ResultsOptions): Promise<void> {
  const { report, compact } = options;
  await checkPaths(await namedRecords(paths), [
    ['--compact', compact],
    ['--report', report],
  ]);
  const records = await chosenRecords(paths, options);
  if (compact !== undefined) await write(compact, compactLines(records), records.length);
  if (report !== undefined) await write(report, resultsPage(records), records.length);
  if (options.format === undefined && (report !== undefined || compact !== undefined)) return;
  await show(records, options.format ?? 'text');
}

async function write(path: string, text: string, records: number): Promise<void> {
  await writeFileAtomically(path, new TextEncoder().encode(text));
  await writeResult(`Wrote ${path} from ${countOf(records, 'record')}.\n`);
}

async function show(records: readonly RunRecord[], format: (typeof FORMATS)[number]): Promise<void> {
  switch (format) {
    case 'json':
      return writeJson(resultsJson(records));
    case 'csv':
      return writeData(resultsCsv(records));
    case 'markdown':
      return writeResult(`${resultsMarkdown(records)}\n${leftOutText(records)}`);
    case 'text':
      return writeResult(`${resultsText(records)}\n${leftOutText(records)}`);
  }
}

/** The paper's data sets without a run, so that a mean is not mistaken for one over all of them. */
function leftOutText(records: readonly RunRecord[]): string {
  const missing = datasetsWithoutRows(resultRows(records));
  return missing.length === 0 ? '' : `No runs recorded for: ${missing.join(', ')}.\n`;
}
