/** Plain twin of assembly/adamw.ts. */
import type { ReferenceMemory } from './memory.js';

export function adamWKernels(memory: ReferenceMemory) {
  const index = (address: number) => address >>> memory.shift;

  return {
    /** One AdamW step on n parameters; correction = 1 - beta^t. */
    adamW(
      n: number,
      parameters: number,
      gradients: number,
      first: number,
      second: number,
      learningRate: number,
      beta1: number,
      beta2: number,
      epsilon: number,
      weightDecay: number,
      correction1: number,
      correction2: number,
    ): void {
      const F = memory.floats;
      const [P, G, M, V] = [index(parameters), index(gradients), index(first), index(second)];
      for (let i = 0; i < n; i++) {
        const g = F[G + i];
        const m = beta1 * F[M + i] + (1 - beta1) * g;
        const v = beta2 * F[V + i] + (1 - beta2) * g * g;
        F[M + i] = m;
        F[V + i] = v;
        const denominator = Math.sqrt(v / correction2) + epsilon;
        F[P + i] =
          F[P + i] * (1 - learningRate * weightDecay) - ((learningRate / correction1) * m) / denominator;
      }
    },
  };
}
