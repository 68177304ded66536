/** Columns of a table that say nearly the same. */
import type { FeatureMatrix } from '../../matrix.js';
import { averageRanks } from '../../statistics/ranks.js';
import type { Preparation } from '../../tables/preparation/preparation.js';
import { featuresByColumn } from '../column-features.js';

export interface CorrelatedColumns {
  /** At least two columns, in the order of the table. */
  readonly columns: readonly string[];
  /** The weakest association between two of them. */
  readonly least: number;
}

/** Associations from here make a group. */
export const STRONG_ASSOCIATION = 0.8;
/** Of wider tables the first columns are compared. */
const MOST_COLUMNS = 400;

/**
 * Groups of columns of which any two have an association of at least `STRONG_ASSOCIATION` (complete linkage, the strongest
 * first): of numbers, ordered levels, true and false and dates the absolute rank correlation (Spearman), a missing one
 * counting as average; of categories Cramér's V, of both the correlation ratio of the ranks, corrected for their bias.
 * Lists and free texts are in no group.
 *
 * @param X rows that `preparation` gave
 */
export function correlatedColumns(preparation: Preparation, X: FeatureMatrix): CorrelatedColumns[] {
  const measured = measuredColumns(preparation, X).slice(0, MOST_COLUMNS);
  const count = measured.length;
  const association = new Float64Array(count * count);
  const pairs: [number, number][] = [];
  for (let i = 0; i < count; i++) {
    for (let j = i + 1; j < count; j++) {
      const value = associationOf(measured[i], measured[j]);
      association[i * count + j] = value;
      association[j * count + i] = value;
      if (value >= STRONG_ASSOCIATION) pairs.push([i, j]);
    }
  }
  const between = ([i, j]: readonly [number, number]) => association[i * count + j];
  pairs.sort((one, other) => between(other) - between(one));
  const groupOf = Array.from({ length: count }, (_, i) => [i]);
  for (const [i, j] of pairs) {
    const [one, other] = [groupOf[i], groupOf[j]];
    if (one === other || one.some((a) => other.some((b) => between([a, b]) < STRONG_ASSOCIATION))) continue;
    one.push(...other);
    for (const member of other) groupOf[member] = one;
  }
  return [...new Set(groupOf)]
    .filter(({ length }) => length > 1)
    .map((group) => {
      group.sort((a, b) => a - b);
      return {
        columns: group.map((i) => measured[i].name),
        least: Math.min(...group.flatMap((a) => group.filter((b) => b > a).map((b) => between([a, b])))),
      };
    });
}

interface MeasuredColumn {
  readonly name: string;
  /** Ranks less their mean, divided by the root of the sum of their squares. */
  readonly ranks?: Float64Array;
  /** Levels from 0. */
  readonly codes?: Int32Array;
  readonly levels: number;
}

/** The columns that are numbers or codes and not all equal, by their first feature. */
function measuredColumns(preparation: Preparation, X: FeatureMatrix): MeasuredColumn[] {
  const features = featuresByColumn(preparation.featureColumns);
  return preparation.inputColumns.flatMap(({ name, kind }): MeasuredColumn[] => {
    const feature = features.get(name)?.[0];
    if (feature === undefined) return [];
    const values = Float64Array.from({ length: X.rows }, (_, row) => X.data[row * X.columns + feature]);
    if (preparation.levels[feature] !== null) {
      const seen = new Map<number, number>();
      const codes = Int32Array.from(values, (value) => {
        const code = seen.get(value) ?? seen.size;
        seen.set(value, code);
        return code;
      });
      return seen.size < 2 ? [] : [{ name, codes, levels: seen.size }];
    }
    if (!['numeric', 'ordinal', 'boolean', 'date'].includes(kind)) return [];
    const ranks = normalisedRanks(values);
    return ranks === undefined ? [] : [{ name, ranks, levels: 0 }];
  });
}

function normalisedRanks(values: Float64Array): Float64Array | undefined {
  const places = Int32Array.from(values.keys()).filter((row) => !Number.isNaN(values[row]));
  const { ranks } = averageRanks(Array.from(places, (row) => values[row]));
  const middle = (places.length + 1) / 2;
  const centred = new Float64Array(values.length);
  let squares = 0;
  places.forEach((row, i) => {
    centred[row] = ranks[i] - middle;
    squares += centred[row] ** 2;
  });
  return squares === 0 ? undefined : centred.map((value) => value / Math.sqrt(squares));
}

function associationOf(one: MeasuredColumn, other: MeasuredColumn): number {
  if (one.ranks && other.ranks) {
    const { ranks } = other;
    return Math.abs(one.ranks.reduce((sum, value, row) => sum + value * ranks[row], 0));
  }
  if (one.codes && other.codes) return cramersV(one.codes, one.levels, other.codes, other.levels);
  const [numbers, groups] = one.ranks ? [one, other] : [other, one];
  return correlationRatio(numbers.ranks as Float64Array, groups.codes as Int32Array, groups.levels);
}

/** Bias-corrected (Bergsma, "A bias-correction for Cramér's V and Tschuprow's T", 2013). */
function cramersV(one: Int32Array, levels: number, other: Int32Array, otherLevels: number): number {
  const n = one.length;
  const counts = new Float64Array(levels * otherLevels);
  const [rows, columns] = [new Float64Array(levels), new Float64Array(otherLevels)];
  for (let i = 0; i < n; i++) {
    counts[one[i] * otherLevels + other[i]]++;
    rows[one[i]]++;
    columns[other[i]]++;
  }
  let sum = 0;
  for (let r = 0; r < levels; r++) {
    for (let c = 0; c < otherLevels; c++) sum += counts[r * otherLevels + c] ** 2 / (rows[r] * columns[c]);
  }
  const corrected = (count: number) => count - (count - 1) ** 2 / (n - 1);
  const square = Math.max(0, sum - 1 - ((levels - 1) * (otherLevels - 1)) / (n - 1));
  const most = Math.min(corrected(levels), corrected(otherLevels)) - 1;
  return most > 0 ? Math.sqrt(Math.min(1, square / most)) : 0;
}

/** The root of the share of the variance that the groups explain, corrected for their number (epsilon squared). */
function correlationRatio(ranks: Float64Array, codes: Int32Array, levels: number): number {
  const n = ranks.length;
  if (n <= levels) return 0;
  const [sums, counts] = [new Float64Array(levels), new Float64Array(levels)];
  for (let i = 0; i < n; i++) {
    sums[codes[i]] += ranks[i];
    counts[codes[i]]++;
  }
  const explained = sums.reduce((total, sum, level) => total + sum ** 2 / counts[level], 0);
  return Math.sqrt(Math.max(0, 1 - ((1 - explained) * (n - 1)) / (n - levels)));
}
