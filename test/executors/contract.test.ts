/** The contract of executors, of all that run in Node; test/browser/executors.test.ts has web workers. */
import { fileURLToPath } from 'node:url';
import { describe, it } from 'vitest';
import type { JobKinds } from '../../src/jobs/executor.js';
import { InThreadExecutor } from '../../src/jobs/in-thread.js';
import { LoopbackExecutor } from '../support/executors.js';
import { checkExecutor, contractChecks } from './contract.js';
import { jobKinds } from './contract-kinds.mjs';

// Threads and processes load the built package.
const built = (path: string) => fileURLToPath(new URL(`../../dist/platform/node/${path}`, import.meta.url));
type Threads = typeof import('../../src/platform/node/threads/worker-threads.js');
type Processes = typeof import('../../src/platform/node/processes/process-pool.js');
const { WorkerThreads } = (await import(built('threads/worker-threads.js'))) as Threads;
const { ProcessPool } = (await import(built('processes/process-pool.js'))) as Processes;
const kinds = new URL('contract-kinds.mjs', import.meta.url);

describe.each([
  ['this thread', new InThreadExecutor()],
  ['a loop through the codec', new LoopbackExecutor(jobKinds as unknown as JobKinds)],
  ['one worker thread', new WorkerThreads({ threads: 1, kinds })],
  ['worker threads', new WorkerThreads({ threads: 3, kinds })],
  ['processes', new ProcessPool({ processes: 2, kinds, memoryLimitBytes: 2 ** 28 })],
])('the executor of %s', (_, executor) => {
  it.each(contractChecks)('%s', (name) => checkExecutor(name, executor));
});
