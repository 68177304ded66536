/** `trainOnTable` in one other thread, so that the calling one stays responsive. */
import type { ClassifierName } from '../../classifiers/names.js';
import { InputError } from '../../errors.js';
import { inThisThread } from '../../jobs/in-thread.js';
import type { Table } from '../../tables/table.js';
import { checkOptions, checkTable, OPTION_TYPES } from '../check-options.js';
import type { DEFAULT_CLASSIFIER } from '../defaults.js';
import { TableClassifier } from '../table-classifier.js';
import { TRAINING_OPTION_TYPES, type TrainOnTableOptions } from '../training-options.js';
import { TrainingAborted, type TrainingOutcome } from '../training-outcome.js';
import {
  openJob,
  type SentOutcome,
  type SentReadOptions,
  type SentTraining,
  type TrainingReport,
} from './training-job.js';

export interface TrainInWorkerOptions<Name extends ClassifierName = ClassifierName>
  extends TrainOnTableOptions<Name> {
  /** How `source` is read if it is text, bytes or a file. Default: as `readTable` does. */
  readonly read?: SentReadOptions;
}

/**
 * Trains on a table in one worker: a web worker in a page, a worker thread in Node. The result is that of `trainOnTable`
 * with the same options, bit for bit, and its model is loaded in this thread. Everything but that is done in the worker,
 * including the reading of a table that is given as text, bytes or a file, so the page stays responsive. The worker has a
 * single thread, so an ensemble takes longer than with `trainOnTable`, which runs its fits on all cores.
 *
 * Without a worker, for example if the page's security policy or its bundler keeps the script away, the training
 * runs in this thread.
 *
 * @param source a table, or the content of a file that `readTable` reads, such as CSV text or the `File` of an input
 * @param options those of `trainOnTable`, and `read`; `executor` chooses where the worker is
 * @throws InputError as `readTable` and `trainOnTable`.
 * @throws TrainingAborted at once if `signal` is aborted; a stopped worker leaves no model.
 */
export async function trainInWorker<Name extends ClassifierName = typeof DEFAULT_CLASSIFIER>(
  source: Table | string | Uint8Array | Blob,
  options: TrainInWorkerOptions<Name>,
): Promise<TrainingOutcome> {
  // Here, because not every wrong value can be sent to a worker.
  checkOptions('trainInWorker', options, { ...TRAINING_OPTION_TYPES, read: OPTION_TYPES.object });
  if (options.tuning?.search?.log !== undefined) {
    throw new InputError(
      'trainInWorker: tuning.search.log cannot be sent to a worker: leave it out, or call trainOnTable',
    );
  }
  const { executor = inThisThread, signal, onProgress, onStage, onNotice, read = {}, ...plain } = options;
  const shared: SentTraining = { source: await sentSource(source), read, options: plain };
  const job = { kind: 'table-trainings', shared, open: openJob };
  let result: SentOutcome | undefined;
  try {
    await executor.run<SentTraining, null, SentOutcome, TrainingReport>(job, [null], {
      signal,
      onResult: (_, sent) => {
        result = sent;
      },
      onReport: (_, report) => {
        if (report.kind === 'progress') onProgress?.(report.progress);
        else if (report.kind === 'stage') onStage?.(report.stage);
        else onNotice?.(report.notice);
      },
    });
  } catch (error) {
    if (signal?.aborted && error === signal.reason) throw new TrainingAborted(undefined, error);
    throw error;
  } finally {
    executor.release(job);
  }
  const { model, outcome } = result as SentOutcome;
  const { memoryLimitBytes } = options;
  return { ...outcome, model: await TableClassifier.fromBytes(model, { name: 'model', memoryLimitBytes }) };
}

async function sentSource(source: Table | string | Uint8Array | Blob): Promise<Table | Uint8Array> {
  if (typeof source === 'string') return new TextEncoder().encode(source);
  if (source instanceof Blob) return new Uint8Array(await source.arrayBuffer());
  if (!(source instanceof Uint8Array)) checkTable('trainInWorker', source);
  return source;
}
