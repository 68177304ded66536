/** The option that says in how many threads rows are predicted. */
import { availableParallelism } from 'node:os';
import { type Command, Option } from 'commander';
import type { RowPredictor } from '../../classifiers/contract/classifier.js';
import { PatientPrediction } from '../../node/prediction/patient-prediction.js';
import type { TableClassifier } from '../../pipeline/table-classifier.js';
import { wholeNumber } from './common-options.js';

export interface ThreadOptions {
  readonly jobs: number;
}

export function addThreadOptions(command: Command): Command {
  return command.addOption(
    new Option('--jobs <n>', 'threads that predict, where there are rows enough')
      .argParser(wholeNumber)
      .default(availableParallelism(), 'one a core'),
  );
}

/** What `use` makes of predictions in as many threads as asked for, which are ended when it is through. */
export async function withPrediction<T>(
  model: TableClassifier,
  { jobs }: ThreadOptions,
  use: (predictorFor: (rows: number) => RowPredictor) => Promise<T>,
): Promise<T> {
  const started: PatientPrediction[] = [];
  try {
    return await use((rows) => {
      const prediction = new PatientPrediction(model.classifier, rows, { threads: jobs });
      started.push(prediction);
      return prediction;
    });
  } finally {
    for (const prediction of started) await prediction.close();
  }
}
