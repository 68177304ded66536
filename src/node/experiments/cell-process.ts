/** The process that runs one cell: gets it as its first message, sends progress and then the record. */
import '../v8-flags.js';
import { getHeapStatistics } from 'node:v8';
import { InputError } from '../../errors.js';
import { runCell } from '../../experiments/run-cell.js';
import type { FullRecord } from '../../experiments/run-record.js';
import { bestKernelBuild } from '../../kernels/load.js';
import type { CellMessage, CellWork } from './cell-messages.js';

const MILLISECONDS_BETWEEN_MESSAGES = 100;

const started = performance.now();
let told = started;
let threadPeakBytes = 0;

function post(message: CellMessage): void {
  process.send?.(message);
}

/** JavaScript heap and what hangs on it outside (arrays, engine memory). */
function lookAtMemory(): void {
  const { used_heap_size, external_memory } = getHeapStatistics();
  threadPeakBytes = Math.max(threadPeakBytes, used_heap_size + external_memory);
}

function onEpoch(epoch: number, epochs: number): void {
  lookAtMemory();
  const now = performance.now();
  if (now - told < MILLISECONDS_BETWEEN_MESSAGES) return;
  told = now;
  post({ kind: 'epoch', epoch, epochs });
}

async function run({ description, table, memoryLimitBytes }: CellWork): Promise<FullRecord> {
  const environment = { kernelBuild: bestKernelBuild(), node: process.version };
  const seconds = () => (performance.now() - started) / 1000;
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

// What started it is gone, or has the record: there is nobody to work for.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
// A signal for the whole group, such as Ctrl-C, is for the process that started this one to act on.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});
process.once('message', async (work: CellWork) => post({ kind: 'record', record: await run(work) }));
