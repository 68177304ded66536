/** Explains rows of one table, some at a time. */
import { argmaxRows } from '../../decision/argmax.js';
import { classIndex } from '../../decision/decision-options.js';
import { type FeatureMatrix, rowsAt } from '../../matrix.js';
import { type Column, cellText, type Table } from '../../tables/table.js';
import { featuresByColumn } from '../column-features.js';
import { positiveClass } from '../risk.js';
import type { TableClassifier } from '../table-classifier.js';
import { type ColumnValues, columnContributions } from './column-contributions.js';
import type { ColumnContribution, ExplainOptions, Explanations, RowExplanation } from './explanation.js';
import { valueRemark } from './value-remark.js';

export class RowExplainer {
  /** About columns and values unlike those of the training. */
  readonly notices: readonly string[];
  readonly #X: FeatureMatrix;
  /** The features of each column of the table. */
  readonly #groups: ReadonlyMap<string, readonly number[]>;
  readonly #contributions: ReturnType<typeof columnContributions>;
  readonly #label: number | undefined;
  /** The columns of the table, by name. */
  readonly #columns: ReadonlyMap<string, Column>;

  readonly #remark: ReturnType<typeof valueRemark>;

  /**
   * @param prepared the rows as the classifier takes them, if they are prepared already
   * @throws InputError as `explainRows`, but for rows
   */
  constructor(
    private readonly model: TableClassifier,
    private readonly table: Table,
    options: Omit<ExplainOptions, 'rows'>,
    prepared?: FeatureMatrix,
  ) {
    const { classes, preparation, classifier } = model;
    this.#label =
      options.label === undefined ? undefined : classIndex(String(options.label), classes, 'label');
    this.#groups = featuresByColumn(preparation.featureColumns);
    this.#contributions = columnContributions(model, [...this.#groups.values()], options);
    const { matrix, notices } = prepared ? { matrix: prepared, notices: [] } : model.prepare(table);
    this.#X = matrix;
    const isUnscaled = classifier.form === 'values' && classifier.acceptsMissing;
    this.#remark = valueRemark(
      model,
      isUnscaled
        ? matrix
        : preparation.prepare(table, undefined, { keepMissing: true, form: 'values' }).matrix,
    );
    this.#columns = new Map(table.columns.map((column) => [column.name, column]));
    this.notices = notices;
  }

  /** Its notices are those about the background alone. */
  async explain(rows: Int32Array): Promise<Explanations> {
    const { model } = this;
    const { classes } = model;
    const X = rowsAt(this.#X, rows);
    const { data } = model.calibrated(await model.classifier.predictProba(X));
    const labels =
      this.#label === undefined
        ? labelsToExplain(model, data, rows.length)
        : new Int32Array(rows.length).fill(this.#label);
    const names = [...this.#groups.keys()];
    const explained: RowExplanation[] = new Array(rows.length);
    let last: ColumnValues | undefined;
    for (const c of new Set(labels)) {
      const places = [...labels.keys()].filter((place) => labels[place] === c);
      last = await this.#contributions(rowsAt(X, places), c);
      const { values, expected, standardErrors } = last;
      places.forEach((place, i) => {
        const columns = names.map((column, g): ColumnContribution => {
          const at = i * names.length + g;
          return {
            column,
            value: this.#textOf(column, rows[place]),
            remark: this.#remark(column, rows[place]),
            contribution: values[at],
            standardError: standardErrors?.[at],
          };
        });
        explained[place] = {
          row: rows[place],
          label: classes[c],
          probability: data[place * classes.length + c],
          expected,
          prediction: columns.reduce((sum, { contribution }) => sum + contribution, expected),
          columns: columns.sort((one, other) => Math.abs(other.contribution) - Math.abs(one.contribution)),
        };
      });
    }
    return {
      rows: explained,
      scale: last?.scale ?? 'probability',
      method: last?.standardErrors === undefined ? 'exact' : 'sampled',
      notices: last?.notices ?? [],
    };
  }

  #textOf(name: string, row: number): string | undefined {
    const column = this.#columns.get(name);
    return column && cellText(this.table, column, row);
  }
}

/** The positive class of two, otherwise the most probable one of each row. */
function labelsToExplain(model: TableClassifier, data: Float32Array, rows: number): Int32Array {
  const columns = model.classes.length;
  if (columns > 2) return argmaxRows({ data, rows, columns });
  return new Int32Array(rows).fill(positiveClass(model).index);
}
