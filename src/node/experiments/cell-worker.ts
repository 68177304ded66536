/** The thread that runs one cell: gets it as `workerData`, posts progress and then the record. */
import '../v8-flags.js';
import '../svm/svm-threads.js';
import { getHeapStatistics } from 'node:v8';
import { parentPort, workerData } from 'node:worker_threads';
import { InputError } from '../../errors.js';
import { runCell } from '../../experiments/run-cell.js';
import type { FullRecord } from '../../experiments/run-record.js';
import { bestKernelBuild } from '../../kernels/load.js';
import type { CellMessage, CellWork } from './cell-messages.js';

const MILLISECONDS_BETWEEN_MESSAGES = 100;

const { description, table, memoryLimitBytes } = workerData as CellWork;
const started = performance.now();
let told = started;
let threadPeakBytes = 0;

function post(message: CellMessage): void {
  parentPort?.postMessage(message);
}

/** JavaScript heap and what hangs on it outside (arrays, engine memory) of this thread alone. */
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

async function run(): Promise<FullRecord> {
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

post({ kind: 'record', record: await run() });
