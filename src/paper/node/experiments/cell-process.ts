/** A process that runs cells: gets one as a message, sends progress and then the record, and waits for the next. */
import '../../../platform/node/v8-flags.js';
import { getHeapStatistics } from 'node:v8';
import { InputError } from '../../../errors.js';
import { bestKernelBuild } from '../../../kernels/load.js';
import { runCell } from '../../experiments/run-cell.js';
import type { FullRecord } from '../../experiments/run-record.js';
import type { CellMessage, CellWork } from './cell-messages.js';

const MILLISECONDS_BETWEEN_MESSAGES = 100;

function post(message: CellMessage): void {
  process.send?.(message);
}

async function run({ description, table, memoryLimitBytes }: CellWork): Promise<FullRecord> {
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
    if (now - told < MILLISECONDS_BETWEEN_MESSAGES) return;
    told = now;
    post({ kind: 'epoch', epoch, epochs });
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
}

// What started it is gone: there is nobody to work for.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
// A signal for the whole group, such as Ctrl-C, is for the process that started this one to act on.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});
process.on('message', async (work: CellWork) => {
  // The memory that the cell before has left behind is not this one's.
  globalThis.gc?.();
  post({ kind: 'record', record: await run(work) });
});
