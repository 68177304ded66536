/** How the categories of a column moved. */
import { type Bin, shiftOfGroups } from './distribution-shift.js';
import type { ColumnDrift, DistributionShift } from './drift.js';
import { distinctShift, type LevelsShift, unseenShift } from './level-numbers.js';
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
  const { p, names } = newLevels(before, levels);
  const fresh = new Map(names.map((name) => [name, 0]));
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
  return {
    ...shift,
    ...joined([shift, { p, psi: 0 }, unseenShift(training, levels), distinctShift(training, levels)]),
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

/** Unseen categories of so many new rows that training cannot have missed them by luck, and the chance of the largest. */
function newLevels({ training }: LevelRanges, levels: readonly LevelOfRow[]) {
  const { counts } = levelsOfRows(levels.filter((level) => level !== null && !level.isSeen));
  const all = training.single + training.repeated + counts.size;
  const share = levels.length / (levels.length + training.rows);
  // As in `oneSidedLevel`.
  const chance = (count: number) => Math.min(1, all * share ** count);
  return {
    p: chance(Math.max(0, ...counts.values())),
    names: [...counts].filter(([, count]) => chance(count) < CHANCE_OF_NEW).map(([name]) => name),
  };
}
