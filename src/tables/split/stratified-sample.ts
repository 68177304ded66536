/** A stratified sample of rows. */
import { allocateDraws } from './allocate-draws.js';
import type { RandomSource } from './random-source.js';
import { sampleFront } from './sample-front.js';

/**
 * About `most` rows, ascending: each class in its proportion, and at least one row of it; all rows if there are no more.
 *
 * @param y index of the class of each row
 */
export function stratifiedSample(
  y: Int32Array,
  classes: number,
  most: number,
  random: RandomSource,
): Int32Array {
  if (y.length <= most) return y.map((_, row) => row);
  const byClass = Array.from({ length: classes }, (): number[] => []);
  y.forEach((c, row) => {
    byClass[c].push(row);
  });
  // Room for the classes that would get no row and get one.
  const draws = allocateDraws(
    byClass.map(({ length }) => length),
    Math.max(0, most - classes),
    random,
  );
  return Int32Array.from(
    byClass.flatMap((rows, c) => [
      ...sampleFront(Int32Array.from(rows), Math.min(rows.length, Math.max(1, draws[c])), random),
    ]),
  ).sort();
}
