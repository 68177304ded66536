import type { TrainingOutcome } from '../../pipeline/training-outcome.js';
import { commandLine } from '../command-line.js';
import { writeReport } from './write-report.js';

/** Writes the report of a training on `table`, as people call it, with the running command as its recipe. */
export async function writeTrainingReport(
  path: string,
  outcome: TrainingOutcome,
  table: string,
): Promise<void> {
  // Drawing is loaded where it is asked for only: it takes as long as the rest of the program.
  const { trainingReport } = await import('../../report/training/training-report.js');
  await writeReport(path, await trainingReport(outcome, { table, commands: [commandLine()] }));
}
