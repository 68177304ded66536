/** The executor of a browser: web workers that know the package's jobs. */
import { WebWorkerPool, type WebWorkerPoolOptions } from '../platform/browser/web-worker-pool.js';

export type WebWorkersOptions = Omit<WebWorkerPoolOptions, 'start'>;

/**
 * At most `workers` web workers at the same time; default one per core. They are started when tasks need them and ended
 * when they have been idle for half a minute. If none can be started (in a worker, without the worker's script, or
 * against the page's security policy) the work is done in this thread.
 *
 * The constructor throws `InputError` unless `workers` is a positive integer.
 */
export class WebWorkers extends WebWorkerPool {
  constructor(options: WebWorkersOptions = {}) {
    // Bundlers know this form, and only this one.
    const start = () => new Worker(new URL('./web-worker.js', import.meta.url), { type: 'module' });
    super({ ...options, start });
  }
}
