/** The script of the web workers. */
import { jobKinds } from '../job-kinds.js';
import { serveWebWorker } from '../platform/browser/serve-web-worker.js';

serveWebWorker(jobKinds);
