/** Plain twins of assembly/quantum-entanglement.ts. */
import type { ReferenceMemory } from './memory.js';

const logistic = (t: number) => 1 / (1 + Math.exp(-t));

export function quantumEntanglementKernels(memory: ReferenceMemory) {
  const index = (address: number) => address >>> memory.shift;

  return {
    /** cosine[j] = cos(theta[j]), sine[j] = sin(theta[j]) */
    cosineSine(n: number, theta: number, cosine: number, sine: number): void {
      const F = memory.floats;
      for (let j = 0; j < n; j++) {
        F[index(cosine) + j] = Math.cos(F[index(theta) + j]);
        F[index(sine) + j] = Math.sin(F[index(theta) + j]);
      }
    },

    /** Eq. 1-3: y = x cos(theta) s with one gate s = sigmoid(x cos(theta) . sin(theta)) per row. */
    entangle(
      rows: number,
      n: number,
      x: number,
      cosine: number,
      sine: number,
      y: number,
      gate: number,
    ): void {
      const F = memory.floats;
      const [X, C, S, Y, G] = [index(x), index(cosine), index(sine), index(y), index(gate)];
      for (let i = 0; i < rows; i++) {
        let t = 0;
        for (let j = 0; j < n; j++) t += F[X + i * n + j] * F[C + j] * F[S + j];
        const s = logistic(t);
        F[G + i] = s;
        for (let j = 0; j < n; j++) F[Y + i * n + j] = F[X + i * n + j] * F[C + j] * s;
      }
    },

    /** Gradients of `entangle`; gradTheta is written. */
    entangleBackward(
      rows: number,
      n: number,
      x: number,
      cosine: number,
      sine: number,
      gate: number,
      gradY: number,
      gradX: number,
      gradTheta: number,
      accumulate: boolean,
    ): void {
      const F = memory.floats;
      const [X, C, S, G, DY] = [index(x), index(cosine), index(sine), index(gate), index(gradY)];
      const [DX, DT] = [index(gradX), index(gradTheta)];
      F.fill(0, DT, DT + n);
      for (let i = 0; i < rows; i++) {
        let ds = 0;
        for (let j = 0; j < n; j++) ds += F[DY + i * n + j] * F[X + i * n + j] * F[C + j];
        const s = F[G + i];
        const dt = ds * s * (1 - s);
        for (let j = 0; j < n; j++) {
          const p = i * n + j;
          const projected = F[DY + p] * s + dt * F[S + j];
          F[DT + j] += F[X + p] * (dt * F[C + j] ** 2 - projected * F[S + j]);
          F[DX + p] = projected * F[C + j] + (accumulate ? F[DX + p] : 0);
        }
      }
    },

    /** gradTheta alone, from the row and column sums of the output times its gradient. */
    entangleBackwardFromProducts(
      rows: number,
      n: number,
      x: number,
      cosine: number,
      sine: number,
      gate: number,
      rowProducts: number,
      columnProducts: number,
      gradTheta: number,
    ): void {
      const F = memory.floats;
      for (let j = 0; j < n; j++) {
        let gated = 0;
        for (let i = 0; i < rows; i++) {
          gated += F[index(rowProducts) + i] * (1 - F[index(gate) + i]) * F[index(x) + i * n + j];
        }
        const [si, co] = [F[index(sine) + j], F[index(cosine) + j]];
        F[index(gradTheta) + j] = (co * co - si * si) * gated - (si / co) * F[index(columnProducts) + j];
      }
    },

    /** z = leakyRelu(sigmoid(x . direction) * z + bias): inference after a fused gate. */
    gateBiasLeakyRelu(
      rows: number,
      columns: number,
      n: number,
      x: number,
      direction: number,
      z: number,
      bias: number,
      slope: number,
    ): void {
      const F = memory.floats;
      for (let i = 0; i < rows; i++) {
        let t = 0;
        for (let j = 0; j < columns; j++) t += F[index(x) + i * columns + j] * F[index(direction) + j];
        const s = logistic(t);
        for (let j = 0; j < n; j++) {
          const v = F[index(z) + i * n + j] * s + F[index(bias) + j];
          F[index(z) + i * n + j] = v > 0 ? v : v * slope;
        }
      }
    },
  };
}
