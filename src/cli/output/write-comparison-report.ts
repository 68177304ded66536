import type { Comparison } from '../../pipeline/comparison/comparison.js';
import type { ComparisonReportContext } from '../../report/comparison/comparison-report.js';
import { commandLine } from '../command-line.js';
import { writeReport } from './write-report.js';

/** Writes the report of a comparison, with the running command to repeat it. */
export async function writeComparisonReport(
  path: string,
  comparison: Comparison,
  context: Omit<ComparisonReportContext, 'commands'>,
): Promise<void> {
  // Loaded only when needed: figures take as long to load as the rest of the program.
  const { comparisonReport } = await import('../../report/comparison/comparison-report.js');
  await writeReport(path, comparisonReport(comparison, { ...context, commands: [commandLine()] }));
}
