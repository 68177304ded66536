/** Runs one cell by `trainOnTable`: split, preparation, training and test. */

import type { ClassifierOptions } from '../../classifiers/names.js';
import type { ClassReport } from '../../metrics/classification-report.js';
import { findClassifier } from '../../pipeline/find-classifier.js';
import type { Provenance } from '../../pipeline/provenance.js';
import { trainOnTable } from '../../pipeline/train-on-table.js';
import type { Table } from '../../tables/table.js';
import { type EpochCurve, epochCurve } from '../../training/fit-progress.js';
import { TARGET } from '../datasets/check-table.js';
import type { CellDescription } from './cell.js';
import type { DoneRecord } from './run-record.js';

/** The result of a cell, without its environment, times and memory. */
export type CellResult = Pick<
  DoneRecord,
  | 'metrics'
  | 'classes'
  | 'confusion'
  | 'rows'
  | 'columns'
  | 'sharedRows'
  | 'bestEpoch'
  | 'epochs'
  | 'trainingSeconds'
> & {
  readonly perClass: readonly ClassReport[];
  readonly curve: EpochCurve;
  /** All candidates of the search, for a tuned cell. */
  readonly tuning?: Provenance['tuning'];
};

export interface RunCellOptions {
  /** Most memory that the prepared training rows may take; default 2 GiB. */
  readonly memoryLimitBytes?: number;
  /** Called after each epoch, and after each fit of a search. */
  readonly onEpoch?: (epoch: number, epochs: number) => void;
}

/**
 * Trains, and tests on a fifth of the rows: stratified, unless the roles of the columns say otherwise.
 *
 * @throws InputError for an unusable table or option, and for a training that diverges.
 */
export async function runCell(
  table: Table,
  cell: CellDescription,
  { memoryLimitBytes, onEpoch }: RunCellOptions = {},
): Promise<CellResult> {
  const entry = findClassifier(cell.classifier);
  // As in the paper, networks choose their checkpoint on held-out rows, and classes are the most probable ones.
  const heldOut = (entry.options.parse({}) as { validationFraction?: number }).validationFraction;
  const options = heldOut === undefined ? cell.options : { validationFraction: heldOut, ...cell.options };
  const { model, report, reports, rows, sharedRows, bestEpoch, seconds } = await trainOnTable(table, {
    target: cell.table?.target ?? TARGET,
    overrides: cell.table?.overrides,
    ...cell.table?.roles,
    mergeLabels: cell.table?.mergeLabels,
    manyClasses: cell.table?.manyClasses,
    protocol: cell.protocol,
    classifier: entry.name,
    classifierOptions: options as ClassifierOptions,
    calibration: 'none',
    decision: 'argmax',
    tuning: cell.tuned && {},
    seed: cell.seed,
    memoryLimitBytes,
    onProgress: ({ epoch, epochs }) => onEpoch?.(epoch, epochs),
  });
  return {
    metrics: report.metrics,
    classes: [...report.labels],
    perClass: report.perClass,
    confusion: nonZeroCells(report.confusion),
    rows,
    columns: table.columns.length - 1,
    sharedRows,
    bestEpoch,
    epochs: reports.length,
    curve: epochCurve(reports, fiveDigits),
    trainingSeconds: seconds,
    tuning: model.provenance.tuning,
  };
}

function fiveDigits(value: number): number {
  return Number(value.toPrecision(5));
}

function nonZeroCells(confusion: readonly (readonly number[])[]): [number, number, number][] {
  return confusion.flatMap((row, t) =>
    row.flatMap((rows, p) => (rows > 0 ? [[t, p, rows] as [number, number, number]] : [])),
  );
}
