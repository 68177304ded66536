/** Prediction of many rows in all cores: worker threads that each hold a fitted classifier. */
import { availableParallelism } from 'node:os';
import type { Classifier, RowPredictor } from '../../classifiers/contract/classifier.js';
import { labelsOfRows } from '../../decision/argmax.js';
import { InputError } from '../../errors.js';
import { type FeatureMatrix, type Label, type Matrix, rowsBetween } from '../../matrix.js';
import { affordableThreads } from '../../platform/node/threads/affordable-threads.js';
import { ThreadJob } from '../../platform/node/threads/thread-pool.js';
import type { HeldClassifier, PredictionPart } from './prediction-job.js';

export interface PredictionThreadsOptions {
  /** Threads that predict; 1: this one. Default: one a core. */
  readonly threads?: number;
}

/** Most floats of X that a worker gets at a time: 16 MB, or of 64 bits 32 MB. */
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
 * Rows and probabilities travel through memory that the threads share and keep. Calls are answered one after the other;
 * one that takes less than a few milliseconds in one thread is not answered sooner by several.
 */
export class PredictionThreads implements RowPredictor {
  readonly #classifier: Classifier;
  readonly #job: ThreadJob | undefined;
  readonly #threads: number;
  readonly #inputs: SharedArrayBuffer[] = [];
  readonly #outputs: SharedArrayBuffer[] = [];
  #last: Promise<unknown> = Promise.resolve();
  #isClosed = false;

  /** Throws `NotFittedError` before the classifier's `fit`, and `InputError` for `threads` that are no whole number from 1. */
  constructor(classifier: Classifier, { threads = availableParallelism() }: PredictionThreadsOptions = {}) {
    if (!Number.isInteger(threads) || threads < 1) {
      throw new InputError(`threads is ${threads}: give a whole number from 1`);
    }
    const held: HeldClassifier = {
      name: classifier.name,
      state: classifier.toJSON(),
      tensors: classifier.tensors(),
    };
    this.#classifier = classifier;
    this.#threads = affordableThreads(threads);
    this.#job = this.#threads <= 1 ? undefined : new ThreadJob('predictions', held, this.#threads);
  }

  get classes(): readonly Label[] {
    return this.#classifier.classes;
  }

  /** rows x classes; each row sums to 1. Throws as the classifier does, and after `close`. */
  async predictProba(X: FeatureMatrix): Promise<Matrix> {
    if (this.#isClosed) throw new Error('these threads are closed: make new ones to predict');
    const answer = this.#last.then(() => this.#predict(X));
    this.#last = answer.catch(() => undefined);
    return answer;
  }

  /** The predicted labels: for each row the class of the largest probability, the first of equals. */
  async predict(X: FeatureMatrix): Promise<Label[]> {
    return labelsOfRows(await this.predictProba(X), this.classes);
  }

  /** Frees the classifier in the threads when the calls made so far are answered. A program that forgets it can still exit. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#last;
    this.#job?.close();
  }

  async #predict(X: FeatureMatrix): Promise<Matrix> {
    if (this.#job === undefined || X.rows < this.#threads) return this.#classifier.predictProba(X);
    const most = Math.max(1, Math.floor(PART_FLOATS / X.columns)) * this.#threads;
    const columns = this.classes.length;
    const data = new Float32Array(X.rows * columns);
    for (let start = 0; start < X.rows; start += most) {
      await this.#predictRows(this.#job, X, start, Math.min(X.rows, start + most), data);
    }
    return { data, rows: X.rows, columns };
  }

  /** The rows start .. end - 1, a share for each thread. This one only waits, so that the others get the cores. */
  async #predictRows(
    job: ThreadJob,
    X: FeatureMatrix,
    start: number,
    end: number,
    to: Float32Array,
  ): Promise<void> {
    const { columns } = X;
    const classes = this.classes.length;
    const share = Math.ceil((end - start) / this.#threads);
    const parts = Array.from({ length: Math.ceil((end - start) / share) }, async (_, i) => {
      const first = start + i * share;
      const own = rowsBetween(X, first, Math.min(end, first + share));
      const { rows } = own;
      const memory = shared(this.#inputs, i, own.data.byteLength);
      const isWide = own.data instanceof Float64Array;
      const input = isWide
        ? new Float64Array(memory, 0, rows * columns)
        : new Float32Array(memory, 0, rows * columns);
      input.set(own.data);
      const outputBytes = rows * classes * Float32Array.BYTES_PER_ELEMENT;
      const output = new Float32Array(shared(this.#outputs, i, outputBytes), 0, rows * classes);
      const part: PredictionPart = { input, output, rows, columns };
      const isPredicted = (await job.run(part)) as boolean;
      to.set(output, first * classes);
      return isPredicted;
    });
    const results = await Promise.allSettled(parts);
    for (const result of results) if (result.status === 'rejected') throw result.reason;
    // Rows that are refused are named by their place in X: asked as a whole, the classifier does so.
    const isRefused = results.some((result) => result.status === 'fulfilled' && !result.value);
    if (isRefused) await this.#classifier.predictProba(X);
  }
}

/** The buffer with this index, which is made anew when it is too short. */
function shared(buffers: SharedArrayBuffer[], index: number, bytes: number): SharedArrayBuffer {
  if ((buffers[index]?.byteLength ?? 0) < bytes) buffers[index] = new SharedArrayBuffer(bytes);
  return buffers[index];
}
