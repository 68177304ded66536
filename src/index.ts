/** The package in Node: the core, reading tables from paths and standard input, and model files. */
import './node/v8-flags.js';
import './node/fitting/fit-threads.js';
import './node/svm/svm-threads.js';

export { foldThreads } from './node/cross-validation/fold-threads.js';
export { type FetchDatasetOptions, fetchDataset } from './node/datasets/fetch-dataset.js';
export { type LoadedDataset, loadDataset } from './node/datasets/load-dataset.js';
export { type DatasetOrigin, type DatasetPlaces, datasetPlaces } from './node/datasets/places.js';
export { loadModel, saveModel } from './node/model-file.js';
export { PredictionThreads, type PredictionThreadsOptions } from './node/prediction/prediction-threads.js';
export { readTable } from './node/read-table-file.js';
export { writeFileAtomically } from './node/write-file-atomically.js';
export * from './public.js';
