/** Predictions for single rows without a table in between, for services that answer one row at a time. */
import { Alerts } from '../decision/alerts.js';
import { decidedLabels, labelsOf } from '../decision/decision.js';
import type { ColumnForm, FeatureMatrix, Label, Matrix } from '../matrix.js';
import { CELL, type CellState } from '../tables/preparation/cell-writers.js';
import { isKept, type KeptColumn } from '../tables/preparation/fitted-columns.js';
import type { Prepared } from '../tables/preparation/preparation.js';
import type { RowWriter } from '../tables/preparation/row-writer.js';
import type { Cell } from '../tables/preparation/table-from-columns.js';
import { needsOf } from './fit-on-rows.js';
import type { SetRule } from './prediction-sets/set-rule.js';
import { knownKeys, type RowValue, tableOfRows, textOfObject } from './rows-table.js';
import type { TableClassifier } from './table-classifier.js';

export interface RowPrediction {
  /** The label that the model's decision gives the row. */
  readonly prediction: Label;
  /**
   * The probability of each class by its label as text, for example `probabilities.yes`; they sum to 1. The object has no
   * prototype, so that any label can be a key.
   */
  readonly probabilities: Readonly<Record<string, number>>;
  /** With a coverage: the classes of the prediction set, in the order of `model.classes`; it can be empty. */
  readonly predictionSet?: readonly Label[];
  /** With `review`: why the row is to be reviewed; empty text if it is not. */
  readonly reviewReason?: string;
}

/** A value for each column that the model uses. */
type Row = Readonly<Record<string, RowValue>>;

/** What the cells of a column are in all rows so far, as a sum. */
const NUMBERS = 1;
const TEXTS = 2;

const scorers = new WeakMap<TableClassifier, RowScorer>();

/**
 * The steps of `predictRows`, for one model. Rows are written straight into a matrix if each of their cells can be read on
 * its own; otherwise, and for all errors and notices, they become a table.
 */
export class RowScorer {
  readonly #columns: readonly KeptColumn[];
  readonly #known: ReadonlySet<string>;
  readonly #form: ColumnForm;
  readonly #writer: RowWriter;
  readonly #cells: Cell[];
  readonly #labels: readonly string[];

  private constructor(private readonly model: TableClassifier) {
    this.#columns = model.preparation.inputColumns.filter(isKept);
    this.#known = knownKeys(model.preparation);
    const needs = needsOf(model.classifier);
    this.#form = needs.form;
    this.#writer = model.preparation.rowWriter(needs);
    this.#cells = new Array<Cell>(this.#columns.length).fill(null);
    this.#labels = model.classes.map(String);
  }

  /** The one scorer of the model. */
  static of(model: TableClassifier): RowScorer {
    const known = scorers.get(model) ?? new RowScorer(model);
    scorers.set(model, known);
    return known;
  }

  /**
   * The rows as the classifier takes them.
   *
   * @param wantsNotices otherwise `notices` is empty
   * @throws InputError as `tableOfRows` and `Preparation.prepare`
   */
  prepare(rows: readonly Row[], wantsNotices: boolean): Prepared<FeatureMatrix> {
    const { model } = this;
    const matrix = this.#writeRows(rows, wantsNotices);
    if (matrix !== undefined) return { matrix, notices: [] };
    return model.prepare(tableOfRows(model.preparation, rows));
  }

  /** The predictions of rows by the classifier's probabilities, rows x classes. */
  predictions(uncalibrated: Matrix, rule: SetRule): RowPrediction[] {
    const { decision, classes } = this.model;
    const probabilities = this.model.calibrated(uncalibrated);
    const sets = rule.setsOf?.(uncalibrated);
    // The rows of a call need not be a table of the usual length.
    const labels =
      decision instanceof Alerts
        ? labelsOf(decision.decideSingly(probabilities), classes)
        : decidedLabels(decision, probabilities, classes);
    const reasons = rule.review?.reasons({ labels, probabilities, ...(sets && { sets }) });
    return labels.map((prediction, row) => ({
      prediction,
      probabilities: this.#byLabel(probabilities, row),
      ...(sets && { predictionSet: sets[row] }),
      ...(reasons && { reviewReason: reasons[row] }),
    }));
  }

  /** Undefined if the rows have to become a table. */
  #writeRows(rows: readonly Row[], wantsNotices: boolean): FeatureMatrix | undefined {
    const several = rows.length > 1;
    if (several && wantsNotices && this.#writer.hasSharedNotices) return undefined;
    const matrix = this.model.preparation.emptyMatrix(rows.length, this.#form);
    const kinds = several ? new Uint8Array(this.#columns.length) : undefined;
    const most = wantsNotices ? CELL.written : CELL.unusual;
    for (let i = 0; i < rows.length; i++) {
      if (this.#writeRow(rows[i], matrix, i, kinds) > most) return undefined;
    }
    // In a column of numbers and texts, numbers are read as texts.
    return kinds?.includes(NUMBERS + TEXTS) ? undefined : matrix;
  }

  #writeRow(row: unknown, { data, columns }: FeatureMatrix, index: number, kinds?: Uint8Array): CellState {
    if (typeof row !== 'object' || row === null || Array.isArray(row)) return CELL.refused;
    const cells = this.#cells;
    for (let i = 0; i < cells.length; i++) {
      const column = this.#columns[i];
      if (!Object.hasOwn(row, column.name)) return CELL.refused;
      const cell = plainCell((row as Row)[column.name], column);
      if (cell === REFUSED) return CELL.refused;
      if (kinds !== undefined) kinds[i] |= kindOf(cell);
      cells[i] = cell;
    }
    const keys = Object.keys(row);
    if (keys.length !== cells.length && keys.some((key) => !this.#known.has(key))) return CELL.refused;
    return this.#writer.write(cells, data, index * columns);
  }

  /** Without a prototype no label, not even `__proto__`, is anything but a key. */
  #byLabel({ data, columns }: Matrix, row: number): Readonly<Record<string, number>> {
    const probabilities: Record<string, number> = Object.create(null);
    for (let c = 0; c < columns; c++) probabilities[this.#labels[c]] = data[row * columns + c];
    return probabilities;
  }
}

const REFUSED = Symbol('refused');

/** The cell of a value, if it can be one. */
function plainCell(value: unknown, column: KeptColumn): Cell | typeof REFUSED {
  switch (typeof value) {
    case 'number':
      return value === Number.POSITIVE_INFINITY || value === Number.NEGATIVE_INFINITY ? REFUSED : value;
    case 'string':
    case 'boolean':
    case 'undefined':
      return value;
    case 'object': {
      if (value === null) return value;
      const read = textOfObject(value, column);
      return read !== undefined && 'text' in read ? read.text : REFUSED;
    }
    default:
      return REFUSED;
  }
}

function kindOf(cell: Cell): number {
  if (typeof cell === 'number') return Number.isNaN(cell) ? 0 : NUMBERS;
  return cell === null || cell === undefined ? 0 : TEXTS;
}
