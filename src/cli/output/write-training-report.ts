import type { ExecutorOption } from '../../jobs/executor.js';
import type { TrainingOutcome } from '../../pipeline/training-outcome.js';
import { commandLine } from '../command-line.js';
import { writeReport } from './write-report.js';

/** Writes the report of a training on the table named `table`, with the running command to repeat it. */
export async function writeTrainingReport(
  path: string,
  outcome: TrainingOutcome,
  table: string,
  options: ExecutorOption = {},
): Promise<void> {
  // Loaded only when needed: figures take as long to load as the rest of the program.
  const { trainingReport } = await import('../../report/training/training-report.js');
  await writeReport(path, await trainingReport(outcome, { ...options, table, commands: [commandLine()] }));
}
