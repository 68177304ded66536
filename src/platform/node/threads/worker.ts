/** A thread of the pool: runs one task at a time, of any open job. */
import '../v8-flags.js';
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import type { JobKinds } from '../../../jobs/executor.js';
import type { ToPlace } from '../../../jobs/messages.js';
import { serveJobs } from '../../../jobs/serve-jobs.js';

/** Given to a thread when it starts. */
export interface ThreadData {
  /** The address of a module that exports `jobKinds`. */
  readonly kinds: string;
  /** For an owner that blocks until there is an answer: the channel, and an integer to increment after each answer. */
  readonly blocking?: { readonly port: MessagePort; readonly answers: Int32Array };
}

/** Or: no more tasks, exit. */
export type ToThread = ToPlace | { readonly kind: 'end' };

const { kinds, blocking } = workerData as ThreadData;
const port = blocking?.port ?? (parentPort as NonNullable<typeof parentPort>);
const { jobKinds } = (await import(kinds)) as { readonly jobKinds: JobKinds };
const serve = serveJobs(jobKinds, (message, transfer) => {
  port.postMessage(message, transfer);
  if (blocking === undefined) return;
  Atomics.add(blocking.answers, 0, 1);
  Atomics.notify(blocking.answers, 0);
});

port.on('message', (message: ToThread) => {
  if (message.kind === 'end') port.close();
  else serve(message);
});
