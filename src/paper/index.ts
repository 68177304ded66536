/**
 * The paper's data sets and experiments, for Node: `import { loadDataset } from 'qcl-mixnet/paper'`.
 *
 * @module qcl-mixnet/paper
 */
export { balanceScale } from './datasets/balance-scale.js';
export type { DatasetEntry, DatasetTask, Original } from './datasets/dataset-entry.js';
export { DatasetUnavailable } from './datasets/dataset-unavailable.js';
export { datasets, findDataset } from './datasets/registry.js';
export type { RunRecord } from './experiments/run-record.js';
export { type FetchDatasetOptions, fetchDataset } from './node/datasets/fetch-dataset.js';
export { type LoadedDataset, loadDataset } from './node/datasets/load-dataset.js';
export { type DatasetOrigin, type DatasetPlaces, datasetPlaces } from './node/datasets/places.js';
export { type ExperimentReportOptions, experimentReport } from './report/experiment-report.js';
