/** Suggestions for mistyped names, the most common mistake on the command line. */
import { listNames } from './name-list.js';

/**
 * Optimal string alignment distance: the least number of inserted, deleted, replaced or swapped
 * neighbouring UTF-16 units that turns `a` into `b` (restricted Damerau-Levenshtein distance).
 */
export function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = last[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
      let best = Math.min(replaced, last[j] + 1, current[j - 1] + 1);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        best = Math.min(best, beforeLast[j - 2] + 1);
      }
      current.push(best);
    }
    beforeLast = last;
    last = current;
  }
  return last[b.length];
}

/**
 * Up to three of `available` that are close to `name`, nearest first. Letter case is ignored; a distance of more than
 * a third of the length of `name` (at least one edit) is too far.
 */
export function nearestNames(name: string, available: readonly string[]): string[] {
  const wanted = name.toLowerCase();
  const reach = Math.max(1, Math.floor(wanted.length / 3));
  return available
    .filter((candidate) => Math.abs(candidate.length - wanted.length) <= reach)
    .map((candidate) => ({ candidate, distance: editDistance(wanted, candidate.toLowerCase()) }))
    .filter(({ distance }) => distance <= reach)
    .sort((one, other) => one.distance - other.distance)
    .slice(0, 3)
    .map(({ candidate }) => candidate);
}

/** ` Did you mean ...?` with the nearest names, or empty if none is near. */
export function didYouMean(name: string, available: readonly string[]): string {
  const near = nearestNames(name, available);
  return near.length > 0 ? ` Did you mean ${listNames(near)}?` : '';
}
