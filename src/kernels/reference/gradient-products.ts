/** Plain twins of assembly/gradient-products.ts. */
import type { ReferenceMemory } from './memory.js';

export function gradientProductKernels(memory: ReferenceMemory) {
  const index = (address: number) => address >>> memory.shift;

  return {
    /** rowSums[i] = sum_j g_ij y_ij, columnSums[j] = sum_i g_ij y_ij [both added to]. */
    gradientProducts(
      rows: number,
      n: number,
      g: number,
      y: number,
      rowSums: number,
      columnSums: number,
      accumulate: boolean,
    ): void {
      const F = memory.floats;
      const [R, S] = [index(rowSums), index(columnSums)];
      if (!accumulate) {
        F.fill(0, R, R + rows);
        F.fill(0, S, S + n);
      }
      for (let i = 0; i < rows; i++) {
        for (let j = 0; j < n; j++) {
          const product = F[index(g) + i * n + j] * F[index(y) + i * n + j];
          F[R + i] += product;
          F[S + j] += product;
        }
      }
    },

    /** The same sums for the input of a linear layer, from its output and its weight's gradient. */
    linearProducts(
      rows: number,
      outputs: number,
      inputs: number,
      gradY: number,
      y: number,
      bias: number,
      weight: number,
      gradWeight: number,
      rowSums: number,
      columnSums: number,
      accumulate: boolean,
    ): void {
      const F = memory.floats;
      const [R, S] = [index(rowSums), index(columnSums)];
      if (!accumulate) {
        F.fill(0, R, R + rows);
        F.fill(0, S, S + inputs);
      }
      for (let i = 0; i < rows; i++) {
        for (let m = 0; m < outputs; m++) {
          F[R + i] +=
            F[index(gradY) + i * outputs + m] * (F[index(y) + i * outputs + m] - F[index(bias) + m]);
        }
      }
      for (let m = 0; m < outputs; m++) {
        for (let j = 0; j < inputs; j++) {
          F[S + j] += F[index(weight) + m * inputs + j] * F[index(gradWeight) + m * inputs + j];
        }
      }
    },
  };
}
