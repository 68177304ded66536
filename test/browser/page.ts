/** What the page runs: the same work on its own thread and in a Web Worker. */
import { predictTable, TrainingAborted, trainInWorker, trainOnTable, WebWorkers } from 'qcl-mixnet/browser';
import { balanceScale } from '../../src/paper/datasets/balance-scale.js';
import { WebWorkerPool } from '../../src/platform/browser/web-worker-pool.js';
import { checkExecutor } from '../executors/contract.js';
import {
  type ClassifierRun,
  countTimerTurns,
  runApproximate,
  runClassifier,
  runExplanations,
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

const FOREST = {
  target: 'target',
  classifier: 'random-forest',
  classifierOptions: { nEstimators: 400 },
} as const;

export interface WatchedTraining {
  /** How often a timer of the page fired during the training. */
  readonly ticks: number;
  readonly reports: number;
  readonly notices: readonly string[];
  readonly model: number[];
  /** Predictions by the model in the page. */
  readonly labels: readonly unknown[];
}

async function trainForestInWorker(): Promise<WatchedTraining> {
  let [ticks, reports] = [0, 0];
  const notices: string[] = [];
  const timer = setInterval(() => {
    ticks++;
  }, 1);
  const table = balanceScale();
  const { model } = await trainInWorker(table, {
    ...FOREST,
    executor: new WebWorkers(),
    onProgress: () => {
      reports++;
    },
    onNotice: (notice) => notices.push(notice),
  }).finally(() => clearInterval(timer));
  const { labels } = await predictTable(model, table);
  return { ticks, reports, notices, model: Array.from(model.toBytes()), labels };
}

/** The same model, trained in this thread. */
async function trainForestHere(): Promise<Pick<WatchedTraining, 'model' | 'labels'>> {
  const table = balanceScale();
  const { model } = await trainOnTable(table, FOREST);
  const { labels } = await predictTable(model, table);
  return { model: Array.from(model.toBytes()), labels };
}

/** What a training rejects with that the page stops at its first progress report. */
async function abortInWorker(): Promise<{ readonly isAborted: boolean; readonly cause: unknown }> {
  const controller = new AbortController();
  const training = trainInWorker(balanceScale(), {
    target: 'target',
    classifier: 'qcl-mixnet',
    classifierOptions: { epochs: 10_000 },
    signal: controller.signal,
    onProgress: () => controller.abort('stopped by the page'),
  });
  const error: unknown = await training.catch((thrown: unknown) => thrown);
  return error instanceof TrainingAborted
    ? { isAborted: true, cause: error.cause }
    : { isAborted: false, cause: String(error) };
}

const startContractWorker = () => new Worker('/contract-worker.js', { type: 'module' });
const contractWorkers = new WebWorkerPool({ workers: 2, start: startContractWorker });
const checkWebWorkers = (name: string) => checkExecutor(name, contractWorkers);

const page = {
  runClassifier,
  runPipeline,
  runExplanations,
  runApproximate,
  runSvmInWorkers,
  countTimerTurns,
  trainForestInWorker,
  trainForestHere,
  abortInWorker,
  runClassifierInWorker,
  checkWebWorkers,
};

declare global {
  interface Window {
    page: typeof page;
  }
}

window.page = page;
