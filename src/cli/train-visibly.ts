/** Training as the commands `train` and `demo` show it: progress, notices, signals. */
import { AUTO } from '../pipeline/comparison/final-classifier.js';
import { trainOnTable } from '../pipeline/train-on-table.js';
import type { TrainOnTableOptions } from '../pipeline/training-options.js';
import { TrainingAborted, type TrainingOutcome } from '../pipeline/training-outcome.js';
import type { Table } from '../tables/table.js';
import { interruptedExit, interruptible, quitHint } from './interrupt.js';
import { type MessageOptions, notices } from './options/common-options.js';
import { errorOutput, writeError } from './output/output.js';
import { ProgressDisplay } from './output/progress-display.js';

export interface VisibleTraining {
  readonly outcome: TrainingOutcome;
  /** Whether a signal stopped it; the outcome is then the best checkpoint so far. */
  readonly interrupted: boolean;
}

/**
 * Trains. If interrupted before there is a model, it says so, with `consequence`, and throws `Exit`.
 *
 * @param consequence called when it is said
 */
export async function trainVisibly(
  table: Table,
  options: TrainOnTableOptions,
  messages: MessageOptions,
  consequence: () => string = () => 'no model was saved',
): Promise<VisibleTraining> {
  const display = new ProgressDisplay(errorOutput);
  const say = notices(messages);
  const onSlow = () => {
    display.finish();
    writeError(`stopping, and keeping the model so far if there is one (${quitHint()})`);
  };
  try {
    const outcome = await interruptible(onSlow, (signal) =>
      trainOnTable(table, {
        ...options,
        signal,
        onNotice: say,
        onProgress: messages.quiet ? undefined : (progress) => display.update(progress),
        onStage: messages.quiet ? undefined : (stage) => display.begin(stage),
      }),
    );
    return { outcome, interrupted: false };
  } catch (error) {
    if (!(error instanceof TrainingAborted)) throw error;
    if (error.outcome === undefined) {
      display.finish();
      writeError(
        `interrupted before ${options.classifier === AUTO ? 'a first candidate was complete' : 'there was a model'}: ${consequence()}`,
      );
      throw interruptedExit();
    }
    return { outcome: error.outcome, interrupted: true };
  } finally {
    display.finish();
  }
}

/** The model that an interrupted training kept, for standard error. */
export function interruptionMessage({ model, bestEpoch }: TrainingOutcome, path: string): string {
  const { unit, trained, planned, chosen } = model.provenance.epochs;
  const kept = chosen ? `the best checkpoint (${unit} ${bestEpoch})` : 'the model at that point';
  return `interrupted after ${unit} ${trained} of ${planned}: saved ${kept} to ${path}`;
}
