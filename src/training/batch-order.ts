/** The training rows of an epoch, and their order. */
import type { RandomStream } from '../engine/random/random-stream.js';

/** Fills its argument with the rows of the next epoch, in training order. */
export type EpochOrder = (order: Int32Array) => void;

/**
 * With power 0 every row once, shuffled. Otherwise as many rows drawn with replacement, a row of class c with
 * probability proportional to (rows of c)^-power: with 1 all classes are drawn equally often, with 0.5 in proportion
 * to the square root of their sizes.
 *
 * @param y class index of each row
 */
export function epochOrder(y: Int32Array, classes: number, power: number, random: RandomStream): EpochOrder {
  if (power === 0) {
    let filled = false;
    return (order) => {
      if (!filled) for (let i = 0; i < order.length; i++) order[i] = i;
      filled = true;
      random.shuffle(order);
    };
  }
  const rowsOf = Array.from({ length: classes }, () => [] as number[]);
  y.forEach((c, row) => {
    rowsOf[c].push(row);
  });
  const cumulative = new Float64Array(classes);
  let total = 0;
  rowsOf.forEach((rows, c) => {
    if (rows.length > 0) total += rows.length ** (1 - power);
    cumulative[c] = total;
  });
  return (order) => {
    for (let i = 0; i < order.length; i++) {
      const at = random.uniform() * total;
      let c = 0;
      while (cumulative[c] <= at) c++;
      order[i] = rowsOf[c][random.integer(rowsOf[c].length)];
    }
  };
}
