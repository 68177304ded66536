/**
 * The package in Node: the core, reading tables from paths and standard input, and model files.
 *
 * @module qcl-mixnet
 */
import './platform/node/v8-flags.js';
import './node/fitting/fit-threads.js';
import './node/svm/svm-threads.js';

export { foldThreads } from './node/cross-validation/fold-threads.js';
export { loadModel, saveModel } from './node/model-file.js';
export { PredictionThreads, type PredictionThreadsOptions } from './node/prediction/prediction-threads.js';
export { readTable } from './platform/node/files/read-table-file.js';
export { writeFileAtomically } from './platform/node/files/write-file-atomically.js';
export * from './public.js';
