/** The cells of an experiment as a job: one task is one cell. For processes: it measures the memory of the whole one. */
import { getHeapStatistics } from 'node:v8';
import { InputError } from '../../../errors.js';
import type { JobKinds, OpenJob } from '../../../jobs/executor.js';
import { bestKernelBuild } from '../../../kernels/load.js';
import type { Table } from '../../../tables/table.js';
import type { CellDescription } from '../../experiments/cell.js';
import { runCell } from '../../experiments/run-cell.js';
import type { FullRecord } from '../../experiments/run-record.js';

/** What all cells share. */
export interface CellLimits {
  /** Most memory of the prepared rows. */
  readonly memoryLimitBytes: number;
}

export interface CellTask {
  readonly description: CellDescription;
  readonly table: Table;
}

/** Reported every now and then. */
export interface CellProgress {
  readonly epoch: number;
  readonly epochs: number;
}

const MILLISECONDS_BETWEEN_REPORTS = 100;

/** Gives the record; that of a failure where the table or the options cannot be used, and for a defect. */
export const openJob: OpenJob<CellLimits, CellTask, FullRecord, CellProgress> =
  ({ memoryLimitBytes }) =>
  async ({ description, table }, { report }) => {
    const environment = { kernelBuild: bestKernelBuild(), node: process.version };
    const started = performance.now();
    const seconds = () => (performance.now() - started) / 1000;
    let told = started;
    let threadPeakBytes = 0;
    /** JavaScript heap and what hangs on it outside (arrays, engine memory). */
    const lookAtMemory = () => {
      const { used_heap_size, external_memory } = getHeapStatistics();
      threadPeakBytes = Math.max(threadPeakBytes, used_heap_size + external_memory);
    };
    const onEpoch = (epoch: number, epochs: number) => {
      lookAtMemory();
      const now = performance.now();
      if (now - told < MILLISECONDS_BETWEEN_REPORTS) return;
      told = now;
      report({ epoch, epochs });
    };
    try {
      const result = await runCell(table, description, { memoryLimitBytes, onEpoch });
      lookAtMemory();
      // maxRSS is in KiB on every system (libuv).
      const processPeakBytes = process.resourceUsage().maxRSS * 1024;
      return {
        ...description,
        ...environment,
        outcome: 'done',
        ...result,
        seconds: seconds(),
        threadPeakBytes,
        processPeakBytes,
      };
    } catch (error) {
      const reason = error instanceof InputError ? error.message : `unexpected ${String(error)}`;
      return { ...description, ...environment, outcome: 'failed', reason, seconds: seconds() };
    }
  };

/** Its name. */
export const CELLS = 'experiment-cells';

/** For the processes that import this module by its address. */
export const jobKinds: JobKinds = new Map([[CELLS, async () => ({ openJob })]]);

/** The address of this module. */
export const cellKinds = new URL(import.meta.url);
