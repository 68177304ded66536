/** Predictions for single rows without a table in between, for services that answer one row at a time. */
import { Alerts } from '../decision/alerts.js';
import { decidedLabels, labelsOf } from '../decision/decision.js';
import { runAtOnce, type Steps } from '../event-loop.js';
import type { FeatureMatrix, Label, Matrix } from '../matrix.js';
import { CELL, type CellState } from '../tables/preparation/cell-writers.js';
import { isKept, type KeptColumn } from '../tables/preparation/fitted-columns.js';
import type { Prepared } from '../tables/preparation/prepare-options.js';
import type { RowWriter } from '../tables/preparation/row-writer.js';
import type { Cell } from '../tables/preparation/table-from-columns.js';
import { needsOf } from './fit-on-rows.js';
import type { SetRule } from './prediction-sets/set-rule.js';
import { RowMatrices } from './row-matrices.js';
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

/** Rows between two pauses. */
const STEP_ROWS = 64;

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
  readonly #matrices: RowMatrices;
  readonly #writer: RowWriter;
  readonly #cells: Cell[];
  readonly #labels: readonly string[];

  private constructor(private readonly model: TableClassifier) {
    this.#columns = model.preparation.inputColumns.filter(isKept);
    this.#known = knownKeys(model.preparation);
    const needs = needsOf(model.classifier);
    this.#matrices = new RowMatrices((rows) => model.preparation.emptyMatrix(rows, needs.form));
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
    return runAtOnce(this.prepareSteps(rows, wantsNotices));
  }

  /** The same, with pauses between many rows. */
  *prepareSteps(rows: readonly Row[], wantsNotices: boolean): Steps<Prepared<FeatureMatrix>> {
    const matrix = this.#matrices.take(rows.length);
    const several = rows.length > 1;
    const kinds = several ? new Uint8Array(this.#columns.length) : undefined;
    const unusual: number[] = [];
    for (let i = 0; i < rows.length; i++) {
      if (i % STEP_ROWS === STEP_ROWS - 1) yield;
      const state = this.#writeRow(rows[i], matrix, i, kinds);
      if (state === CELL.refused) return this.#prepareTable(rows);
      if (state === CELL.unusual) unusual.push(i);
    }
    // In a column of numbers and texts, numbers are read as texts.
    if (kinds?.includes(NUMBERS + TEXTS)) return this.#prepareTable(rows);
    if (!wantsNotices) return { matrix, notices: [] };
    if (several && this.#writer.hasSharedNotices) return this.#prepareTable(rows);
    if (unusual.length === 0) return { matrix, notices: [] };
    // One row with all values shows that no column is empty in all rows.
    const usual = rows.findIndex((_, i) => unusual[i] !== i);
    const telling = usual < 0 ? rows : [...unusual, usual].map((i) => rows[i]);
    return { matrix, notices: this.#prepareTable(telling).notices };
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

  #prepareTable(rows: readonly Row[]): Prepared<FeatureMatrix> {
    return this.model.prepare(tableOfRows(this.model.preparation, rows));
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
