/** A comparison and the training of its final model as `compare` shows them: progress, notices, signals. */
import {
  type CompareOptions,
  ComparisonAborted,
  compareClassifiers,
} from '../pipeline/comparison/compare-classifiers.js';
import type { Comparison } from '../pipeline/comparison/comparison.js';
import type { FinalClassifier } from '../pipeline/comparison/final-classifier.js';
import { type FinalModelOptions, trainFinalModel } from '../pipeline/comparison/train-final-model.js';
import type { TableClassifier } from '../pipeline/table-classifier.js';
import { TrainingAborted } from '../pipeline/training-outcome.js';
import type { Table } from '../tables/table.js';
import { interruptedExit, interruptible, quitHint } from './interrupt.js';
import { type MessageOptions, notices } from './options/common-options.js';
import { errorOutput, writeError } from './output/output.js';
import { ProgressDisplay } from './output/progress-display.js';

export interface VisibleComparison {
  readonly comparison: Comparison;
  /** Whether a signal stopped it; classifiers that had not finished are not ranked. */
  readonly interrupted: boolean;
}

/** Compares. If interrupted before any classifier has finished, it says so and throws `Exit`. */
export async function compareVisibly(
  table: Table,
  options: CompareOptions,
  messages: MessageOptions,
): Promise<VisibleComparison> {
  try {
    const comparison = await withProgress(
      messages,
      'stopping, and keeping the classifiers that are finished',
      (watched) => compareClassifiers(table, { ...options, ...watched, onNotice: notices(messages) }),
    );
    return { comparison, interrupted: false };
  } catch (error) {
    if (!(error instanceof ComparisonAborted)) throw error;
    if (error.comparison === undefined) {
      writeError('interrupted before any classifier had finished: nothing was saved');
      throw interruptedExit();
    }
    return { comparison: error.comparison, interrupted: true };
  }
}

/** Trains the final model. If interrupted, it says so and throws `Exit`. */
export async function trainFinalVisibly(
  table: Table,
  comparison: Comparison,
  chosen: FinalClassifier,
  options: FinalModelOptions,
  messages: MessageOptions,
): Promise<TableClassifier> {
  const say = notices(messages);
  const onNotice = (notice: string) => {
    if (!comparison.notices.includes(notice)) say(notice);
  };
  try {
    return await withProgress(messages, 'stopping', (watched) =>
      trainFinalModel(table, comparison, chosen, { ...options, ...watched, onNotice }),
    );
  } catch (error) {
    if (!(error instanceof TrainingAborted)) throw error;
    writeError(`interrupted while ${chosen.name} was trained on all rows: no model was saved`);
    throw interruptedExit();
  }
}

type Watched = Pick<CompareOptions, 'onProgress' | 'signal'>;

async function withProgress<T>(
  messages: MessageOptions,
  doing: string,
  work: (watched: Watched) => Promise<T>,
): Promise<T> {
  const display = new ProgressDisplay(errorOutput);
  const onSlow = () => {
    display.finish();
    writeError(`${doing} (${quitHint()})`);
  };
  try {
    return await interruptible(onSlow, (signal) =>
      work({ signal, onProgress: messages.quiet ? undefined : (progress) => display.update(progress) }),
    );
  } finally {
    display.finish();
  }
}
