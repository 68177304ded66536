/** Plain twins of assembly/nearest.ts. */
import type { ReferenceMemory } from './memory.js';

export function nearestKernels(memory: ReferenceMemory) {
  return {
    /** For each row the columns whose value is not above its limit: counts[i] from indices + i * n on. */
    selectNotAbove(
      rows: number,
      n: number,
      values: number,
      ld: number,
      limits: number,
      counts: number,
      indices: number,
    ): void {
      const { floats, ints, shift } = memory;
      for (let i = 0; i < rows; i++) {
        const limit = floats[(limits >>> shift) + i];
        const first = (indices >>> 2) + i * n;
        let count = 0;
        for (let j = 0; j < n; j++) {
          if (!(floats[(values >>> shift) + i * ld + j] > limit)) ints[first + count++] = j;
        }
        ints[(counts >>> 2) + i] = count;
      }
    },

    /** Squared distances of each query to the candidates that `selectNotAbove` chose, in 64 bits. */
    selectedDistancesF64(
      rows: number,
      n: number,
      queries: number,
      candidates: number,
      columns: number,
      counts: number,
      indices: number,
      squared: number,
    ): void {
      const { floats, ints, doubles, shift } = memory;
      for (let i = 0; i < rows; i++) {
        for (let s = i * columns; s < i * columns + ints[(counts >>> 2) + i]; s++) {
          const candidate = (candidates >>> shift) + ints[(indices >>> 2) + s] * n;
          let sum = 0;
          for (let j = 0; j < n; j++) {
            const difference = floats[(queries >>> shift) + i * n + j] - floats[candidate + j];
            sum += difference * difference;
          }
          doubles[(squared >>> 3) + s] = sum;
        }
      }
    },
  };
}
