/**
 * The package in a browser or a worker: the core, and web workers. Models are saved with `TableClassifier`'s `toBytes`.
 *
 * @module qcl-mixnet/browser
 */
export * from './public.js';
export { readTable, readTableBlocks } from './tables/reading/read-table.js';
export {
  compareClassifiers,
  evaluateTable,
  predictBlocks,
  predictRows,
  predictStream,
  predictTable,
  trainFinalModel,
  trainInWorker,
  trainOnTable,
} from './web/pipeline.js';
export { WebWorkers, type WebWorkersOptions } from './web/web-workers.js';
