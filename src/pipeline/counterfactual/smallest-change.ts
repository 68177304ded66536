/** What would have to change for the model to decide otherwise. */
import { classIndex } from '../../decision/decision-options.js';
import { InputError } from '../../errors.js';
import type { ExecutorOption } from '../../jobs/executor.js';
import type { Label } from '../../matrix.js';
import { matchColumns } from '../../tables/preparation/columns-by-name.js';
import { isKept } from '../../tables/preparation/fitted-columns.js';
import type { Column, Table } from '../../tables/table.js';
import {
  checkModel,
  checkOptions,
  checkTable,
  EXECUTOR_OPTION_TYPE,
  OPTION_TYPES,
} from '../check-options.js';
import { checkedColumns } from '../effects/effect-rows.js';
import { checkedRows } from '../explanation/checked-rows.js';
import { withPredictor } from '../prediction/parallel-predictor.js';
import { positiveClass } from '../risk.js';
import type { TableClassifier } from '../table-classifier.js';
import { allowedValues } from './allowed-values.js';
import { type Change, decideChanged } from './changed-rows.js';
import { distanceOf, searchChange } from './search-change.js';

export interface SmallestChangeOptions extends ExecutorOption {
  /** The columns of the table that may change. */
  readonly vary: readonly string[];
  /** The row of the table, counted from 0; default the first. */
  readonly row?: number;
  /** The class that is wanted; default any other than the decided one. */
  readonly to?: Label;
}

export interface CellChange {
  /** A column of the table. */
  readonly column: string;
  /** The cell of the row; undefined if it is missing. */
  readonly from: string | undefined;
  readonly to: string | number;
  /** The share of the training rows between both values; of levels the share without the new one; from a missing cell 1. */
  readonly distance: number;
}

export interface SmallestChange {
  /** Row of the table, counted from 0. */
  readonly row: number;
  /** What the model decides for the row, as a single one. */
  readonly label: Label;
  /** The class that the probabilities are of: of two classes the positive one, else the decided class. */
  readonly of: Label;
  /** Its calibrated probability. */
  readonly probability: number;
  /** Undefined if no change within the training ranges was found. */
  readonly change:
    | {
        readonly cells: readonly CellChange[];
        /** The sum of the distances of the cells. */
        readonly distance: number;
        /** What the model then decides. */
        readonly label: Label;
        readonly probability: number;
      }
    | undefined;
}

/**
 * The smallest change of some columns of a row for which the model decides otherwise (a counterfactual explanation: Wachter,
 * Mittelstadt and Russell, "Counterfactual explanations without opening the black box", 2018): of as few columns as possible, then of the
 * least sum of distances, within the values of the training rows. Numbers that were whole in training stay whole, dates stay
 * dates, levels are those of training. Of one or two columns the values are tried out at their quantiles and then refined, so that a
 * change is overlooked only if it lies between two quantiles; of more columns one is added after the other.
 *
 * The model decides so; whether the world would is another question.
 *
 * @throws InputError for a row that does not exist, columns that the model does not use or that hold lists, free text or times, a
 *   label that is not a class, a model saved before 0.2.0, and tables that cannot be predicted.
 */
export async function smallestChange(
  model: TableClassifier,
  table: Table,
  options: SmallestChangeOptions,
): Promise<SmallestChange> {
  checkModel('smallestChange', model);
  checkTable('smallestChange', table);
  checkOptions('smallestChange', options, {
    ...EXECUTOR_OPTION_TYPE,
    vary: { ...OPTION_TYPES.columnNames, isRequired: true },
    row: OPTION_TYPES.number,
    to: OPTION_TYPES.label,
  });
  const { row = 0, to, executor } = options;
  const vary = typeof options.vary === 'string' ? [options.vary] : [...new Set(options.vary)];
  if (vary.length === 0) {
    throw new InputError('vary is empty: name the columns that may change', { optionNames: ['vary'] });
  }
  checkedColumns(model, vary, 'vary');
  checkedRows(table, [row]);
  const { classes, preparation } = model;
  const wanted = to === undefined ? undefined : classIndex(String(to), classes, 'to');
  // Refuses what is not a table of the model.
  preparation.prepare(table, Int32Array.of(row));
  const kept = preparation.inputColumns.filter(isKept);
  const byName = matchColumns(
    table,
    kept.map(({ name }) => name),
  );
  const columns = kept.map(({ name }) => ({ ...(byName.get(name) as Column), name }));
  const allowed = kept
    .filter(({ name }) => vary.includes(name))
    .map((fitted) => allowedValues(model, table, byName.get(fitted.name) as Column, row, fitted));
  const numbers = new Map(
    allowed.flatMap(({ name, between, own = Number.NaN }) => (between ? [[name, own] as const] : [])),
  );
  return withPredictor(model.classifier, { executor, rows: 1000 * vary.length }, async (predictor) => {
    const decide = (changes: readonly Change[]) =>
      decideChanged(model, predictor, { table, columns, row, numbers }, changes);
    const { labels, probabilities } = await decide([new Map()]);
    const [label] = labels;
    const own = classes.indexOf(label);
    const shown = classes.length === 2 || own < 0 ? positiveClass(model).index : own;
    const result = { row, label, of: classes[shown], probability: probabilities.data[shown] };
    if (wanted !== undefined && classes[wanted] === label) {
      throw new InputError(`to: the model already decides ${JSON.stringify(label)} for data row ${row + 1}`, {
        optionNames: ['to'],
      });
    }
    const change = await searchChange(allowed, async (changes) => {
      const { labels: after, probabilities: P } = await decide(changes);
      return after.map((each, i) => ({
        flips: wanted === undefined ? each !== label : each === classes[wanted],
        margin:
          wanted === undefined
            ? -P.data[i * classes.length + Math.max(0, own)]
            : P.data[i * classes.length + wanted],
      }));
    });
    if (change === undefined) return { ...result, change: undefined };
    const after = await decide([change]);
    const cells = allowed.flatMap(({ name, from }): CellChange[] => {
      const value = change.get(name);
      return value === undefined ? [] : [{ column: name, from, to: value.cell, distance: value.distance }];
    });
    return {
      ...result,
      change: {
        cells,
        distance: distanceOf(change),
        label: after.labels[0],
        probability: after.probabilities.data[shown],
      },
    };
  });
}
