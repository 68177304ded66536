/** What decisions with a threshold for one class have in common. */
import type { Matrix } from '../matrix.js';

/** The class of each row with the largest probability among those that `excluded` leaves; the first of equals. */
export function argmaxWithout({ data, rows, columns }: Matrix, excluded: ReadonlySet<number>): Int32Array {
  const left = Array.from({ length: columns }, (_, c) => c).filter((c) => !excluded.has(c));
  const best = new Int32Array(rows);
  for (let row = 0; row < rows; row++) {
    const start = row * columns;
    best[row] = left.reduce((leader, c) => (data[start + c] > data[start + leader] ? c : leader));
  }
  return best;
}

/** The probabilities of one class. */
export function columnOf({ data, rows, columns }: Matrix, c: number): Float32Array {
  return Float32Array.from({ length: rows }, (_, row) => data[row * columns + c]);
}

/** A threshold in descriptions and reports. */
export function thresholdText(threshold: number): string {
  return String(Number(threshold.toPrecision(4)));
}

/** The next larger 32-bit float of a number from 0 up: `x >= floatAbove(t)` is `x > t`. */
export function floatAbove(value: number): number {
  const float = new Float32Array([value]);
  new Uint32Array(float.buffer)[0]++;
  return float[0];
}
