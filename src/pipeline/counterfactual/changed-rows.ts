/** A row of a table with other cells in some columns, and what the model decides for it. */
import { Alerts } from '../../decision/alerts.js';
import type { Label, Matrix } from '../../matrix.js';
import type { Column, Table } from '../../tables/table.js';
import type { ParallelPredictor } from '../prediction/parallel-predictor.js';
import type { TableClassifier } from '../table-classifier.js';
import type { AllowedValue } from './allowed-values.js';

/** New values by column. */
export type Change = ReadonlyMap<string, AllowedValue>;

export interface DecidedRows {
  readonly labels: readonly Label[];
  /** Calibrated, rows x classes. */
  readonly probabilities: Matrix;
}

export interface DecidedRow {
  readonly table: Table;
  /** Those that the model uses. */
  readonly columns: readonly Column[];
  readonly row: number;
  /** The numbers of the row in columns that may become other numbers; NaN for a missing one. */
  readonly numbers: ReadonlyMap<string, number>;
}

/** Decides copies of a row, each with its own changes, as single rows. */
export async function decideChanged(
  model: TableClassifier,
  predictor: ParallelPredictor,
  row: DecidedRow,
  changes: readonly Change[],
): Promise<DecidedRows> {
  const table: Table = {
    rows: changes.length,
    source: row.table.source,
    columns: row.columns.map((column) => changedColumn(column, row, changes)),
  };
  const { matrix } = model.prepare(table);
  const probabilities = model.calibrated(await predictor.predictProba(matrix));
  const { decision, classes } = model;
  const decided =
    decision instanceof Alerts ? decision.decideSingly(probabilities) : decision.decide(probabilities);
  const actions = decision.actionsOf?.(classes) ?? classes;
  return { labels: Array.from(decided, (action) => actions[action]), probabilities };
}

function changedColumn(column: Column, { row, numbers }: DecidedRow, changes: readonly Change[]): Column {
  const { name } = column;
  const cells = changes.map((change) => change.get(name)?.cell);
  // A text such as "1.240 EUR" among plain numbers would be read otherwise.
  const own = column.kind === 'numeric' ? column.values[row] : numbers.get(name);
  const isNumeric = column.kind === 'numeric' || cells.some((cell) => typeof cell === 'number');
  if (own !== undefined && isNumeric && cells.every((cell) => typeof cell !== 'string')) {
    return { kind: 'numeric', name, values: Float64Array.from(cells, (cell) => Number(cell ?? own)) };
  }
  const ownText =
    column.kind === 'text' ? column.dictionary[column.codes[row]] : numberText(column.values[row]);
  const known = new Map<string, number>();
  const codes = Int32Array.from(cells, (cell) => {
    const text = cell === undefined ? ownText : String(cell);
    if (text === undefined) return -1;
    const code = known.get(text) ?? known.size;
    known.set(text, code);
    return code;
  });
  return { kind: 'text', name, codes, dictionary: [...known.keys()] };
}

function numberText(value: number): string | undefined {
  return Number.isNaN(value) ? undefined : String(value);
}
