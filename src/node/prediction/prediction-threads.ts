/** Prediction of many rows in all cores: worker threads that hold a fitted classifier, and this thread beside them. */
import { availableParallelism } from 'node:os';
import type { Tinypool } from 'tinypool';
import type { Classifier, RowPredictor } from '../../classifiers/classifier.js';
import { largestOfRows } from '../../classifiers/largest-of-rows.js';
import type { Label, Matrix } from '../../matrix.js';
import { startThreadPool } from '../thread-pool.js';
import type { HeldClassifier, PredictionPart } from './prediction-worker.js';

export interface PredictionThreadsOptions {
  /** Threads that predict, this one included; default: one a core. */
  readonly threads?: number;
}

/** Most floats of X that a worker gets at a time: 16 MB. */
const PART_FLOATS = 2 ** 22;

/**
 * A fitted classifier that predicts in several threads, with the same bits as in one: a row's result depends on that
 * row alone. Worth it where many rows, a wide table or an ensemble take longer than the 0.2 seconds that threads take
 * to start.
 *
 *     const threads = new PredictionThreads(model.classifier);
 *     const probabilities = await threads.predictProba(X);
 *     await threads.close();
 *
 * Rows and probabilities travel through memory that the threads share and keep. Calls are answered one after the other.
 */
export class PredictionThreads implements RowPredictor {
  readonly #classifier: Classifier;
  readonly #pool: Tinypool | undefined;
  readonly #workers: number;
  #inputs: SharedArrayBuffer[] = [];
  #outputs: SharedArrayBuffer[] = [];
  #last: Promise<unknown> = Promise.resolve();

  /** Throws `NotFittedError` before the classifier's `fit`. */
  constructor(classifier: Classifier, { threads = availableParallelism() }: PredictionThreadsOptions = {}) {
    const held: HeldClassifier = {
      name: classifier.name,
      state: classifier.toJSON(),
      tensors: classifier.tensors(),
    };
    this.#classifier = classifier;
    this.#workers = Math.max(0, threads - 1);
    this.#pool =
      this.#workers === 0
        ? undefined
        : startThreadPool({
            script: new URL('./prediction-worker.js', import.meta.url),
            threads: this.#workers,
            workerData: held,
          });
  }

  get classes(): readonly Label[] {
    return this.#classifier.classes;
  }

  /** rows x classes; each row sums to 1. Throws as the classifier does. */
  predictProba(X: Matrix): Promise<Matrix> {
    const answer = this.#last.then(() => this.#predict(X));
    this.#last = answer.catch(() => undefined);
    return answer;
  }

  async predict(X: Matrix): Promise<Label[]> {
    return Array.from(largestOfRows(await this.predictProba(X)), (index) => this.classes[index]);
  }

  /** Ends the threads. A program that forgets it can still exit. */
  async close(): Promise<void> {
    await this.#pool?.destroy();
  }

  async #predict(X: Matrix): Promise<Matrix> {
    const most = Math.max(1, Math.floor(PART_FLOATS / X.columns)) * (this.#workers + 1);
    if (this.#pool === undefined || X.rows <= this.#workers) return this.#classifier.predictProba(X);
    const columns = this.classes.length;
    const data = new Float32Array(X.rows * columns);
    for (let start = 0; start < X.rows; start += most) {
      const end = Math.min(X.rows, start + most);
      await this.#predictRows(this.#pool, X, start, end, data);
    }
    return { data, rows: X.rows, columns };
  }

  /** The rows start .. end - 1: the last share is this thread's, which works while the others do. */
  async #predictRows(pool: Tinypool, X: Matrix, start: number, end: number, to: Float32Array): Promise<void> {
    const share = Math.ceil((end - start) / (this.#workers + 1));
    const classes = this.classes.length;
    const parts: { start: number; done: Promise<boolean>; output: Float32Array }[] = [];
    let next = start;
    for (let worker = 0; worker < this.#workers && next + share < end; worker++, next += share) {
      const rows = share;
      const input = shared(this.#inputs, worker, rows * X.columns);
      input.set(X.data.subarray(next * X.columns, (next + rows) * X.columns));
      const output = shared(this.#outputs, worker, rows * classes);
      const part: PredictionPart = { input, output, rows, columns: X.columns };
      parts.push({ start: next, done: pool.run(part) as Promise<boolean>, output });
    }
    const rows = end - next;
    const own = { data: X.data.subarray(next * X.columns, end * X.columns), rows, columns: X.columns };
    const [ownResult, ...others] = await Promise.allSettled([
      this.#classifier.predictProba(own),
      ...parts.map(({ done }) => done),
    ]);
    // Rows that cannot be predicted are named by their place in X: asked as a whole, the classifier does so.
    const isRefused = others.some((other) => other.status === 'fulfilled' && !other.value);
    if (isRefused || ownResult.status === 'rejected') await this.#classifier.predictProba(X);
    for (const result of [ownResult, ...others]) if (result.status === 'rejected') throw result.reason;
    for (const { start: at, output } of parts) to.set(output, at * classes);
    if (ownResult.status === 'fulfilled') to.set(ownResult.value.data, next * classes);
  }
}

/** n floats of the buffer with this index, which is made anew when it is too short. */
function shared(buffers: SharedArrayBuffer[], index: number, n: number): Float32Array {
  const bytes = n * Float32Array.BYTES_PER_ELEMENT;
  if ((buffers[index]?.byteLength ?? 0) < bytes) buffers[index] = new SharedArrayBuffer(bytes);
  return new Float32Array(buffers[index], 0, n);
}
