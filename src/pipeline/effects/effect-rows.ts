/** The rows of a table on which the effects of columns are measured, and the values that a column takes among them. */
import { RandomStream } from '../../engine/random/random-stream.js';
import { InputError } from '../../errors.js';
import { type FeatureMatrix, rowsAt } from '../../matrix.js';
import { DAY_MS } from '../../tables/preparation/dates/calendar.js';
import { isKept } from '../../tables/preparation/fitted-columns.js';
import { rowRange } from '../../tables/preparation/resolve-rows.js';
import { sampleFront } from '../../tables/split/sample-front.js';
import { type Column, cellText, type Table } from '../../tables/table.js';
import { didYouMean } from '../../text/did-you-mean.js';
import { countOf, listNames, quote } from '../../text/name-list.js';
import { featuresByColumn } from '../column-features.js';
import { needsOf } from '../fit-on-rows.js';
import type { TableClassifier } from '../table-classifier.js';

/** Sampled rows of a table, prepared for a model. */
export interface EffectRows {
  readonly table: Table;
  /** Of the table, ascending. */
  readonly rows: Int32Array;
  /** As the classifier takes them. */
  readonly X: FeatureMatrix;
  /** The same unscaled, missing cells NaN. */
  readonly values: FeatureMatrix;
  /** The features of each column of the table. */
  readonly features: ReadonlyMap<string, readonly number[]>;
  readonly notices: readonly string[];
}

/**
 * At most `most` rows of a table, drawn at random from `given` (default all).
 *
 * @throws InputError for a table without rows, and as `Preparation.prepare`
 */
export function effectRows(
  model: TableClassifier,
  table: Table,
  { most, seed, given = rowRange(table.rows) }: { most: number; seed: number; given?: Int32Array },
): EffectRows {
  if (given.length === 0) throw new InputError(`${table.source}: the table has no rows: give some`);
  const random = new RandomStream(seed, 'rows of effects');
  const rows = given.length <= most ? given : sampleFront(given.slice(), most, random).slice(0, most).sort();
  const { preparation, classifier } = model;
  const { matrix: X, notices } = preparation.prepare(table, rows, needsOf(classifier));
  const { matrix: values } = preparation.prepare(table, rows, { keepMissing: true, form: 'values' });
  return { table, rows, X, values, features: featuresByColumn(preparation.featureColumns), notices };
}

/** A value of a column, in one of the rows. */
export interface ColumnValue {
  /** The cell as typed. */
  readonly text: string;
  /** The number, or the time of a date in milliseconds since 1970 (UTC); undefined for a level. */
  readonly value: number | undefined;
  /** The place among the rows of the row whose cell it is. */
  readonly place: number;
}

export interface ColumnValues {
  /** `levels`: categories, ordered levels, true and false, times of day. */
  readonly kind: 'number' | 'date' | 'levels';
  /** Ascending; categories by decreasing frequency. */
  readonly values: readonly ColumnValue[];
  /** A row whose cell is missing; undefined if there is none. */
  readonly missing: ColumnValue | undefined;
}

/** Beyond these shares of the rows a value is hardly supported. */
const [FIRST, LAST] = [0.05, 0.95];
/** Categories that are shown. */
const MOST_LEVELS = 12;

/**
 * The values at which the effect of a column is measured, all of them cells of the rows: of numbers and dates all if they
 * are no more than `most`, otherwise at equal steps of their shares from 5 % to 95 %; of levels the most frequent 12.
 * Undefined for lists and texts, and a column that is missing in all rows.
 */
