/** A web worker that knows the jobs of the executors' contract. */
import type { JobKinds } from '../../src/jobs/executor.js';
import { serveWebWorker } from '../../src/platform/browser/serve-web-worker.js';
import { jobKinds } from '../executors/contract-kinds.mjs';

serveWebWorker(jobKinds as unknown as JobKinds);
