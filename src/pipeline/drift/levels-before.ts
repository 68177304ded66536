/** The rows of each category in the reference, as far as they are known. */
import type { FittedCategorical } from '../../tables/preparation/fitted-columns.js';
import type { FeatureProfile } from '../training-record/feature-profile.js';
import { countWhere } from './distribution-shift.js';

const FEWEST_ROWS_OF_RANGE = 20;

/** Categories by their names: those that the codes call `(other)` are not a group here. */
export type LevelsBefore = CountedLevels | LevelRanges;

/** Rows of every category. */
export interface CountedLevels {
  readonly counts: ReadonlyMap<string, number>;
  readonly missing: number;
}

/** Rows between categories in sorted order. */
export interface LevelRanges {
  /** The last category of each range but the last one, ascending. */
  readonly ends: readonly string[];
  /** Rows of each range, one more than `ends`. */
  readonly rows: readonly number[];
  readonly missing: number;
  /** Whether missing cells are counted in the last range. */
  readonly missingInLast: boolean;
  /** The training rows, those that were the only one of their category, and the categories with more. */
  readonly training: { readonly rows: number; readonly single: number; readonly repeated: number };
}

/** The category of a cell, and whether training had it; null for a missing cell. */
export type LevelOfRow = { readonly name: string; readonly isSeen: boolean } | null;

export function levelsOfRows(levels: readonly LevelOfRow[]): CountedLevels {
  const counts = new Map<string, number>();
  let missing = 0;
  for (const level of levels) {
    if (level === null) missing++;
    else counts.set(level.name, (counts.get(level.name) ?? 0) + 1);
  }
  return { counts, missing };
}

/**
 * @param profile of the codes of the training rows, at most 10,000 of them
 * @param trainingRows all of them: of more than are profiled, as large a share of the categories with a single row counts
 */
export function levelsOfProfile(
  fitted: FittedCategorical,
  profile: FeatureProfile,
  trainingRows: number,
): LevelsBefore {
  const { categories, rare = [] } = fitted;
  const other = categories.length;
  if ('values' in profile) {
    const rowsOf = (code: number) => profile.counts[profile.values.indexOf(code)] ?? 0;
    const counts = new Map(categories.map((name, code) => [name, rowsOf(code)]));
    for (const name of evenlySpaced(rare, rowsOf(other))) counts.set(name, 1);
    return { counts, missing: profile.missing + rowsOf(other + 1) };
  }
  const { quantiles, upTo, present } = profile;
  // The first quantile is the smallest code, of no range of its own.
  const cuts = [...quantiles.keys()].filter(
    (i) => i > 0 && quantiles[i] < other && quantiles[i] < quantiles[i + 1],
  );
  const ends = cuts.map((i) => categories[quantiles[i]]);
  const rows = [...cuts.map((i, k) => upTo[i] - (k === 0 ? 0 : upTo[cuts[k - 1]])), 0];
  const kept = cuts.length === 0 ? 0 : upTo[cuts[cuts.length - 1]];
  const sampled = Math.min(1, (present + profile.missing) / trainingRows);
  const single = Math.min(Math.round(rare.length * sampled), present - kept);
  for (const name of evenlySpaced(rare, single)) rows[rangeOf(ends, name)]++;
  const atOther = quantiles.lastIndexOf(other);
  const missing = fitted.missing && atOther >= 0 ? present - upTo[atOther] : 0;
  rows[ends.length] += Math.max(0, present - kept - single - missing);
  return {
    ...joinedRanges(ends, rows),
    missing,
    missingInLast: fitted.missing && atOther < 0,
    training: { rows: trainingRows, single: rare.length, repeated: categories.length },
  };
}

/** Neighbours are joined until they have 20 rows: where a range of few ends depends much on luck. */
function joinedRanges(ends: readonly string[], rows: readonly number[]): Pick<LevelRanges, 'ends' | 'rows'> {
  const joined = { ends: [] as string[], rows: [0] };
  rows.forEach((count, i) => {
    const last = joined.rows.length - 1;
    joined.rows[last] += count;
    if (i === ends.length || joined.rows[last] < FEWEST_ROWS_OF_RANGE) return;
    joined.ends.push(ends[i]);
    joined.rows.push(0);
  });
  return joined;
}

/** Which categories with a single training row were profiled is not saved; all are, unless there are over 10,000 rows. */
function evenlySpaced(names: readonly string[], most: number): string[] {
  const count = Math.min(most, names.length);
  return Array.from({ length: count }, (_, i) => names[Math.floor(((i + 0.5) * names.length) / count)]);
}

/** The range of a name: categories are sorted by code units, as strings are compared. */
export function rangeOf(ends: readonly string[], name: string): number {
  return countWhere(ends, (end) => end < name);
}
