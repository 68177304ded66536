/** The executor of Node: worker threads that know the package's jobs. */
import { WorkerThreads, type WorkerThreadsOptions } from '../platform/node/threads/worker-threads.js';

export type ThreadPoolOptions = Omit<WorkerThreadsOptions, 'kinds'>;

/**
 * At most `threads` worker threads at the same time; default one per core, fewer if a limit of the address space
 * (`ulimit -v`) leaves no room for their memories, and this thread if it leaves room for none. All pools of a process
 * share the threads, which are started when tasks need them and ended when they have been idle for half a minute.
 *
 *     await new Auto().fit(X, y, { executor: new ThreadPool({ threads: 4 }) });
 *
 * The constructor throws `InputError` unless `threads` is a positive integer.
 */
export class ThreadPool extends WorkerThreads {
  constructor(options: ThreadPoolOptions = {}) {
    super({ ...options, kinds: new URL('../job-kinds.js', import.meta.url) });
  }
}
