/** The script of a web worker: reports that it is ready, and runs one task at a time. */
import type { JobKinds } from '../../jobs/executor.js';
import type { ToPlace } from '../../jobs/messages.js';
import { serveJobs } from '../../jobs/serve-jobs.js';

/** The first message: the script has been loaded. */
export interface Ready {
  readonly kind: 'ready';
}

export function serveWebWorker(kinds: JobKinds): void {
  const serve = serveJobs(kinds, (message, transfer) => postMessage(message, { transfer }));
  addEventListener('message', ({ data }: MessageEvent<ToPlace>) => serve(data));
  postMessage({ kind: 'ready' } satisfies Ready);
}
