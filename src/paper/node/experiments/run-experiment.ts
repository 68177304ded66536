/** Works off the missing cells of an experiment, several at a time. */
import type { PlannedCell } from '../../experiments/plan-cells.js';
import type { FullRecord, RunRecord } from '../../experiments/run-record.js';
import { type HeldCell, RENEWAL_MILLISECONDS } from './claim-file.js';
import type { RunFolder } from './run-folder.js';

/** How often is looked whether others have finished, or have ended. */
const LOOK_MILLISECONDS = 1_000;

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
  /** Another process has recorded a cell that was missing at the start. */
  onFinishElsewhere?(cell: PlannedCell, record: RunRecord): void;
  /** Nothing is left to begin, but others run `held`; called again every second. */
  onWait?(held: readonly HeldCell[]): void;
}

export interface RunExperimentOptions {
  readonly folder: RunFolder;
  /** In the order in which they are to be begun. */
  readonly cells: readonly PlannedCell[];
  readonly task: RunCellTask;
  /** Cells at the same time. */
  readonly jobs: number;
  /**
   * Wait for the cells that other processes run, and run those whose process has ended or does not renew its
   * claim. Otherwise the experiment ends when nothing is left to begin. Default true.
   */
  readonly wait?: boolean;
  /** Ends the experiment: the running cells are abandoned, without a record. */
  readonly signal: AbortSignal;
  readonly observer?: ExperimentObserver;
}

/**
 * Runs every cell that is missing in the folder and that no other process runs. Each record is in the folder,
 * flushed, before the next cell is begun in its place.
 *
 * @throws InputError when a record cannot be written; what was written before stays.
 * @throws the signal's reason when it was aborted.
 */
export async function runExperiment(options: RunExperimentOptions): Promise<void> {
  const { folder, cells, task, jobs, wait = true, observer = {} } = options;
  // The first failure of the folder or of the program itself ends the other cells too.
  const broken = new AbortController();
  const signal = AbortSignal.any([options.signal, broken.signal]);
  const running = new Set<Promise<void>>();
  const left = new Set(cells.filter((cell) => folder.isMissing(cell)));
  let wake = () => {};
  signal.addEventListener('abort', () => wake());

  const run = async (cell: PlannedCell) => {
    try {
      observer.onStart?.(cell);
      const onEpoch = (epoch: number, epochs: number) => observer.onEpoch?.(cell, epoch, epochs);
      const record = await task(cell, { signal, onEpoch });
      await folder.finish(cell.key, record);
      observer.onFinish?.(cell, record);
    } catch (error) {
      broken.abort(error);
    }
  };
  const begin = (cell: PlannedCell) => {
    left.delete(cell);
    const work = run(cell).then(() => {
      running.delete(work);
      wake();
    });
    running.add(work);
  };
  /** Until a cell ends, the signal is aborted, or `milliseconds` have passed. */
  const change = (milliseconds?: number) =>
    new Promise<void>((resolve) => {
      const timer = milliseconds === undefined ? undefined : setTimeout(resolve, milliseconds);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  let renewed: Promise<void> | undefined;
  const renewal = setInterval(() => {
    renewed = folder.renew().catch((error) => broken.abort(error));
  }, RENEWAL_MILLISECONDS);
  try {
    for (;;) {
      while (running.size < jobs) {
        signal.throwIfAborted();
        const cell = await folder.claim(cells);
        if (cell === undefined) break;
        signal.throwIfAborted();
        begin(cell);
      }
      for (const cell of left) {
        if (folder.isMissing(cell)) continue;
        left.delete(cell);
        observer.onFinishElsewhere?.(cell, folder.records.get(cell.key)!);
      }
      const held = folder.heldElsewhere(cells);
      const idle = running.size < jobs && wait && held.length > 0;
      if (idle) observer.onWait?.(held);
      else if (running.size === 0) return;
      signal.throwIfAborted();
      await change(idle ? LOOK_MILLISECONDS : undefined);
    }
  } catch (error) {
    broken.abort(error);
    await Promise.all(running);
    await folder.release();
    throw signal.reason;
  } finally {
    clearInterval(renewal);
    await renewed;
  }
}
