/** Plain twins of assembly/graph-aggregation.ts. */
import type { ReferenceMemory } from './memory.js';

export function graphAggregationKernels(memory: ReferenceMemory) {
  const index = (address: number) => address >>> memory.shift;

  return {
    /** y_i = self * x_i + weight * (sum over its k neighbours j of source_j). */
    aggregateRows(
      rows: number,
      n: number,
      k: number,
      self: number,
      x: number,
      weight: number,
      sources: number,
      neighbours: number,
      y: number,
    ): void {
      const F = memory.floats;
      for (let i = 0; i < rows; i++) {
        const first = (neighbours >>> 2) + i * k;
        for (let q = 0; q < n; q++) {
          let sum = 0;
          for (let r = 0; r < k; r++) sum += F[index(sources) + memory.ints[first + r] * n + q];
          F[index(y) + i * n + q] = self * F[index(x) + i * n + q] + weight * sum;
        }
      }
    },

    /** gradX_i += self * gradY_i, gradX_j += weight * gradY_i for the neighbours j of each row i. */
    aggregateRowsBackward(
      rows: number,
      n: number,
      k: number,
      self: number,
      weight: number,
      neighbours: number,
      gradY: number,
      gradX: number,
      accumulate: boolean,
    ): void {
      const F = memory.floats;
      const G = index(gradX);
      if (!accumulate) F.fill(0, G, G + rows * n);
      for (let i = 0; i < rows; i++) {
        const first = (neighbours >>> 2) + i * k;
        for (let q = 0; q < n; q++) {
          const g = F[index(gradY) + i * n + q];
          F[G + i * n + q] += self * g;
          for (let r = 0; r < k; r++) F[G + memory.ints[first + r] * n + q] += weight * g;
        }
      }
    },
  };
}
