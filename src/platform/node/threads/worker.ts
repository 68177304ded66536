/** A thread of the pool: runs one task at a time, of any open job. */
import '../v8-flags.js';
import { parentPort, workerData } from 'node:worker_threads';
import type { JobKinds } from '../../../jobs/executor.js';
import type { ToPlace } from '../../../jobs/messages.js';
import { serveJobs } from '../../../jobs/serve-jobs.js';

/** Given to a thread when it starts. */
export interface ThreadData {
  /** The address of a module that exports `jobKinds`. */
  readonly kinds: string;
}

/** Or: no more tasks, exit. */
export type ToThread = ToPlace | { readonly kind: 'end' };

const port = parentPort as NonNullable<typeof parentPort>;
const { jobKinds } = (await import((workerData as ThreadData).kinds)) as { readonly jobKinds: JobKinds };
const serve = serveJobs(jobKinds, (message, transfer) => port.postMessage(message, transfer));

port.on('message', (message: ToThread) => {
  if (message.kind === 'end') port.close();
  else serve(message);
});
