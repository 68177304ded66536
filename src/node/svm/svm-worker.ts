/** The thread that trains support vector machines: gets its job as `workerData`, posts what comes of it. */
import '../v8-flags.js';
import { parentPort, workerData } from 'node:worker_threads';
import type { SvmJob } from '../../classifiers/svm-smote/svm-job.js';
import { serveSvm } from '../../classifiers/svm-smote/svm-thread.js';

// Where there is a fetch, libsvm-js tries it on a file name first, and complains on standard error.
Reflect.deleteProperty(globalThis, 'fetch');
const Svm = await (await import('libsvm-js/wasm.js')).default;

await serveSvm(Svm, workerData as SvmJob, (message) => parentPort?.postMessage(message));
