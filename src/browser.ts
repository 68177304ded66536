/**
 * The package in a browser or a worker: the core. Models are saved with `TableClassifier`'s `toBytes`.
 *
 * @module qcl-mixnet/browser
 */
export * from './public.js';
export { readTable } from './tables/reading/read-table.js';
