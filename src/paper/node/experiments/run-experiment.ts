/** Runs the missing cells of an experiment, several at a time. */
import type { Executor, Job } from '../../../jobs/executor.js';
import { bestKernelBuild } from '../../../kernels/load.js';
import type { PlannedCell } from '../../experiments/plan-cells.js';
import type { FailedRecord, FullRecord, RunRecord } from '../../experiments/run-record.js';
import { CELLS, type CellLimits, type CellProgress, type CellTask, openJob } from './cell-job.js';
import { type HeldCell, RENEWAL_MILLISECONDS } from './claim-file.js';
import type { RunFolder } from './run-folder.js';

/** How often to check whether other processes have finished a cell or ended. */
const LOOK_MILLISECONDS = 1_000;

/** Events of an experiment, for a display. */
export interface ExperimentObserver {
  onStart?(cell: PlannedCell): void;
  onEpoch?(cell: PlannedCell, epoch: number, epochs: number): void;
  onFinish?(cell: PlannedCell, record: FullRecord): void;
  /** Another process has recorded a cell that was missing at the start. */
  onFinishElsewhere?(cell: PlannedCell, record: RunRecord): void;
  /** Nothing is left to start, but other processes run `held`; called again every second. */
  onWait?(held: readonly HeldCell[]): void;
}

export interface RunExperimentOptions {
  readonly folder: RunFolder;
  /** In the order in which to start them. */
  readonly cells: readonly PlannedCell[];
  /** Of processes, so that a cell that runs out of memory or time does not end the others. */
  readonly executor: Executor;
  readonly limits: CellLimits;
  /** A cell that takes longer is recorded as failed; default no limit. */
  readonly timeLimitSeconds?: number;
  /**
   * Wait for the cells that other processes run, and run those whose process has ended or does not renew its
   * claim. Otherwise the experiment ends when nothing is left to start. Default true.
   */
  readonly wait?: boolean;
  /** Cancels the experiment: the running cells are abandoned, without a record. */
  readonly signal: AbortSignal;
  readonly observer?: ExperimentObserver;
}

/**
 * Runs every cell that is missing in the folder and that no other process runs. Each record is flushed to the folder
 * before the next cell starts in its place.
 *
 * @throws InputError when a record cannot be written; records written before are kept.
 * @throws the signal's reason when it was aborted.
 */
export async function runExperiment(options: RunExperimentOptions): Promise<void> {
  const { folder, cells, executor, wait = true, observer = {} } = options;
  const job: CellJob = { kind: CELLS, shared: options.limits, open: openJob };
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
      const record = await runOne(job, cell, { ...options, signal, onEpoch });
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
      while (running.size < executor.concurrency) {
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
      const idle = running.size < executor.concurrency && wait && held.length > 0;
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
    executor.release(job);
  }
}

type CellJob = Job<CellLimits, CellTask, FullRecord, CellProgress>;

interface CellControl extends Pick<RunExperimentOptions, 'executor' | 'timeLimitSeconds' | 'signal'> {
  readonly onEpoch: (epoch: number, epochs: number) => void;
}

/**
 * Runs a cell; a cell that could not be run gives the record of a failure, with the reason. Rejects with the signal's
 * reason.
 */
async function runOne(
  job: CellJob,
  { description, table }: PlannedCell,
  { executor, timeLimitSeconds, signal, onEpoch }: CellControl,
): Promise<FullRecord> {
  const started = performance.now();
  let record: FullRecord | undefined;
  const limit = new AbortController();
  const timer =
    timeLimitSeconds === undefined
      ? undefined
      : setTimeout(() => {
          limit.abort(new Error(`it took longer than the time limit of ${timeLimitSeconds} s`));
        }, timeLimitSeconds * 1000);
  try {
    await executor.run(job, [{ description, table }], {
      signal,
      taskSignal: () => limit.signal,
      onReport: (_, { epoch, epochs }) => onEpoch(epoch, epochs),
      onResult: (_, result) => {
        record = result;
      },
      onFailure: (_, error) => {
        record = {
          ...description,
          kernelBuild: bestKernelBuild(),
          node: process.version,
          outcome: 'failed',
          reason: error instanceof Error ? error.message : String(error),
          seconds: (performance.now() - started) / 1000,
        } satisfies FailedRecord;
      },
    });
  } finally {
    clearTimeout(timer);
  }
  return record as FullRecord;
}
