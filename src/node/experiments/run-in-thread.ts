/**
 * Runs a cell in a thread of its own, so that its memory is given back whole at its end, and neither an
 * endless training nor one that runs out of memory takes the others with it.
 */
import { type ResourceLimits, Worker } from 'node:worker_threads';
import type { PlannedCell } from '../../experiments/plan-cells.js';
import type { FailedRecord, FullRecord } from '../../experiments/run-record.js';
import type { CellMessage, CellWork } from './cell-messages.js';
import type { RunCellTask } from './run-experiment.js';

export interface ThreadOptions {
  /** Written into the record of a cell whose thread did not live to write its own. */
  readonly kernelBuild: string;
  /** A cell that takes longer is recorded as failed; default no limit. */
  readonly timeLimitSeconds?: number;
  /** Most JavaScript heap of the thread, and most memory of the prepared rows. */
  readonly memoryLimitBytes: number;
}

const MEBIBYTE = 2 ** 20;

/** A task for `runExperiment`: the record is a failure, with its reason, where the cell could not be run. */
export function threadTask(options: ThreadOptions): RunCellTask {
  return ({ description, table }: PlannedCell, { signal, onEpoch }) => {
    const { memoryLimitBytes, timeLimitSeconds, kernelBuild } = options;
    const resourceLimits: ResourceLimits = { maxOldGenerationSizeMb: memoryLimitBytes / MEBIBYTE };
    const work: CellWork = { description, table, memoryLimitBytes };
    const started = performance.now();
    const failure = (reason: string): FailedRecord => ({
      ...description,
      kernelBuild,
      node: process.version,
      outcome: 'failed',
      reason,
      seconds: (performance.now() - started) / 1000,
    });
    return new Promise<FullRecord>((resolve, reject) => {
      let record: FullRecord | undefined;
      const thread = new Worker(new URL('./cell-worker.js', import.meta.url), {
        workerData: work,
        resourceLimits,
      });
      const stop = () => {
        record = undefined;
        reject(signal.reason);
        void thread.terminate();
      };
      const timer =
        timeLimitSeconds === undefined
          ? undefined
          : setTimeout(() => {
              record ??= failure(`it took longer than the time limit of ${timeLimitSeconds} s`);
              void thread.terminate();
            }, timeLimitSeconds * 1000);
      signal.addEventListener('abort', stop, { once: true });
      thread.on('message', (message: CellMessage) => {
        if (message.kind === 'epoch') onEpoch(message.epoch, message.epochs);
        else record ??= message.record;
      });
      thread.on('error', (error: NodeJS.ErrnoException) => {
        record ??= failure(
          error.code === 'ERR_WORKER_OUT_OF_MEMORY'
            ? `it needs more memory than the limit of ${Math.round(memoryLimitBytes / MEBIBYTE)} MiB`
            : `its thread ended with ${String(error)}`,
        );
      });
      // Only now its memory is free for the next cell.
      thread.on('exit', (code) => {
        clearTimeout(timer);
        signal.removeEventListener('abort', stop);
        resolve(record ?? failure(`its thread ended with code ${code}`));
      });
    });
  };
}
