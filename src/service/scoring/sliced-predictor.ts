/** Predictions of many rows that leave the event loop to other requests. */
import type { Classifier } from '../../classifiers/contract/classifier.js';
import { inTable } from '../../classifiers/contract/probabilities.js';
import type { TimeSlices } from '../../event-loop.js';
import type { Executor } from '../../jobs/executor.js';
import { type FeatureMatrix, type Matrix, rowsBetween } from '../../matrix.js';
import { ParallelPredictor } from '../../pipeline/prediction/parallel-predictor.js';

/** Rows of the first block; the next ones have twice as many as long as they take less than `BLOCK_MILLISECONDS`. */
const FIRST_ROWS = 16;
const MOST_ROWS = 1024;
const BLOCK_MILLISECONDS = 4;

export class SlicedPredictor {
  readonly #elsewhere: ParallelPredictor;

  /**
   * @param executor has the classifier in each of its threads from the first time that it is worth it
   * @param worthMilliseconds the rest of the rows is predicted by the executor if it would take longer in this thread:
   *   sending rows and results takes a few milliseconds
   */
  constructor(
    private readonly classifier: Classifier,
    private readonly executor: Executor,
    private readonly worthMilliseconds = 40,
  ) {
    this.#elsewhere = new ParallelPredictor(classifier, { executor, worthSeconds: 0 });
  }

  /** rows x classes. Throws as the classifier does. */
  async predictProba(X: FeatureMatrix, slices: TimeSlices): Promise<Matrix> {
    const columns = this.classifier.classes.length;
    const data = new Float32Array(X.rows * columns);
    let size = FIRST_ROWS;
    let fastest = Number.POSITIVE_INFINITY;
    for (let start = 0; start < X.rows; ) {
      if (slices.due()) await slices.pause();
      const rest = X.rows - start;
      // The first blocks may take several times as long as later ones.
      const isWorth = size >= 4 * FIRST_ROWS && fastest * rest > this.worthMilliseconds;
      const isElsewhere = isWorth && this.executor.concurrency > 1;
      const end = isElsewhere ? X.rows : start + Math.min(size, rest);
      const block = rowsBetween(X, start, end);
      const started = performance.now();
      const predictor = isElsewhere ? this.#elsewhere : this.classifier;
      data.set((await inTable(predictor.predictProba(block), start)).data, start * columns);
      const taken = performance.now() - started;
      fastest = Math.min(fastest, taken / block.rows);
      if (taken < BLOCK_MILLISECONDS) size = Math.min(2 * size, MOST_ROWS);
      else if (taken > 2 * BLOCK_MILLISECONDS) size = Math.max(FIRST_ROWS, size / 2);
      start = end;
    }
    return { data, rows: X.rows, columns };
  }

  /** Releases the classifier in all threads once the pending predictions have finished. */
  close(): Promise<void> {
    return this.#elsewhere.close();
  }
}
