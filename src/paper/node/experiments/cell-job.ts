/** The cells of an experiment as a job, one task per cell. It measures the memory of the process, so it needs one. */
import { getHeapStatistics } from 'node:v8';
import { InputError } from '../../../errors.js';
import type { JobKinds, OpenJob } from '../../../jobs/executor.js';
import { bestKernelBuild } from '../../../kernels/load.js';
import type { Table } from '../../../tables/table.js';
import type { CellDescription } from '../../experiments/cell.js';
import type { TableFile } from '../../experiments/plan-cells.js';
import { runCell } from '../../experiments/run-cell.js';
import type { FullRecord } from '../../experiments/run-record.js';
import { readUnchanged } from './read-own-table.js';

export interface CellLimits {
  /** Memory limit for the columns of a table that is read, and for the prepared rows. */
  readonly memoryLimitBytes: number;
}

export interface CellTask {
  readonly description: CellDescription;
  readonly table: Table | TableFile;
}

/** Reported at most every `MILLISECONDS_BETWEEN_REPORTS`. */
export interface CellProgress {
  readonly epoch: number;
  readonly epochs: number;
}

const MILLISECONDS_BETWEEN_REPORTS = 100;

/** Gives the record of a cell; any error is recorded as a failure. */
export const openJob: OpenJob<CellLimits, CellTask, FullRecord, CellProgress> =
  ({ memoryLimitBytes }) =>
  async ({ description, table }, { report }) => {
    const environment = { kernelBuild: bestKernelBuild(), node: process.version };
    const started = performance.now();
    const seconds = () => (performance.now() - started) / 1000;
    let reported = started;
    let threadPeakBytes = 0;
    /** The JavaScript heap and the external memory it refers to (arrays, engine memory). */
    const lookAtMemory = () => {
      const { used_heap_size, external_memory } = getHeapStatistics();
      threadPeakBytes = Math.max(threadPeakBytes, used_heap_size + external_memory);
    };
    const onEpoch = (epoch: number, epochs: number) => {
      lookAtMemory();
      const now = performance.now();
      if (now - reported < MILLISECONDS_BETWEEN_REPORTS) return;
      reported = now;
      report({ epoch, epochs });
    };
    try {
      const read =
        'path' in table ? await readUnchanged(table.path, description, { memoryLimitBytes }) : table;
      const result = await runCell(read, description, { memoryLimitBytes, onEpoch });
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

/** Name of the kind of job. */
export const CELLS = 'experiment-cells';

/** For processes, which import this module by its address. */
export const jobKinds: JobKinds = new Map([[CELLS, async () => ({ openJob })]]);

/** The address of this module. */
export const cellKinds = new URL(import.meta.url);
