/** The values that a column may be changed to: those of the training rows, and what a change of it counts. */
import { InputError } from '../../errors.js';
import { booleanValue } from '../../tables/preparation/boolean-words.js';
import { DAY_MS } from '../../tables/preparation/dates/calendar.js';
import { isNumberFormat } from '../../tables/preparation/dates/date-numbers.js';
import type { FittedColumn } from '../../tables/preparation/fitted-columns.js';
import { type Column, cellText, type Table } from '../../tables/table.js';
import { quote } from '../../text/name-list.js';
import { featuresByColumn } from '../column-features.js';
import type { TableClassifier } from '../table-classifier.js';
import { type FeatureProfile, presentRows, shareUpTo } from '../training-record/feature-profile.js';

/** A value as a cell of a table. */
export type AllowedCell = number | string;

export interface AllowedValue {
  readonly cell: AllowedCell;
  /** From the cell of the row to this one, from 0 to 1. */
  readonly distance: number;
  /** Of numbers and dates, to go on between two values. */
  readonly at?: number;
}

export interface AllowedValues {
  readonly name: string;
  /** The cell of the row; undefined if it is missing. */
  readonly from: string | undefined;
  /** Other values than that of the row, the nearest first. */
  readonly values: readonly AllowedValue[];
  /** The place of the row's own value among `at`; undefined if it has none. */
  readonly own: number | undefined;
  /** The value at `at` between two others; undefined for levels. */
  readonly between?: (at: number) => AllowedValue;
  /** The step between two values of `at`: 1 for whole numbers and days, 0 for others. */
  readonly step: number;
}

/**
 * The values of a column in the training rows, for a row of a table: numbers and dates at their distinct values or quantiles, levels
 * all. A change of a number counts the share of the training rows between both values, a change to a level the share of the
 * training rows without that level, a change from a missing cell 1.
 *
 * @throws InputError for lists, free texts, times and dates that are numbers, and models saved before 0.2.0
 */
export function allowedValues(
  { preparation, record }: TableClassifier,
  table: Table,
  column: Column,
  row: number,
  fitted: FittedColumn,
): AllowedValues {
  const { name } = fitted;
  const refuse = (why: string) =>
    new InputError(`vary: column ${quote(name)} ${why}: leave it out`, { optionNames: ['vary'] });
  if (record === undefined) {
    throw new InputError(
      'the model was saved before version 0.2.0 and does not hold the ranges of its training rows: train it again',
    );
  }
  const feature = featuresByColumn(preparation.featureColumns).get(name)?.[0];
  if (feature === undefined) throw refuse('had a single value in training');
  const profile = record.profiles[feature];
  const { matrix } = preparation.prepare(table, Int32Array.of(row), { keepMissing: true, form: 'values' });
  const from = cellText(table, column, row);
  const own = from === undefined ? Number.NaN : matrix.data[feature];
  const base = { name, from };
  switch (fitted.kind) {
    case 'numeric':
    case 'ordinal': {
      if (!fitted.value) throw refuse('had a single value in training');
      const { words } = fitted.kind === 'ordinal' ? fitted : { words: undefined };
      if (words === undefined && fitted.kind === 'ordinal' && column.kind === 'text') {
        throw refuse('holds ranges of numbers');
      }
      if (words !== undefined && 'values' in profile) {
        const levels = profile.values.map((at, i) => ({
          cell: words[i] ?? String(at),
          distance: numberDistance(profile, own, at),
          key: at,
        }));
        return { ...base, values: nearestFirst(levels, own), own: undefined, step: 0 };
      }
      return numbers(base, profile, own, (at) => at, isWhole(profile) ? 1 : 0);
    }
    case 'date': {
      if (fitted.format === 'time' || isNumberFormat(fitted.format) || fitted.parts[0]?.part !== 'days') {
        throw refuse('holds times, or dates written as numbers');
      }
      const days = isWhole(profile) && fitted.earliest % DAY_MS === 0;
      const textOf = (at: number) => {
        const text = new Date(Math.round(fitted.earliest + at * DAY_MS)).toISOString();
        return days ? text.slice(0, 'YYYY-MM-DD'.length) : text;
      };
      return numbers(base, profile, own, textOf, days ? 1 : 0);
    }
    case 'boolean': {
      const words = new Map([0, 1].map((value) => [value, booleanCell(column, value)]));
      return {
        ...base,
        values: levelsOf(profile, own, (value) => words.get(value) as AllowedCell),
        own: undefined,
        step: 0,
      };
    }
    case 'categorical': {
      if (fitted.encoding !== 'codes') throw refuse('is prepared as in version 0.1.0');
      const { categories } = fitted;
      return {
        ...base,
        values: levelsOf(profile, own, (code) => categories[code]).filter(({ cell }) => cell !== undefined),
        own: undefined,
        step: 0,
      };
    }
    default:
      throw refuse('holds lists or free text');
  }
}

function numbers(
  base: Pick<AllowedValues, 'name' | 'from'>,
  profile: FeatureProfile,
  own: number,
  cellOf: (at: number) => AllowedCell,
  step: number,
): AllowedValues {
  const between = (at: number): AllowedValue => ({
    cell: cellOf(at),
    distance: numberDistance(profile, own, at),
    at,
  });
  const known = [...new Set('values' in profile ? profile.values : profile.quantiles)];
  const values = known.filter((at) => at !== own).map((at) => ({ ...between(at), key: at }));
  return {
    ...base,
    values: nearestFirst(values, own),
    own: Number.isNaN(own) ? undefined : own,
    between,
    step,
  };
}

function levelsOf(
  profile: FeatureProfile,
  own: number,
  cellOf: (value: number) => AllowedCell,
): AllowedValue[] {
  if (!('values' in profile)) {
    // Of many categories the quantiles are some of them, whose frequencies are not known.
    return [...new Set(profile.quantiles)]
      .filter((value) => value !== own)
      .map((value) => ({ cell: cellOf(value), distance: 1 }));
  }
  const total = presentRows(profile);
  const levels = profile.values.map((value, i) => ({
    cell: cellOf(value),
    distance: 1 - profile.counts[i] / total,
    key: value,
  }));
  return nearestFirst(
    levels.filter(({ key }) => key !== own),
    own,
  );
}

function numberDistance(profile: FeatureProfile, own: number, at: number): number {
  return Number.isNaN(own) ? 1 : Math.abs(shareUpTo(profile, at) - shareUpTo(profile, own));
}

function nearestFirst(
  values: readonly (AllowedValue & { readonly key: number })[],
  own: number,
): AllowedValue[] {
  const gap = ({ key }: { key: number }) => (Number.isNaN(own) ? 0 : Math.abs(key - own));
  return values
    .filter(({ key }) => key !== own)
    .sort((one, other) => one.distance - other.distance || gap(one) - gap(other))
    .map(({ key, ...value }) => value);
}

function isWhole(profile: FeatureProfile): boolean {
  return ('values' in profile ? profile.values : profile.quantiles).every(Number.isInteger);
}

/** As the table writes it. */
function booleanCell(column: Column, value: number): AllowedCell {
  if (column.kind === 'numeric') return value;
  return column.dictionary.find((word) => booleanValue(word) === value) ?? String(value === 1);
}
