/** Sampling without replacement. */
import type { RandomSource } from './random-source.js';

/**
 * Puts a uniform random sample of `count` items, in random order, at the front of `items`: the first
 * `count` steps of the Fisher-Yates shuffle, one `random.integer` each. Returns that front, a view.
 */
export function sampleFront(items: Int32Array, count: number, random: RandomSource): Int32Array {
  for (let i = 0; i < count; i++) {
    const j = i + random.integer(items.length - i);
    const held = items[i];
    items[i] = items[j];
    items[j] = held;
  }
  return items.subarray(0, count);
}
