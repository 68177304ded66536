/** What the page runs: the same work on its own thread and in a Web Worker. */
import {
  type ClassifierRun,
  countTimerTurns,
  runClassifier,
  runPipeline,
  runSvm,
} from './balance-scale-run.js';

function runClassifierInWorker(...request: Parameters<typeof runClassifier>): Promise<ClassifierRun> {
  const worker = new Worker('/worker.js', { type: 'module' });
  return new Promise<ClassifierRun>((resolve, reject) => {
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = ({ message }) => reject(new Error(`in the worker: ${message}`));
    worker.postMessage(request);
  }).finally(() => worker.terminate());
}

const page = { runClassifier, runPipeline, runSvm, countTimerTurns, runClassifierInWorker };

declare global {
  interface Window {
    page: typeof page;
  }
}

window.page = page;
