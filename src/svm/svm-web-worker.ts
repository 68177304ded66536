/** The Web Worker that trains support vector machines: gets a job, posts what comes of it, and waits for the next. */
import Svm from '#libsvm';
import type { SvmJob } from './svm-job.js';
import { serveSvm } from './svm-thread.js';
import type { SvmWorkerMessage } from './svm-web-thread.js';

const post = (message: SvmWorkerMessage) => postMessage(message);

addEventListener('message', ({ data }: MessageEvent<SvmJob>) => serveSvm(Svm, data, post));
post({ kind: 'ready' });
