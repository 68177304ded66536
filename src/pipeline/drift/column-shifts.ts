/** How each column of a table moved. */
import type { FeatureMatrix } from '../../matrix.js';
import { categoryNames, unseenCategories } from '../../tables/preparation/categorical-step.js';
import { matchColumns } from '../../tables/preparation/columns-by-name.js';
import { DAY_MS } from '../../tables/preparation/dates/calendar.js';
import type { FittedCategorical, KeptColumn } from '../../tables/preparation/fitted-columns.js';
import { rowRange } from '../../tables/preparation/resolve-rows.js';
import type { Table } from '../../tables/table.js';
import type { TableClassifier } from '../table-classifier.js';
import {
  type Distribution,
  distributionOf,
  distributionOfProfile,
  distributionShift,
  rowsOf,
} from './distribution-shift.js';
import type { ColumnDrift, DistributionShift } from './drift.js';
import { levelShift } from './level-shift.js';
import { levelsOfProfile, levelsOfRows } from './levels-before.js';
import { featureValues, type WatchedColumn, type WatchedFeature, watchedColumns } from './watched-columns.js';

export type ColumnShift = Omit<ColumnDrift, 'level' | 'adjustedP'>;

/**
 * @param reference the table to compare with; default the profiles of the model, which must have some then
 * @param dates whether columns of dates count
 */
export function columnShifts(
  model: TableClassifier,
  table: Table,
  { reference, dates }: { readonly reference: Table | undefined; readonly dates: boolean },
): ColumnShift[] {
  const { preparation, record, provenance } = model;
  const valuesOf = (from: Table) =>
    preparation.prepare(from, undefined, { keepMissing: true, form: 'values' }).matrix;
  const now = valuesOf(table);
  const before = reference && valuesOf(reference);
  const cells = matchColumns(
    table,
    preparation.inputColumns.map(({ name }) => name),
  );
  const distributionBefore = ({ place }: WatchedFeature): Distribution =>
    before ? distributionOf(featureValues(before, place)) : distributionOfProfile(record!.profiles[place]);
  const categoriesOf = (fitted: FittedCategorical, from: Table) =>
    categoryNames(fitted, matchColumns(from, [fitted.name]).get(fitted.name)!, rowRange(from.rows));
  return watchedColumns(preparation, provenance.roles?.time).map((column): ColumnShift => {
    const { fitted, features, isDate } = column;
    if (fitted.kind === 'categorical') {
      const then = reference
        ? levelsOfRows(categoriesOf(fitted, reference))
        : levelsOfProfile(fitted, record!.profiles[features[0].place], provenance.rows.train);
      return {
        column: fitted.name,
        kind: fitted.kind,
        feature: fitted.name,
        ...levelShift(then, categoriesOf(fitted, table)),
        counts: dates || !isDate,
        unseen: unseenCategories(fitted, cells.get(fitted.name)!, rowRange(table.rows)),
      };
    }
    const shifts = features.map((feature) => {
      const then = distributionBefore(feature);
      const values = distributionOf(featureValues(now, feature.place));
      return { feature, then, values, shift: distributionShift(then, values, feature) };
    });
    const most = shifts.reduce((largest, each) => (each.shift.psi > largest.shift.psi ? each : largest));
    return {
      column: fitted.name,
      kind: fitted.kind,
      feature: most.feature.name,
      ...ofAllFeatures(
        most.shift,
        shifts.map(({ shift }) => shift.p),
      ),
      counts: dates || !isDate,
      missing: { before: missingShare(most.then), now: missingShare(most.values) },
      ...(rangeOf(fitted) && { outside: outsideOf(now, column) }),
    };
  });
}

/** The shift of one feature for all of its column: by Bonferroni. */
function ofAllFeatures(shift: DistributionShift, p: readonly number[]): DistributionShift {
  return { ...shift, p: Math.min(1, p.length * Math.min(...p)) };
}

function missingShare(distribution: Distribution): number {
  return distribution.missing / rowsOf(distribution);
}

/** The smallest and the largest value of its first feature in training. */
function rangeOf(fitted: KeptColumn): { readonly least: number; readonly greatest: number } | undefined {
  if ((fitted.kind === 'numeric' || fitted.kind === 'ordinal') && fitted.value) return fitted.range;
  if (fitted.kind !== 'date' || fitted.latest === undefined || fitted.parts[0]?.part !== 'days')
    return undefined;
  return { least: 0, greatest: (fitted.latest - fitted.earliest) / DAY_MS };
}

function outsideOf(now: FeatureMatrix, { fitted, features }: WatchedColumn): ColumnDrift['outside'] {
  const { least, greatest } = rangeOf(fitted)!;
  let [below, above] = [0, 0];
  for (const value of featureValues(now, features[0].place)) {
    if (value < least) below++;
    else if (value > greatest) above++;
  }
  return { below, above };
}
