/** From comparisons to levels: what is both significant and large. */
import { holmAdjusted } from '../../statistics/holm.js';
import type { DriftLevel, DriftVerdict, Judged } from './drift.js';

const ORDER: readonly DriftLevel[] = ['none', 'some', 'strong'];

/** Fewer rows on either side say too little. */
export const FEWEST_ROWS = 20;

export interface Comparison {
  readonly p: number;
  /** How large the change is, significant or not. */
  readonly size: DriftLevel;
  /** Whether it counts for the verdict. */
  readonly counts: boolean;
}

/** By the custom of the population stability index. */
export function sizeOfShift(psi: number): DriftLevel {
  return sizeFrom(psi, 0.1, 0.25);
}

/**
 * Out-of-fold predictions are by other fits than the model's, and differ by that alone: up to 0.15 in tables without drift, and
 * more in small ones, where the differences between fits add to those between samples. The limits of 0.2 and 0.5 are therefore
 * raised by twice what samples of this size give without drift: (bins - 1) (1 / m + 1 / n). The folds may also give many rows
 * one probability, and the model another one close by, which moves them from bin to bin: `distance` must be at least 0.25 for
 * some drift, 0.5 for a strong one.
 *
 * @param distance as in `ScoreDrift`
 * @param rows of the reference and of the table
 */
export function sizeOfScoreShift(
  psi: number,
  distance: number,
  { bins, isOutOfFold, rows }: { bins: number; isOutOfFold: boolean; rows: readonly number[] },
): DriftLevel {
  if (!isOutOfFold) return sizeOfShift(psi);
  const bySamples = (bins - 1) * rows.reduce((sum, count) => sum + 1 / count, 0);
  const sizes = [sizeFrom(psi - 2 * bySamples, 0.2, 0.5), sizeFrom(distance, 0.25, 0.5)];
  return ORDER[Math.min(...sizes.map((size) => ORDER.indexOf(size)))];
}

/** Of two shares: one and a half times as much or as little, or twice. */
export function sizeOfRatio(before: number, now: number): DriftLevel {
  const ratio = Math.max(before, now) / Math.min(before, now);
  return sizeFrom(Number.isNaN(ratio) ? 1 : ratio, 1.5, 2);
}

/** A single normal column with an index of 0.1 and 0.25 gives 0.59 and 0.64; the classifier sees all columns. */
export function sizeOfArea(area: number): DriftLevel {
  return sizeFrom(area, 0.6, 0.7);
}

function sizeFrom(value: number, some: number, strong: number): DriftLevel {
  return value >= strong ? 'strong' : value >= some ? 'some' : 'none';
}

/** The comparisons that count, corrected together (Holm): each level is the size of what is significant. */
export function judged(comparisons: readonly Comparison[], alpha: number): Judged[] {
  const counting = comparisons.filter(({ counts }) => counts);
  const adjusted = holmAdjusted(counting.map(({ p }) => p));
  let at = 0;
  return comparisons.map(({ counts, size }): Judged => {
    if (!counts) return { level: 'none' };
    const adjustedP = adjusted[at++];
    return { adjustedP, level: adjustedP <= alpha ? size : 'none' };
  });
}

/** The strongest first. */
export function byLevel(one: Judged, other: Judged): number {
  return ORDER.indexOf(other.level) - ORDER.indexOf(one.level);
}

export function verdictOf(all: readonly Judged[], rows: readonly number[]): DriftVerdict {
  if (rows.some((count) => count < FEWEST_ROWS)) return 'unknown';
  return all.toSorted(byLevel)[0]?.level ?? 'none';
}
