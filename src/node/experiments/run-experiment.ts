/** Works off the missing cells of an experiment, several at a time. */
import type { PlannedCell } from '../../experiments/plan-cells.js';
import type { FullRecord } from '../../experiments/run-record.js';
import type { RunFolder } from './run-folder.js';

/**
 * Runs one cell. What the cell does wrong becomes a record of its failure; the promise is rejected only with
 * the reason of the signal, or for a defect.
 */
export type RunCellTask = (
  cell: PlannedCell,
  context: { readonly signal: AbortSignal; readonly onEpoch: (epoch: number, epochs: number) => void },
) => Promise<FullRecord>;

/** What a display needs to know. */
export interface ExperimentObserver {
  onStart?(cell: PlannedCell): void;
  onEpoch?(cell: PlannedCell, epoch: number, epochs: number): void;
  onFinish?(cell: PlannedCell, record: FullRecord): void;
}

export interface RunExperimentOptions {
  readonly folder: RunFolder;
  /** In the order in which they are to be begun. */
  readonly cells: readonly PlannedCell[];
  readonly task: RunCellTask;
  /** Cells at the same time. */
  readonly jobs: number;
  /** Ends the experiment: the running cells are abandoned, without a record. */
  readonly signal: AbortSignal;
  readonly observer?: ExperimentObserver;
}

/**
 * Runs every cell that is missing in the folder and that no other process runs. Each record is in the folder,
 * flushed, before its slot begins with the next cell.
 *
 * @throws InputError when a record cannot be written; what was written before stays.
 * @throws the signal's reason when it was aborted.
 */
export async function runExperiment(options: RunExperimentOptions): Promise<void> {
  const { folder, cells, task, jobs, observer = {} } = options;
  // The first failure of the folder or of the program itself ends the other slots too.
  const broken = new AbortController();
  const signal = AbortSignal.any([options.signal, broken.signal]);
  const slot = async () => {
    try {
      for (;;) {
        signal.throwIfAborted();
        const cell = await folder.claim(cells);
        if (cell === undefined) return;
        signal.throwIfAborted();
        observer.onStart?.(cell);
        const onEpoch = (epoch: number, epochs: number) => observer.onEpoch?.(cell, epoch, epochs);
        const record = await task(cell, { signal, onEpoch });
        await folder.finish(cell.key, record);
        observer.onFinish?.(cell, record);
      }
    } catch (error) {
      broken.abort(error);
      throw error;
    }
  };
  const slots = await Promise.allSettled(Array.from({ length: jobs }, slot));
  if (slots.some(({ status }) => status === 'rejected')) {
    await folder.release();
    throw signal.reason;
  }
}
