/** Worker threads for as long as some work takes. */
import { Tinypool } from 'tinypool';

export interface ThreadPoolOptions {
  /** The module whose default export the threads run. */
  readonly script: URL;
  readonly threads: number;
  /** Given to each thread once. */
  readonly workerData: unknown;
}

/** What `use` makes of the pool, whose threads are ended when it is through. */
export async function withThreadPool<T>(
  { script, threads, workerData }: ThreadPoolOptions,
  use: (pool: Tinypool) => Promise<T>,
): Promise<T> {
  const pool = new Tinypool({
    filename: script.href,
    minThreads: threads,
    maxThreads: threads,
    workerData,
    // Arguments such as --input-type are for the program's own thread and would keep these from starting.
    execArgv: [],
  });
  try {
    return await use(pool);
  } finally {
    await pool.destroy();
  }
}
