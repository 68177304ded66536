/** Sampling of the rows that a tree of a forest is grown on. */
import type { RandomStream } from '../../engine/random/random-stream.js';
import { sampleFront } from '../../tables/split/sample-front.js';

/** Draws the rows of one tree; a row may be drawn more than once. */
export type Draw = (random: RandomStream) => Int32Array;

/** A bootstrap sample: as many draws with replacement as there are rows. */
export function bootstrap(rows: Int32Array, random: RandomStream): Int32Array {
  return drawWithReplacement(rows, rows.length, random);
}

/** The classes that are under-sampled to the size of the smallest: imbalanced-learn's `sampling_strategy`. */
export const SAMPLING_STRATEGIES = ['auto', 'all', 'majority', 'not majority', 'not minority'] as const;
export type SamplingStrategy = (typeof SAMPLING_STRATEGIES)[number];

/**
 * imbalanced-learn's RandomUnderSampler: from each class of the strategy as many rows as the smallest class has, with
 * or without replacement; all rows of the other classes. `auto` is `not minority`; among equally large classes the
 * first counts as the largest or the smallest.
 *
 * @param y class index of each row of the table; classes without a row in `rows` are ignored
 */
export function underSample(
  rows: Int32Array,
  y: Int32Array,
  strategy: SamplingStrategy,
  replacement: boolean,
): Draw {
  const groups = rowsByClass(rows, y);
  const sizes = groups.map((members) => members.length);
  const smallest = Math.min(...sizes);
  const [minority, majority] = [sizes.indexOf(smallest), sizes.indexOf(Math.max(...sizes))];
  const reduced = groups.map((_, group) => {
    if (strategy === 'all') return true;
    if (strategy === 'majority') return group === majority;
    if (strategy === 'not majority') return group !== majority;
    return group !== minority;
  });
  const total = sizes.reduce((sum, size, group) => sum + (reduced[group] ? smallest : size), 0);
  return (random) => {
    const sample = new Int32Array(total);
    let at = 0;
    groups.forEach((members, group) => {
      const part = !reduced[group]
        ? members
        : replacement
          ? drawWithReplacement(members, smallest, random)
          : sampleFront(members.slice(), smallest, random);
      sample.set(part, at);
      at += part.length;
    });
    return sample;
  };
}

/** The rows of each class that occurs, classes ascending. */
function rowsByClass(rows: Int32Array, y: Int32Array): Int32Array[] {
  const byClass = new Map<number, number[]>();
  for (const row of rows) {
    const members = byClass.get(y[row]);
    if (members === undefined) byClass.set(y[row], [row]);
    else members.push(row);
  }
  return [...byClass].sort(([a], [b]) => a - b).map(([, members]) => Int32Array.from(members));
}

function drawWithReplacement(rows: Int32Array, count: number, random: RandomStream): Int32Array {
  const drawn = new Int32Array(count);
  for (let i = 0; i < count; i++) drawn[i] = rows[random.integer(rows.length)];
  return drawn;
}
