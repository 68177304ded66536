/** The columns that are watched: for each the features that stand for it. */
import type { FeatureMatrix } from '../../matrix.js';
import { outputNames } from '../../tables/preparation/column-steps.js';
import { isKept, type KeptColumn } from '../../tables/preparation/fitted-columns.js';
import type { Preparation } from '../../tables/preparation/preparation.js';
import { featuresByColumn } from '../column-features.js';
import type { FeatureNames } from './distribution-shift.js';

export interface WatchedFeature extends FeatureNames {
  readonly name: string;
  /** Its column of the matrix; of categories, which are compared by their names, the first one. */
  readonly place: number;
}

export interface WatchedColumn {
  readonly fitted: KeptColumn;
  readonly features: readonly WatchedFeature[];
  /** Whether its values move on with time. */
  readonly isDate: boolean;
}

/** @param time the column that orders the rows in time, if the training had one */
export function watchedColumns(preparation: Preparation, time?: string): WatchedColumn[] {
  const byColumn = featuresByColumn(preparation.featureColumns);
  return preparation.inputColumns.filter(isKept).flatMap((fitted) => {
    const places = byColumn.get(fitted.name) ?? [];
    if (places.length === 0) return [];
    const isDate = movesOn(fitted, time);
    return [{ fitted, isDate, features: featuresOf(fitted, places, preparation.featureNames) }];
  });
}

/** Whether it holds dates or the times of the rows; times of the day do not move on. */
function movesOn(fitted: KeptColumn, time: string | undefined): boolean {
  return (fitted.kind === 'date' && fitted.format !== 'time') || fitted.name === time;
}

/** An indicator of missing cells says nothing new beside features that are missing in the same rows. */
function featuresOf(
  fitted: KeptColumn,
  places: readonly number[],
  names: readonly string[],
): WatchedFeature[] {
  if (fitted.kind === 'categorical')
    return [{ name: fitted.name, place: places[0], categories: true, nameOf: String }];
  const indicator =
    fitted.indicator && places.length > 1 ? places[outputNames(fitted).length - 1] : undefined;
  return places
    .filter((place) => place !== indicator)
    .map((place) => ({
      name: names[place],
      place,
      categories: fitted.kind === 'boolean',
      nameOf: valueName(fitted),
    }));
}

function valueName(fitted: KeptColumn): (value: number) => string {
  if (fitted.kind === 'boolean') return (value) => (value === 1 ? 'true' : 'false');
  const levels = fitted.kind === 'ordinal' ? fitted.levels : undefined;
  return (value) => levels?.[value]?.[0] ?? String(Number(value.toPrecision(4)));
}

/** The values of a feature in all rows. */
export function featureValues({ data, rows, columns }: FeatureMatrix, place: number): Float64Array {
  return Float64Array.from({ length: rows }, (_, row) => data[row * columns + place]);
}
