/** Plain twins of assembly/softmax-regression.ts. */
import type { ReferenceMemory } from './memory.js';

export function softmaxRegressionKernels(memory: ReferenceMemory) {
  /** z becomes softmax(z); returns -log softmax(z)[y]. */
  function softmax(z: Float64Array, y: number): number {
    let largest = z[0];
    for (let j = 1; j < z.length; j++) largest = Math.max(largest, z[j]);
    const below = largest - z[y];
    let sum = 0;
    for (let j = 0; j < z.length; j++) {
      z[j] = Math.exp(z[j] - largest);
      sum += z[j];
    }
    for (let j = 0; j < z.length; j++) z[j] /= sum;
    return below + Math.log(sum);
  }

  return {
    /** out (rows x ld) = the n values of each row of x in 64 bits, a one for the intercept, zeros. */
    widenRows(rows: number, n: number, x: number, out: number, ld: number): void {
      const D = memory.doubles;
      for (let i = 0; i < rows; i++) {
        const from = (x >>> memory.shift) + i * n;
        const to = (out >>> 3) + i * ld;
        for (let j = 0; j < n; j++) D[to + j] = memory.floats[from + j];
        D[to + n] = 1;
        D.fill(0, to + n + 1, to + ld);
      }
    },

    /** Sum over rows of w (-log softmax(z)[y]); z becomes its gradient, padded with zeros. */
    softmaxLossF64(
      rows: number,
      n: number,
      z: number,
      labels: number,
      weights: number,
      _sums: number,
    ): number {
      const D = memory.doubles;
      const ld = n + (n % 2);
      let total = 0;
      for (let i = 0; i < rows; i++) {
        const row = D.subarray((z >>> 3) + i * ld, (z >>> 3) + (i + 1) * ld);
        const y = memory.ints[(labels >>> 2) + i];
        const weight = D[(weights >>> 3) + i];
        total += weight * softmax(row.subarray(0, n), y);
        for (let j = 0; j < n; j++) row[j] *= weight;
        row[y] -= weight;
        row.fill(0, n);
      }
      return total;
    },

    /** Each row of z becomes softmax(z), padded with zeros; out (rows x n): in 32 bits. */
    softmaxF64(rows: number, n: number, z: number, out: number): void {
      const ld = n + (n % 2);
      for (let i = 0; i < rows; i++) {
        const row = memory.doubles.subarray((z >>> 3) + i * ld, (z >>> 3) + (i + 1) * ld);
        softmax(row.subarray(0, n), 0);
        row.fill(0, n);
        memory.floats.set(row.subarray(0, n), (out >>> memory.shift) + i * n);
      }
    },
  };
}
