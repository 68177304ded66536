/** The executor of Node: worker threads that know the package's jobs. */
import { WorkerThreads, type WorkerThreadsOptions } from '../platform/node/threads/worker-threads.js';

export type ThreadPoolOptions = Omit<WorkerThreadsOptions, 'kinds'>;

/**
 * At most `threads` worker threads at the same time; default one a core, fewer where a limit of the address space
 * (`ulimit -v`) leaves no room for the memories of so many, and this thread where it leaves room for none. All pools of a
 * process share the threads, which are started as tasks come and ended when they have been idle for half a minute.
 *
 *     await new Auto().fit(X, y, { executor: new ThreadPool({ threads: 4 }) });
 *
 * The constructor throws `InputError` unless `threads` is a whole number from 1.
 */
export class ThreadPool extends WorkerThreads {
  constructor(options: ThreadPoolOptions = {}) {
    super({ ...options, kinds: new URL('../job-kinds.js', import.meta.url) });
  }
}
