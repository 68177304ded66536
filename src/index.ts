/**
 * The package in Node: the core, worker threads, reading tables from paths and standard input, model files, and
 * functions of SQL.
 *
 * @module qcl-mixnet
 */
import './platform/node/v8-flags.js';

export {
  type RegisteredModel,
  type RegisterModelOptions,
  registerModel,
  type SqlConnection,
} from './node/duckdb/register-model.js';
export { loadModel, saveModel } from './node/model-file.js';
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
} from './node/pipeline.js';
export { ThreadPool, type ThreadPoolOptions } from './node/thread-pool.js';
export { readTable, readTableBlocks } from './platform/node/files/read-table-file.js';
export { writeFileAtomically } from './platform/node/files/write-file-atomically.js';
export * from './public.js';
