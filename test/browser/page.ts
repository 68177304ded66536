/** What the page runs: the same work on its own thread and in a Web Worker. */
import { WebWorkers } from 'qcl-mixnet/browser';
import { WebWorkerPool } from '../../src/platform/browser/web-worker-pool.js';
import { checkExecutor } from '../executors/contract.js';
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

/** A support vector machine by web workers that nobody has started yet. */
const runSvmInWorkers = (seed: number) => runSvm(seed, new WebWorkers());

const startContractWorker = () => new Worker('/contract-worker.js', { type: 'module' });
const contractWorkers = new WebWorkerPool({ workers: 2, start: startContractWorker });
const checkWebWorkers = (name: string) => checkExecutor(name, contractWorkers);

const page = {
  runClassifier,
  runPipeline,
  runSvmInWorkers,
  countTimerTurns,
  runClassifierInWorker,
  checkWebWorkers,
};

declare global {
  interface Window {
    page: typeof page;
  }
}

window.page = page;
