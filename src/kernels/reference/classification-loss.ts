/** Plain twins of assembly/classification-loss.ts. */
import type { ReferenceMemory } from './memory.js';

export function classificationLossKernels(memory: ReferenceMemory) {
  const index = (address: number) => address >>> memory.shift;

  return {
    /** In place: each row of z becomes softmax(z). */
    softmaxRows(rows: number, n: number, z: number): void {
      const F = memory.floats;
      for (let i = 0; i < rows; i++) {
        const row = F.subarray(index(z) + i * n, index(z) + (i + 1) * n);
        const largest = Math.max(...row);
        let sum = 0;
        for (let j = 0; j < n; j++) {
          row[j] = Math.exp(row[j] - largest);
          sum += row[j];
        }
        for (let j = 0; j < n; j++) row[j] /= sum;
      }
    },

    /** Sum over rows of w (1 - p_y)^gamma (-log p_y); gradZ = scale times its gradient. */
    focalLoss(
      rows: number,
      n: number,
      z: number,
      labels: number,
      weights: number,
      gamma: number,
      scale: number,
      gradZ: number,
    ): number {
      const F = memory.floats;
      let total = 0;
      for (let i = 0; i < rows; i++) {
        const y = memory.ints[(labels >>> 2) + i];
        const w = F[index(weights) + i];
        const logits = Array.from(F.subarray(index(z) + i * n, index(z) + (i + 1) * n));
        const largest = Math.max(...logits);
        const e = logits.map((v) => Math.exp(v - largest));
        const others = e.reduce((s, v, j) => (j === y ? s : s + v), 0);
        const sum = others + e[y];
        const p = e[y] / sum;
        const q = others / sum;
        const logP = logits[y] - largest - Math.log(sum);
        const power = gamma === 0 ? 1 : q ** gamma;
        const lower = gamma === 0 || q === 0 ? 0 : gamma * (power / q) * p * logP;
        total -= w * power * logP;
        const toLogP = scale * w * (lower - power);
        for (let j = 0; j < n; j++) F[index(gradZ) + i * n + j] = toLogP * (j === y ? q : -e[j] / sum);
      }
      return total;
    },

    /** The index of the largest value of each row, of ties the first. */
    argmaxRows(rows: number, n: number, z: number, out: number): void {
      const F = memory.floats;
      for (let i = 0; i < rows; i++) {
        let best = 0;
        for (let j = 1; j < n; j++) if (F[index(z) + i * n + j] > F[index(z) + i * n + best]) best = j;
        memory.ints[(out >>> 2) + i] = best;
      }
    },
  };
}
