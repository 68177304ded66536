/** Runs one cell: split, preparation, training and test as `trainOnTable` does them. */
import { TARGET } from '../datasets/check-table.js';
import type { ClassReport } from '../metrics/classification-report.js';
import type { Provenance } from '../pipeline/provenance.js';
import { trainOnTable } from '../pipeline/train-on-table.js';
import { SEARCH_UNIT } from '../pipeline/tuning/grid-search.js';
import type { Table } from '../tables/table.js';
import type { CellDescription } from './cell.js';
import type { DoneRecord, EpochCurve } from './run-record.js';

/** What a cell gives, without where and with how much memory it ran. */
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
  /** Every candidate of the search, for a tuned cell. */
  readonly tuning?: Provenance['tuning'];
};

export interface RunCellOptions {
  /** Most memory that the prepared training rows may take; default 2 GiB. */
  readonly memoryLimitBytes?: number;
  /** Called after each epoch, and after each fit of a search. */
  readonly onEpoch?: (epoch: number, epochs: number) => void;
}

/**
 * Trains and tests. A fifth of the rows, stratified, is tested on; `seed` drives the split and the classifier.
 *
 * @throws InputError for what of the table or the options cannot be used, and for a training that diverges.
 */
export async function runCell(
  table: Table,
  cell: CellDescription,
  { memoryLimitBytes, onEpoch }: RunCellOptions = {},
): Promise<CellResult> {
  const curve = { loss: [] as (number | null)[], validationMacroF1: [] as (number | null)[] };
  const { model, report, rows, sharedRows, bestEpoch, seconds } = await trainOnTable(table, {
    target: TARGET,
    protocol: cell.protocol,
    classifier: cell.classifier,
    classifierOptions: cell.options,
    tuning: cell.tuned && {},
    seed: cell.seed,
    memoryLimitBytes,
    onProgress: ({ unit, epoch, epochs, loss, validationMacroF1 }) => {
      onEpoch?.(epoch, epochs);
      if (unit === SEARCH_UNIT) return;
      curve.loss.push(fiveDigits(loss));
      curve.validationMacroF1.push(fiveDigits(validationMacroF1));
    },
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
    epochs: curve.loss.length,
    curve,
    trainingSeconds: seconds,
    tuning: model.provenance.tuning,
  };
}

function fiveDigits(value: number | undefined): number | null {
  return value === undefined ? null : Number(value.toPrecision(5));
}

function nonZeroCells(confusion: readonly (readonly number[])[]): [number, number, number][] {
  return confusion.flatMap((row, t) =>
    row.flatMap((rows, p) => (rows > 0 ? [[t, p, rows] as [number, number, number]] : [])),
  );
}
