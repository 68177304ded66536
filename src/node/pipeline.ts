/** The pipeline as the package's entry for Node exports it: by default with one worker thread per core. */
import { withExecutor } from '../pipeline/with-executor.js';
import { ThreadPool } from './thread-pool.js';

export const {
  trainOnTable,
  compareClassifiers,
  trainFinalModel,
  predictTable,
  predictBlocks,
  evaluateTable,
} = /* @__PURE__ */ withExecutor(/* @__PURE__ */ new ThreadPool());
