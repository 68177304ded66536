/** What a pool says of a process that ends in the middle of its task. */
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { OpenJob } from '../../src/jobs/executor.js';
import { KIND, openJob } from './contract-kinds.mjs';

type Processes = typeof import('../../src/platform/node/processes/process-pool.js');
const built = fileURLToPath(new URL('../../dist/platform/node/processes/process-pool.js', import.meta.url));
const { ProcessPool } = (await import(built)) as Processes;

describe('a process that ends', () => {
  it.each<[string, object, string]>([
    ['fills its memory', { hoards: true }, 'it needs more memory than the limit of 32 MiB'],
    [
      'is ended by V8',
      { signal: 'SIGTRAP' },
      'its process ended by SIGTRAP, probably out of memory: the limit is 32 MiB',
    ],
    ['is killed', { signal: 'SIGKILL' }, 'its process ended by SIGKILL'],
  ])('fails its task with the reason: %s', async (_, task, reason) => {
    const kinds = new URL('contract-kinds.mjs', import.meta.url);
    const pool = new ProcessPool({ processes: 1, kinds, memoryLimitBytes: 2 ** 25 });
    const job = {
      kind: KIND,
      shared: { name: reason },
      open: openJob as unknown as OpenJob<object, object, unknown, never>,
    };
    await expect(pool.run(job, [task], { onResult: () => {} })).rejects.toThrow(reason);
  });
});
