/** The pipeline as the package's entry for browsers exports it: by default with one web worker per core. */
import { withExecutor } from '../pipeline/with-executor.js';
import { WebWorkers } from './web-workers.js';

export const {
  trainOnTable,
  compareClassifiers,
  trainFinalModel,
  predictTable,
  predictBlocks,
  evaluateTable,
} = /* @__PURE__ */ withExecutor(/* @__PURE__ */ new WebWorkers());
