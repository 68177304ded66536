/** The package in Node: the core, reading tables from paths and standard input, and model files. */
import './node/relaxed-simd.js';

export { loadModel, saveModel } from './node/model-file.js';
export { readTable } from './node/read-table-file.js';
export { writeFileAtomically } from './node/write-file-atomically.js';
export * from './public.js';
