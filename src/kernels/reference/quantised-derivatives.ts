/** Plain twins of assembly/quantised-derivatives.ts. Integers and 64-bit floats are the same in every build. */
import { nearestEven } from './boosting.js';
import type { ReferenceMemory } from './memory.js';

export function quantisedDerivativeKernels(memory: ReferenceMemory) {
  const index = (address: number) => address >>> memory.shift;
  const bytes = (address: number) => new Uint8Array(memory.ints.buffer, address);
  const doubles = (address: number, n: number) => memory.doubles.subarray(address >>> 3, (address >>> 3) + n);
  const integers = (address: number, n: number) => new Int32Array(memory.ints.buffer, address, n);

  return {
    /**
     * Adds factor * code of some columns to the bytes of their groups in n rows of `codes`, with `width` groups per row, which
     * are zero before. Values are 64-bit floats, row-major, with `columns` per row. `listed` has five integers for each of
     * `count` columns: column, index of the first of its `cuts`, their number, factor, group. The code of a value is the
     * number of cuts below it, the code of NaN is the number of cuts + 1. Cuts ascend, and those of a column are followed
     * by as many infinite ones as make a power of two minus one.
     */
    encodeColumns(
      n: number,
      x: number,
      columns: number,
      count: number,
      listed: number,
      cuts: number,
      codes: number,
      width: number,
    ): void {
      const values = doubles(x, n * columns);
      const C = bytes(codes);
      for (let i = 0; i < count; i++) {
        const [column, first, most, factor, group] = integers(listed + 20 * i, 5);
        const known = doubles(cuts + 8 * first, most);
        for (let row = 0; row < n; row++) {
          const value = values[row * columns + column];
          let code = Number.isNaN(value) ? most + 1 : 0;
          while (code < most && known[code] < value) code++;
          C[row * width + group] += factor * code;
        }
      }
    },

    /**
     * (First, second derivative) of the logistic loss from `margins` (n) to `pairs`: g = w (p - y), h = w p (1 - p). n
     * is a multiple of 4. Writes the sums of |g| and h, as 64-bit floats, to `sums`; returns the sum of -w log p_y.
     */
    logisticPairs(
      n: number,
      margins: number,
      labels: number,
      weights: number,
      pairs: number,
      sums: number,
    ): number {
      const F = memory.floats;
      const to = index(pairs);
      const total = doubles(sums, 2).fill(0);
      let loss = 0;
      for (let i = 0; i < n; i++) {
        const y = memory.ints[(labels >>> 2) + i];
        const w = F[index(weights) + i];
        const e = Math.exp(y === 1 ? -F[index(margins) + i] : F[index(margins) + i]);
        const size = (w * e) / (1 + e);
        F[to + 2 * i] = y === 1 ? -size : size;
        F[to + 2 * i + 1] = size / (1 + e);
        total[0] += size;
        total[1] += size / (1 + e);
        loss += w * Math.log1p(e);
      }
      return loss;
    },

    /** Writes the sums of |g| and of h of n pairs, as 64-bit floats, to `sums`. */
    pairSums(n: number, pairs: number, sums: number): void {
      const P = memory.floats.subarray(index(pairs), index(pairs) + 2 * n);
      const total = doubles(sums, 2).fill(0);
      for (let i = 0; i < P.length; i++) total[i % 2] += Math.abs(P[i]);
    },

    /**
     * Integers (second, first derivative) from n pairs (first, second): g and h times their scales, rounded, h at least
     * 1. n is even.
     */
    quantisePairs(n: number, pairs: number, scaleG: number, scaleH: number, quantised: number): void {
      const P = memory.floats.subarray(index(pairs), index(pairs) + 2 * n);
      const Q = integers(quantised, 2 * n);
      for (let i = 0; i < n; i++) {
        Q[2 * i] = Math.max(1, nearestEven(P[2 * i + 1] * scaleH));
        Q[2 * i + 1] = nearestEven(P[2 * i] * scaleG);
      }
    },

    /** Adds a value to the margins of n rows. */
    addToRows(n: number, rows: number, value: number, margins: number): void {
      for (const row of integers(rows, n)) memory.floats[index(margins) + row] += value;
    },
  };
}
