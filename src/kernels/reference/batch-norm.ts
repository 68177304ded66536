/** Plain twins of assembly/batch-norm.ts. */
import type { ReferenceMemory } from './memory.js';

export function batchNormKernels(memory: ReferenceMemory) {
  const index = (address: number) => address >>> memory.shift;

  return {
    /** Normalises each column by the batch's mean and biased variance; updates the running statistics. */
    batchNorm(
      rows: number,
      n: number,
      x: number,
      gamma: number,
      beta: number,
      y: number,
      normalised: number,
      inverseStd: number,
      runningMean: number,
      runningVariance: number,
      momentum: number,
      epsilon: number,
    ): void {
      const F = memory.floats;
      for (let j = 0; j < n; j++) {
        let mean = 0;
        for (let i = 0; i < rows; i++) mean += F[index(x) + i * n + j] / rows;
        let variance = 0;
        for (let i = 0; i < rows; i++) variance += (F[index(x) + i * n + j] - mean) ** 2 / rows;
        const inverse = 1 / Math.sqrt(variance + epsilon);
        F[index(inverseStd) + j] = inverse;
        for (let i = 0; i < rows; i++) {
          const h = (F[index(x) + i * n + j] - mean) * inverse;
          F[index(normalised) + i * n + j] = h;
          F[index(y) + i * n + j] = h * F[index(gamma) + j] + F[index(beta) + j];
        }
        const m = index(runningMean) + j;
        const v = index(runningVariance) + j;
        F[m] = momentum * mean + (1 - momentum) * F[m];
        F[v] = momentum * variance * (rows / Math.max(rows - 1, 1)) + (1 - momentum) * F[v];
      }
    },

    /** Gradients of `batchNorm` with respect to x, gamma and beta. */
    batchNormBackward(
      rows: number,
      n: number,
      gradY: number,
      normalised: number,
      inverseStd: number,
      gamma: number,
      gradX: number,
      gradGamma: number,
      gradBeta: number,
      accumulate: boolean,
    ): void {
      const F = memory.floats;
      for (let j = 0; j < n; j++) {
        let sum = 0;
        let dotted = 0;
        for (let i = 0; i < rows; i++) {
          const g = F[index(gradY) + i * n + j];
          sum += g;
          dotted += g * F[index(normalised) + i * n + j];
        }
        F[index(gradBeta) + j] = sum;
        F[index(gradGamma) + j] = dotted;
        const factor = F[index(gamma) + j] * F[index(inverseStd) + j];
        for (let i = 0; i < rows; i++) {
          const p = i * n + j;
          const inner = F[index(gradY) + p] - sum / rows - (F[index(normalised) + p] * dotted) / rows;
          F[index(gradX) + p] = accumulate ? F[index(gradX) + p] + factor * inner : factor * inner;
        }
      }
    },

    /** y = (x - runningMean) / sqrt(runningVariance + epsilon) * gamma + beta */
    batchNormInference(
      rows: number,
      n: number,
      x: number,
      gamma: number,
      beta: number,
      y: number,
      runningMean: number,
      runningVariance: number,
      epsilon: number,
    ): void {
      const F = memory.floats;
      for (let j = 0; j < n; j++) {
        const factor = F[index(gamma) + j] / Math.sqrt(F[index(runningVariance) + j] + epsilon);
        const shift = F[index(beta) + j] - F[index(runningMean) + j] * factor;
        for (let i = 0; i < rows; i++) F[index(y) + i * n + j] = F[index(x) + i * n + j] * factor + shift;
      }
    },
  };
}
