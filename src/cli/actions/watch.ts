/** The work of `qcl-mixnet watch`. */
import { loadModel } from '../../node/model-file.js';
import { ThreadPool } from '../../node/thread-pool.js';
import type { DriftVerdict } from '../../pipeline/drift/drift.js';
import { watchTable } from '../../pipeline/drift/watch-table.js';
import { commandLine } from '../command-line.js';
import type { WatchArguments } from '../commands/watch.js';
import { DONE, Exit, SOME_DRIFT, STRONG_DRIFT } from '../exit-codes.js';
import { checkPaths } from '../options/check-paths.js';
import { notices } from '../options/common-options.js';
import { readTableArgument, tableName } from '../options/table-argument.js';
import { driftText } from '../output/drift-text.js';
import { writeJson, writeResult } from '../output/output.js';
import { writeReport } from '../output/write-report.js';

const CODES: Readonly<Record<DriftVerdict, number>> = {
  none: DONE,
  unknown: DONE,
  some: SOME_DRIFT,
  strong: STRONG_DRIFT,
};

export async function watch(modelPath: string, tablePath: string, options: WatchArguments): Promise<void> {
  const { reference: referencePath, report, dates, alpha, seed } = options;
  await checkPaths(
    [
      ['the model', modelPath],
      ['the table', tablePath],
      ['--reference', referencePath],
    ],
    [['--report', report]],
  );
  const model = await loadModel(modelPath, { memoryLimitBytes: options.memoryLimit });
  const notify = notices(options);
  const trained = model.provenance.reading;
  const table = await readTableArgument(tablePath, options, { trained, notify });
  const reference =
    referencePath === undefined
      ? undefined
      : await readTableArgument(referencePath, options, { trained, notify });
  const executor = new ThreadPool({ threads: options.jobs });
  const drift = await watchTable(model, table, {
    executor,
    dates,
    alpha,
    ...(seed !== undefined && { seed }),
    ...(reference && { reference }),
  });
  drift.notices.forEach(notify);
  if (report !== undefined) {
    // Loaded only when needed: figures take as long to load as the rest of the program.
    const { driftReportPage } = await import('../../report/drift/drift-report.js');
    await writeReport(
      report,
      driftReportPage(drift, {
        table: tableName(tablePath),
        ...(referencePath !== undefined && { reference: tableName(referencePath) }),
        commands: [commandLine()],
      }),
    );
  }
  if (options.json) await writeJson(drift);
  else await writeResult(driftText(drift));
  if (CODES[drift.verdict] !== DONE) throw new Exit(CODES[drift.verdict]);
}
