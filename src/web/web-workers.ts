/** The executor of a browser: web workers that know the package's jobs. */
import { WebWorkerPool, type WebWorkerPoolOptions } from '../platform/browser/web-worker-pool.js';

export type WebWorkersOptions = Omit<WebWorkerPoolOptions, 'start'>;

/**
 * At most `workers` web workers at the same time; default one a core. They are started as tasks come and ended when they
 * have been idle for half a minute. Where none can be started (in a worker, without the worker's script, or against the
 * page's security policy) the work is done in this thread.
 *
 * The constructor throws `InputError` unless `workers` is a whole number from 1.
 */
export class WebWorkers extends WebWorkerPool {
  constructor(options: WebWorkersOptions = {}) {
    // Bundlers know this form, and only this one.
    const start = () => new Worker(new URL('./web-worker.js', import.meta.url), { type: 'module' });
    super({ ...options, start });
  }
}
