/** A whole training on a table as a job of a single task: reading, training and test in another thread. */
import type { FitProgress } from '../../classifiers/contract/classifier.js';
import type { OpenJob } from '../../jobs/executor.js';
import { type ReadTableOptions, readTable } from '../../tables/reading/read-table.js';
import type { Table } from '../../tables/table.js';
import { trainOnTable } from '../train-on-table.js';
import type { TrainOnTableOptions } from '../training-options.js';
import type { TrainingOutcome } from '../training-outcome.js';

/** How a table that is given as text or bytes is read: the part of `ReadTableOptions` that is plain data. */
export type SentReadOptions = Pick<
  ReadTableOptions,
  | 'name'
  | 'format'
  | 'delimiter'
  | 'header'
  | 'encoding'
  | 'missing'
  | 'keepWords'
  | 'text'
  | 'memoryLimitBytes'
  | 'maxExpandedBytes'
>;

/** Plain data. */
export interface SentTraining {
  readonly source: Table | Uint8Array;
  readonly read: SentReadOptions;
  /** Without functions, signal and executor. */
  readonly options: TrainOnTableOptions;
}

/** What the training reports while it runs. */
export type TrainingReport =
  | { readonly kind: 'progress'; readonly progress: FitProgress }
  | { readonly kind: 'stage'; readonly stage: string }
  | { readonly kind: 'notice'; readonly notice: string };

export interface SentOutcome {
  /** The model file. */
  readonly model: Uint8Array;
  readonly outcome: Omit<TrainingOutcome, 'model'>;
}

export const openJob: OpenJob<SentTraining, null, SentOutcome, TrainingReport> =
  ({ source, read, options }) =>
  async (_, { signal, report, transfer }) => {
    const table = source instanceof Uint8Array ? await readTable(source, { ...read, signal }) : source;
    const { model, ...outcome } = await trainOnTable(table, {
      ...options,
      signal,
      onProgress: (progress) => report({ kind: 'progress', progress }),
      onStage: (stage) => report({ kind: 'stage', stage }),
      onNotice: (notice) => report({ kind: 'notice', notice }),
    });
    const bytes = model.toBytes();
    const { X, uncalibrated, probabilities } = outcome.test;
    transfer?.(wholeBuffers([bytes, X.data, uncalibrated.data, probabilities.data]));
    return { model: bytes, outcome };
  };

/** The buffers that hold nothing but their array. The model is gone after the task, and nothing else has these arrays. */
function* wholeBuffers(arrays: readonly (Uint8Array | Float32Array | Float64Array)[]): Iterable<ArrayBuffer> {
  for (const { buffer, byteLength } of arrays) {
    if (buffer instanceof ArrayBuffer && buffer.byteLength === byteLength) yield buffer;
  }
}
