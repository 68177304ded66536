/** Prediction of many rows in parallel. */

import type { Classifier, RowPredictor } from '../../classifiers/contract/classifier.js';
import { inTable } from '../../classifiers/contract/probabilities.js';
import { InputError } from '../../errors.js';
import type { ExecutorOption, Job } from '../../jobs/executor.js';
import { inThisThread } from '../../jobs/in-thread.js';
import { type FeatureMatrix, type Label, type Matrix, rowsBetween } from '../../matrix.js';
import type { SavedClassifierState } from './prediction-job.js';
import { SharedBlocks } from './shared-blocks.js';

export interface ParallelPredictorOptions extends ExecutorOption {
  /**
   * The executor is used if prediction in this thread would take more seconds than this, because starting threads and
   * sending the classifier takes about 0.2 s; default 1. With 0 it is always used.
   */
  readonly worthSeconds?: number;
  /** Number of rows of all calls together; default: those of the first call. */
  readonly rows?: number;
}

/** Rows that are predicted in this thread to estimate how long the rest takes. */
const PROBE_ROWS = 256;
const PROBES = 4;
/** Most floats of X in a block: 16 MB, or 32 MB in 64 bits. */
const BLOCK_FLOATS = 2 ** 22;

/**
 * A fitted classifier that predicts with an executor, with the same bits as in this thread: a row's probabilities depend
 * on that row alone. Few rows are predicted in this thread (`worthSeconds`).
 *
 *     const predictor = new ParallelPredictor(model.classifier, { executor: new ThreadPool() });
 *     const probabilities = await predictor.predictProba(X);
 *     await predictor.close();
 */
export class ParallelPredictor implements RowPredictor {
  readonly #blocks = new SharedBlocks();
  readonly #calls = new Set<Promise<unknown>>();
  #job: Job<SavedClassifierState, FeatureMatrix, Float32Array> | undefined;
  #isClosed = false;
  #rowsLeft: number;

  constructor(
    private readonly classifier: Classifier,
    private readonly options: ParallelPredictorOptions = {},
  ) {
    this.#rowsLeft = options.rows ?? 0;
  }

  get classes(): readonly Label[] {
    return this.classifier.classes;
  }

  /** rows x classes; each row sums to 1. Throws as the classifier does, and after `close`. */
  async predictProba(X: FeatureMatrix): Promise<Matrix> {
    if (this.#isClosed) throw new Error('this predictor is closed: create a new one');
    const call = this.#predict(X);
    this.#calls.add(call);
    return call.finally(() => this.#calls.delete(call));
  }

  /** Releases the classifier in all places once the pending calls have finished. A program can exit without it. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.allSettled(this.#calls);
    if (this.#job) this.#executor.release(this.#job);
  }

  get #executor() {
    return this.options.executor ?? inThisThread;
  }

  async #predict(X: FeatureMatrix): Promise<Matrix> {
    const { worthSeconds = 1 } = this.options;
    this.#rowsLeft -= X.rows;
    if (this.#executor.concurrency === 1) return this.classifier.predictProba(X);
    if (this.#job !== undefined || worthSeconds <= 0) return this.#predictElsewhere(X);
    if (X.rows <= PROBE_ROWS) return this.classifier.predictProba(X);
    const { probabilities, rows, secondsPerRow } = await this.#probe(X, worthSeconds);
    if (rows === X.rows) return probabilities;
    const rest = rowsBetween(X, rows, X.rows);
    const seconds = secondsPerRow * (rest.rows + Math.max(0, this.#rowsLeft));
    const others = await inTable(
      seconds > worthSeconds ? this.#predictElsewhere(rest) : this.classifier.predictProba(rest),
      rows,
    );
    const data = new Float32Array(X.rows * others.columns);
    data.set(probabilities.data);
    data.set(others.data, probabilities.data.length);
    return { data, rows: X.rows, columns: others.columns };
  }

  /**
   * Predicts the first rows of X. As the first ones may take several times as long as later ones, whose code is compiled by
   * then, more are predicted while the rest seems worth the executor.
   */
  async #probe(X: FeatureMatrix, worthSeconds: number) {
    // The first call may compute what all calls share.
    await this.classifier.predictProba(rowsBetween(X, 0, 1));
    const found: Float32Array[] = [];
    let rows = 0;
    let secondsPerRow = Number.POSITIVE_INFINITY;
    for (let probe = 0; probe < PROBES && rows < X.rows; probe++) {
      const own = rowsBetween(X, rows, Math.min(X.rows, rows + PROBE_ROWS));
      const started = performance.now();
      found.push((await inTable(this.classifier.predictProba(own), rows)).data);
      secondsPerRow = Math.min(secondsPerRow, (performance.now() - started) / 1000 / own.rows);
      rows += own.rows;
      if (secondsPerRow * (X.rows - rows + Math.max(0, this.#rowsLeft)) <= worthSeconds) break;
    }
    const columns = this.classes.length;
    const data = new Float32Array(rows * columns);
    found.forEach((own, probe) => {
      data.set(own, probe * PROBE_ROWS * columns);
    });
    return { probabilities: { data, rows, columns }, rows, secondsPerRow };
  }

  /** This thread only waits, so that the others get the cores. */
  async #predictElsewhere(X: FeatureMatrix): Promise<Matrix> {
    const { concurrency, sharesMemory } = this.#executor;
    if (X.rows < concurrency) return this.classifier.predictProba(X);
    this.#job ??= this.#newJob();
    const classes = this.classes.length;
    const data = new Float32Array(X.rows * classes);
    const size = Math.min(Math.ceil(X.rows / concurrency), Math.max(1, Math.floor(BLOCK_FLOATS / X.columns)));
    const blocks = this.#blocks;
    const inUse = new Map<number, FeatureMatrix>();
    function* tasks() {
      for (let index = 0; index * size < X.rows; index++) {
        const rows = rowsBetween(X, index * size, Math.min(X.rows, (index + 1) * size));
        const block = sharesMemory ? blocks.take(rows) : { ...rows, data: rows.data.slice() };
        inUse.set(index, block);
        yield block;
      }
    }
    try {
      await this.#executor.run(this.#job, tasks(), {
        onResult: (index, probabilities) => {
          data.set(probabilities, index * size * classes);
          if (sharesMemory) blocks.giveBack(inUse.get(index) as FeatureMatrix);
          inUse.delete(index);
        },
      });
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      // The message names a refused row by its index in the block; predicting all rows here names its index in X.
      await this.classifier.predictProba(X);
      throw error;
    }
    return { data, rows: X.rows, columns: classes };
  }

  #newJob(): Job<SavedClassifierState, FeatureMatrix, Float32Array> {
    const { classifier } = this;
    const shared = { name: classifier.name, state: classifier.toJSON(), tensors: classifier.tensors() };
    return {
      kind: 'predictions',
      shared,
      open: () => async (X) => (await classifier.predictProba(X)).data,
    };
  }
}

/** Calls `use` with a predictor for `rows` rows in total, and closes it afterwards. */
export async function withPredictor<T>(
  classifier: Classifier,
  { executor, rows }: ParallelPredictorOptions,
  use: (predictor: ParallelPredictor) => Promise<T>,
): Promise<T> {
  const predictor = new ParallelPredictor(classifier, { executor, rows });
  try {
    return await use(predictor);
  } finally {
    await predictor.close();
  }
}
