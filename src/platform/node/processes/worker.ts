/** A process of a pool: runs one task at a time, and ends with the process that started it. */
import '../v8-flags.js';
import type { JobKinds } from '../../../jobs/executor.js';
import type { FromPlace, ToPlace } from '../../../jobs/messages.js';
import { serveJobs } from '../../../jobs/serve-jobs.js';

// The process that started this one is gone.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
// A signal to the whole group, such as Ctrl-C, is handled by the process that started this one.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});

const early: ToPlace[] = [];
const keep = (message: ToPlace) => early.push(message);
process.on('message', keep);
const { jobKinds } = (await import(process.argv[2])) as { readonly jobKinds: JobKinds };
const serve = serveJobs(jobKinds, (message: FromPlace) => process.send?.(message));
const receive = (message: ToPlace) => {
  // The memory left by the previous task must not count for this one.
  if (message.kind === 'run') globalThis.gc?.();
  serve(message);
};
process.off('message', keep);
process.on('message', receive);
early.forEach(receive);
