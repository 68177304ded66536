/** Worker threads, for as long as some work takes or until they are ended. */
import { Tinypool } from 'tinypool';

export interface ThreadPoolOptions {
  /** The module whose default export the threads run. */
  readonly script: URL;
  readonly threads: number;
  /** Given to each thread once. */
  readonly workerData: unknown;
}

/** Threads that wait for work until the pool is destroyed. */
export function startThreadPool({ script, threads, workerData }: ThreadPoolOptions): Tinypool {
  return new Tinypool({
    filename: script.href,
    minThreads: threads,
    maxThreads: threads,
    workerData,
    // Arguments such as --input-type are for the program's own thread and would keep these from starting.
    execArgv: [],
  });
}

/** What `use` makes of the pool, whose threads are ended when it is through. */
export async function withThreadPool<T>(
  options: ThreadPoolOptions,
  use: (pool: Tinypool) => Promise<T>,
): Promise<T> {
  const pool = startThreadPool(options);
  try {
    return await use(pool);
  } finally {
    await pool.destroy();
  }
}
