/** The pipeline with a default executor other than this thread, as the entries of the package export it. */
import type { Executor, ExecutorOption } from '../jobs/executor.js';
import { compareClassifiers } from './comparison/compare-classifiers.js';
import { trainFinalModel } from './comparison/train-final-model.js';
import { evaluateTable } from './evaluate-table.js';
import { predictRows } from './predict-rows.js';
import { predictStream } from './predict-stream.js';
import { predictBlocks, predictTable } from './predict-table.js';
import { trainOnTable } from './train-on-table.js';
import { trainInWorker } from './worker-training/train-in-worker.js';

export interface Pipeline {
  readonly trainOnTable: typeof trainOnTable;
  readonly trainInWorker: typeof trainInWorker;
  readonly compareClassifiers: typeof compareClassifiers;
  readonly trainFinalModel: typeof trainFinalModel;
  readonly predictTable: typeof predictTable;
  readonly predictBlocks: typeof predictBlocks;
  readonly predictStream: typeof predictStream;
  readonly predictRows: typeof predictRows;
  readonly evaluateTable: typeof evaluateTable;
}

/** The functions with `executor` as the default of their option. */
export function withExecutor(executor: Executor): Pipeline {
  const or = <Options extends ExecutorOption>(options: Options): Options => ({
    ...options,
    executor: options?.executor ?? executor,
  });
  return {
    trainOnTable: (table, options) => trainOnTable(table, or(options)),
    trainInWorker: (source, options) => trainInWorker(source, or(options)),
    compareClassifiers: (table, options) => compareClassifiers(table, or(options)),
    trainFinalModel: (table, comparison, chosen, options = {}) =>
      trainFinalModel(table, comparison, chosen, or(options)),
    predictTable: (model, table, options = {}) => predictTable(model, table, or(options)),
    predictBlocks: (model, table, options = {}) => predictBlocks(model, table, or(options)),
    predictStream: (model, blocks, options = {}) => predictStream(model, blocks, or(options)),
    predictRows: (model, rows, options = {}) => predictRows(model, rows, or(options)),
    evaluateTable: (model, table, options = {}) => evaluateTable(model, table, or(options)),
  };
}