export function columnValues(
  { preparation }: TableClassifier,
  { table, rows, values: X, features }: EffectRows,
  name: string,
  most: number,
): ColumnValues | undefined {
  const fitted = preparation.inputColumns.find((column) => column.name === name);
  const own = features.get(name);
  if (fitted === undefined || own === undefined || fitted.kind === 'list' || fitted.kind === 'text') {
    return undefined;
  }
  const column = table.columns.find((each) => each.name === name) as Column;
  const keys = Float64Array.from(rows, (_, place) => X.data[place * X.columns + own[0]]);
  const textAt = (place: number) => cellText(table, column, rows[place]);
  const places = Array.from(keys.keys());
  const present = places.filter((place) => !Number.isNaN(keys[place]) && textAt(place) !== undefined);
  const absent = places.find((place) => textAt(place) === undefined);
  const missing = absent === undefined ? undefined : { text: 'missing', value: undefined, place: absent };
  if (present.length === 0) return undefined;
  const isDay = fitted.kind === 'date' && fitted.parts[0]?.part === 'days';
  const isNumber =
    (fitted.kind === 'numeric' && fitted.value) || (fitted.kind === 'ordinal' && fitted.words === undefined);
  if (!isDay && !isNumber) {
    const isOrdered = fitted.kind !== 'categorical';
    return { kind: 'levels', values: levelsOf(present, keys, textAt, isOrdered), missing };
  }
  const sorted = [...present].sort((one, other) => keys[one] - keys[other] || one - other);
  const value = (place: number): ColumnValue => ({
    text: textAt(place) as string,
    value: fitted.kind === 'date' ? fitted.earliest + keys[place] * DAY_MS : keys[place],
    place,
  });
  const differ = (chosen: number[]) =>
    chosen.filter((place, i) => i === 0 || keys[place] !== keys[chosen[i - 1]]);
  const distinct = differ(sorted);
  const last = sorted.length - 1;
  const chosen =
    distinct.length <= most
      ? distinct
      : differ(
          Array.from({ length: most }, (_, i) => {
            const share = FIRST + ((LAST - FIRST) * i) / (most - 1);
            return sorted[Math.round(share * last)];
          }),
        );
  return { kind: isDay ? 'date' : 'number', values: chosen.map(value), missing };
}

/** One row of each level, in order, or by decreasing frequency. */
function levelsOf(
  present: readonly number[],
  keys: Float64Array,
  textAt: (place: number) => string | undefined,
  isOrdered: boolean,
): ColumnValue[] {
  const found = new Map<string, { count: number; readonly place: number }>();
  for (const place of present) {
    const text = textAt(place) as string;
    const level = found.get(text) ?? { count: 0, place };
    level.count++;
    found.set(text, level);
  }
  const frequent = [...found].sort(([, one], [, other]) => other.count - one.count).slice(0, MOST_LEVELS);
  if (isOrdered) frequent.sort(([, one], [, other]) => keys[one.place] - keys[other.place]);
  return frequent.map(([text, { place }]) => ({ text, value: undefined, place }));
}

/** Features to replace, by those of a row of another matrix. */
export type FeatureChange = readonly [features: readonly number[], place: number];

/** The rows X below each other, once for each list of changes, with these features of rows of `from`. */
export function withFeaturesOf(
  X: FeatureMatrix,
  from: FeatureMatrix,
  changes: readonly (readonly FeatureChange[])[],
): FeatureMatrix {
  const rows = rowsAt(
    X,
    Int32Array.from({ length: X.rows * changes.length }, (_, i) => i % X.rows),
  );
  changes.forEach((parts, block) => {
    for (const [features, place] of parts) {
      for (let row = 0; row < X.rows; row++) {
        const at = (block * X.rows + row) * X.columns;
        for (const feature of features) rows.data[at + feature] = from.data[place * X.columns + feature];
      }
    }
  });
  return rows;
}

/** Throws `InputError` for a name that is not that of a column that the model uses. */
export function checkedColumns(model: TableClassifier, given: readonly string[], option: string): void {
  const { inputColumns } = model.preparation;
  const used = inputColumns.filter(isKept).map(({ name }) => name);
  for (const name of given) {
    if (used.includes(name)) continue;
    const dropped = inputColumns.find((column) => column.name === name && !isKept(column));
    const { target } = model.provenance;
    const why =
      name === target
        ? 'is the target'
        : dropped !== undefined
          ? 'is not used by the model'
          : 'is not a column of the training table';
    throw new InputError(
      `${option}: column ${quote(name)} ${why}.${didYouMean(name, used)} ` +
        `The model uses ${countOf(used.length, 'column')}: ${listNames(used, 20)}`,
      { optionNames: [option] },
    );
  }
}
