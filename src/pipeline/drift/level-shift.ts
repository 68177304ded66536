/** How the categories of a column moved. */
import { type Bin, shiftOfGroups } from './distribution-shift.js';
import type { ColumnDrift, DistributionShift } from './drift.js';
import {
  type LevelOfRow,
  type LevelRanges,
  type LevelsBefore,
  levelsOfRows,
  rangeOf,
} from './levels-before.js';

/** The chance that any category that training had missed by luck gets a group of its own. */
const CHANCE_OF_NEW = 0.001;

/**
 * Compares categories by their names: groups that are chosen by how often training had a category, such as `(other)`, have
 * other shares in new rows without any drift. If the rows of all categories are known, rare ones are pooled by their rows in
 * both samples; if only those of ranges in sorted order, unseen categories belong to the range of their name.
 */
export function levelShift(
  before: LevelsBefore,
  levels: readonly LevelOfRow[],
): DistributionShift & Pick<ColumnDrift, 'missing'> {
  const now = levelsOfRows(levels);
  const known = 'counts' in before ? [...before.counts.values()] : before.rows;
  const present = known.reduce((sum, rows) => sum + rows, 0);
  const missingBefore = 'counts' in before || !before.missingInLast ? before.missing : before.rows.at(-1)!;
  const missing = {
    before: missingBefore / (present + before.missing),
    now: now.missing / levels.length,
  };
  if ('ends' in before) return { ...shiftOfRanges(before, levels), missing };
  const names = [...new Set([...before.counts.keys(), ...now.counts.keys()])].sort();
  const groups = names.map(
    (name): Bin => ({ label: name, count: [before.counts.get(name) ?? 0, now.counts.get(name) ?? 0] }),
  );
  const shift = shiftOfGroups(groups, [before.missing, now.missing]);
  const rows: [number, number] = [present + before.missing, levels.length];
  const { p } = joined([shift, { p: oneSidedLevel(groups, rows), psi: 0 }]);
  return { ...shift, p, missing };
}

function shiftOfRanges(before: LevelRanges, levels: readonly LevelOfRow[]): DistributionShift {
  const { ends, rows, missingInLast } = before;
  const counts = rows.map((): number => 0);
  const fresh = newLevels(before, levels);
  let missing = 0;
  for (const level of levels) {
    if (level === null) missing++;
    else if (fresh.has(level.name)) fresh.set(level.name, fresh.get(level.name)! + 1);
    else counts[rangeOf(ends, level.name)]++;
  }
  if (missingInLast) counts[ends.length] += missing;
  const labelOf = (i: number) => {
    if (i < ends.length) return i === 0 ? `up to ${ends[0]}` : `after ${ends[i - 1]} up to ${ends[i]}`;
    const last = i === 0 ? 'all' : `after ${ends[i - 1]}`;
    return missingInLast ? `${last}, or missing` : last;
  };
  const groups = [
    ...rows.map((count, i): Bin => ({ label: labelOf(i), count: [count, counts[i]] })),
    ...Array.from(fresh, ([label, count]): Bin => ({ label, count: [0, count] })),
  ].filter(({ count: [one, other] }) => one + other > 0);
  const shift = shiftOfGroups(groups, [before.missing, missingInLast ? 0 : missing]);
  const { training } = before;
  const newest = Math.max(0, ...fresh.values());
  return {
    ...shift,
    ...joined([
      shift,
      { p: chanceOfNew(newest, before, levels), psi: 0 },
      unseenShift(training, levels),
      distinctShift(training, levels),
    ]),
  };
}

/** Several tests of one column, by Bonferroni. */
function joined(shifts: readonly LevelsShift[]): LevelsShift {
  return {
    p: Math.min(1, shifts.length * Math.min(...shifts.map(({ p }) => p))),
    psi: Math.max(...shifts.map(({ psi }) => psi)),
  };
}

/**
 * The chance that any category with as many rows as one that is in one sample only were so by luck: of `count` rows all are in
 * a sample of m rows, beside one of n, with a chance of at most (m / (m + n))^count.
 */
function oneSidedLevel(groups: readonly Bin[], [n, m]: readonly [number, number]): number {
  const chances = groups.map(({ count: [one, other] }) => {
    if (one > 0 && other > 0) return 1;
    return one > 0 ? (n / (m + n)) ** one : (m / (m + n)) ** other;
  });
  return Math.min(1, groups.length * Math.min(1, ...chances));
}

/** Unseen categories of so many new rows that training cannot have missed them by luck. The values are 0. */
function newLevels(before: LevelRanges, levels: readonly LevelOfRow[]): Map<string, number> {
  const { counts } = levelsOfRows(levels.filter((level) => level !== null && !level.isSeen));
  const fresh = [...counts].filter(([, count]) => chanceOfNew(count, before, levels) < CHANCE_OF_NEW);
  return new Map(fresh.map(([name]) => [name, 0]));
}

/** As `oneSidedLevel`, for a category of `count` new rows that training did not have. */
function chanceOfNew(count: number, { training }: LevelRanges, levels: readonly LevelOfRow[]): number {
  const all = training.single + training.repeated + levels.length;
  return Math.min(1, all * (levels.length / (levels.length + training.rows)) ** count);
}
