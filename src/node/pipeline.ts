/** The pipeline as the package's entry for Node exports it: by default with one worker thread per core. */
import { withExecutor } from '../pipeline/with-executor.js';
import { ThreadPool } from './thread-pool.js';

export const {
  /**
   * Trains on a part of a table and tests on the rest: target, split, preparation fitted on the training rows, classifier,
   * report. The same table, options and kernel build give the same model, bit for bit.
   *
   * @function
   */
  trainOnTable,
  /**
   * Does the same in one worker, so that this thread stays responsive; also reads the table there, from text or bytes.
   *
   * @function
   */
  trainInWorker,
  /**
   * Compares classifiers on a table by repeated stratified cross-validation, with tests of all differences.
   *
   * @function
   */
  compareClassifiers,
  /**
   * Trains one classifier on all rows of a table; no rows are held back for a test.
   *
   * @function
   */
  trainFinalModel,
  /**
   * The predicted labels and the probabilities of all rows of a table.
   *
   * @function
   */
  predictTable,
  /**
   * The same as `predictTable`, block by block, for tables with many rows.
   *
   * @function
   */
  predictBlocks,
  /**
   * Predicts a table that comes in blocks (`readTableBlocks`), in memory that does not grow with its rows.
   *
   * @function
   */
  predictStream,
  /**
   * Predicts rows given as objects: for each the label and the probabilities by label.
   *
   * @function
   */
  predictRows,
  /**
   * Compares the predictions for a table with its labels.
   *
   * @function
   */
  evaluateTable,
} = /* @__PURE__ */ withExecutor(/* @__PURE__ */ new ThreadPool());
