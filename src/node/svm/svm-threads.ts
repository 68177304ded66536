/** Import this for support vector machines to be trained in threads of their own. */
import { Worker } from 'node:worker_threads';
import { awaitSvmThread } from '../../classifiers/svm-smote/svm-thread.js';
import { trainSvmBy } from '../../classifiers/svm-smote/svm-trainer.js';

trainSvmBy((job, control) =>
  awaitSvmThread((onMessage, onFailure) => {
    // Arguments such as --input-type are for the program's own thread and would keep this one from starting.
    const options = { workerData: job, execArgv: [] };
    const thread = new Worker(new URL('./svm-worker.js', import.meta.url), options);
    thread.on('message', onMessage);
    thread.on('error', onFailure);
    thread.on('exit', (code) => onFailure(new Error(`the thread that trains ended with code ${code}`)));
    return () => void thread.terminate();
  }, control),
);
