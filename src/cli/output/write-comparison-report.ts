import type { Comparison } from '../../pipeline/comparison/comparison.js';
import type { ComparisonReportContext } from '../../report/comparison/comparison-report.js';
import { commandLine } from '../command-line.js';
import { writeReport } from './write-report.js';

/** Writes the report of a comparison, with the running command as its recipe. */
export async function writeComparisonReport(
  path: string,
  comparison: Comparison,
  context: Omit<ComparisonReportContext, 'commands'>,
): Promise<void> {
  // Drawing is loaded where it is asked for only: it takes as long as the rest of the program.
  const { comparisonReport } = await import('../../report/comparison/comparison-report.js');
  await writeReport(path, comparisonReport(comparison, { ...context, commands: [commandLine()] }));
}
